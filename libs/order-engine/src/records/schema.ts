import type { EngineRecord, RecordType } from './record.js';
import type { FieldKind } from './field-kinds.js';

/** A field that earlier versions of its record lack, and what it is read as there. */
interface AddedField {
  readonly version: number;
  readonly before: string | number | boolean | undefined;
}

/** Every field of a record but its type: the compiler holds the tables complete. */
type Fields<T> = { readonly [Name in Exclude<keyof T, 'type'>]: FieldKind };
type Added<T> = { readonly [Name in Exclude<keyof T, 'type'>]?: AddedField };
type Schema<T> = { readonly version: number; readonly fields: Fields<T>; readonly added?: Added<T> };
type Schemas = { readonly [T in RecordType]: Schema<Extract<EngineRecord, { type: T }>> };

const since = (version: number, before: AddedField['before']): AddedField => ({ version, before });

const BASE = { sequence: 'integer', us: 'integer' } as const;
const AFTER = {
  streamSequence: 'integer',
  ordStatus: 'ordStatus',
  state: 'localState',
  cumQty: 'integer',
  leavesQty: 'integer',
} as const;
const COMMAND = {
  commandId: 'text',
  contentHash: 'integer',
  account: 'text',
  strategy: 'text',
  sentUs: 'integer',
} as const;
const TERMS = {
  side: 'side',
  orderType: 'orderType',
  timeInForce: 'timeInForce',
  quantity: 'integer',
  price: 'integer',
} as const;
const DENIAL = {
  code: 'code',
  reason: 'text',
  limit: 'text',
  observed: 'text',
  ruleVersion: 'integer',
  scope: 'text',
  scopeId: 'text',
} as const;
const REPORT = {
  adapter: 'text',
  reportId: 'text',
  origClOrdId: 'text',
  venueOrderId: 'text',
  execId: 'text',
  execRefId: 'text',
  execType: 'execType',
  venueStatus: 'optionalOrdStatus',
  lastQty: 'optionalInteger',
  lastPx: 'optionalInteger',
  venueCumQty: 'optionalInteger',
  venueLeavesQty: 'optionalInteger',
  orderQty: 'optionalInteger',
  price: 'optionalInteger',
  fee: 'optionalBig',
  feeCurrency: 'text',
  code: 'optionalCode',
  reason: 'text',
  venueUs: 'integer',
  venueNs: 'integer',
} as const;
const BY_PERSON = { commandId: 'text', actor: 'text', reason: 'text' } as const;
const CONTROL = {
  commandId: 'text',
  scope: 'scope',
  scopeId: 'text',
  actor: 'text',
  reason: 'text',
  actorId: 'text',
} as const;

/**
 * Fields in the order in which they are written. A change of a table raises its version; a field that is new stands in
 * `added` with what records of before are read as, so that a journal outlives the release that wrote it.
 */
export const SCHEMAS: Schemas = {
  Epoch: { version: 1, fields: { ...BASE, epoch: 'integer', environment: 'text' } },
  Instrument: {
    version: 1,
    fields: {
      ...BASE,
      venue: 'text',
      symbol: 'text',
      assetClass: 'assetClass',
      currency: 'text',
      base: 'text',
      priceScale: 'integer',
      qtyScale: 'integer',
      tickSize: 'integer',
      lotSize: 'integer',
      minQuantity: 'integer',
      maxQuantity: 'integer',
      multiplier: 'integer',
    },
  },
  Intent: {
    version: 3,
    fields: {
      ...BASE,
      ...COMMAND,
      clOrdId: 'text',
      idSequence: 'integer',
      streamSequence: 'integer',
      adapter: 'text',
      instrument: 'text',
      ...TERMS,
      reservePx: 'integer',
      expireUs: 'integer',
      reason: 'text',
      reduceOnly: 'flag',
      cause: 'orderCause',
      session: 'text',
      listId: 'text',
      listLeg: 'integer',
    },
    added: {
      reduceOnly: since(2, false),
      cause: since(2, 'command'),
      session: since(2, ''),
      listId: since(3, ''),
      listLeg: since(3, 0),
    },
  },
  Denied: {
    version: 1,
    fields: {
      ...BASE,
      ...COMMAND,
      clOrdId: 'text',
      idSequence: 'integer',
      streamSequence: 'integer',
      adapter: 'text',
      venue: 'text',
      symbol: 'text',
      ...TERMS,
      quantityText: 'text',
      priceText: 'text',
      ...DENIAL,
      decisionReason: 'text',
    },
  },
  CancelRequested: {
    // Later versions have more causes.
    version: 3,
    fields: {
      ...BASE,
      ...COMMAND,
      ...AFTER,
      clOrdId: 'text',
      cancelId: 'text',
      idSequence: 'integer',
      cause: 'cause',
      parked: 'flag',
    },
  },
  ReplaceRequested: {
    version: 1,
    fields: {
      ...BASE,
      ...COMMAND,
      ...AFTER,
      clOrdId: 'text',
      replaceId: 'text',
      idSequence: 'integer',
      quantity: 'integer',
      price: 'integer',
      reservePx: 'integer',
    },
  },
  CommandRefused: {
    version: 1,
    fields: { ...BASE, ...COMMAND, command: 'change', clOrdId: 'text', streamSequence: 'integer', ...DENIAL },
  },
  Execution: { version: 1, fields: { ...BASE, ...REPORT, ...AFTER, clOrdId: 'text' } },
  Anomaly: { version: 1, fields: { ...BASE, ...REPORT, clOrdId: 'text', alarm: 'code' } },
  Unknown: { version: 1, fields: { ...BASE, ...AFTER, clOrdId: 'text', reason: 'text' } },
  Reconciled: {
    version: 1,
    fields: {
      ...BASE,
      ...AFTER,
      clOrdId: 'text',
      found: 'flag',
      open: 'flag',
      venueOrderId: 'text',
      quantity: 'integer',
      adjustQty: 'integer',
      adjustPx: 'integer',
      missingQty: 'integer',
      reason: 'text',
    },
  },
  Resent: { version: 1, fields: { ...BASE, ...AFTER, clOrdId: 'text' } },
  Kill: {
    version: 2,
    fields: { ...BASE, ...CONTROL, flatten: 'flag' },
    added: { actorId: since(2, ''), flatten: since(2, false) },
  },
  Rearm: {
    version: 2,
    fields: { ...BASE, ...CONTROL, forced: 'flag', proposer: 'text' },
    added: { actorId: since(2, ''), forced: since(2, false), proposer: since(2, '') },
  },
  Adjustment: {
    version: 1,
    fields: {
      ...BASE,
      account: 'text',
      strategy: 'text',
      instrument: 'text',
      quantity: 'integer',
      price: 'integer',
      reason: 'text',
    },
  },
  RiskState: {
    version: 1,
    fields: {
      ...BASE,
      commandId: 'text',
      scope: 'riskScope',
      scopeId: 'text',
      state: 'tradingState',
      cause: 'stateCause',
      code: 'code',
      actor: 'text',
      reason: 'text',
      limit: 'text',
      observed: 'text',
      ruleVersion: 'integer',
    },
  },
  RiskBaseline: {
    version: 1,
    fields: { ...BASE, key: 'text', dayUs: 'integer', start: 'integer', peak: 'integer' },
  },
  RiskLimits: { version: 1, fields: { ...BASE, ...BY_PERSON, version: 'integer', body: 'text' } },
  Locate: {
    version: 1,
    fields: {
      ...BASE,
      ...BY_PERSON,
      account: 'text',
      instrument: 'text',
      quantity: 'integer',
      expireUs: 'integer',
    },
  },
  Cash: {
    version: 1,
    fields: {
      ...BASE,
      ...BY_PERSON,
      account: 'text',
      kind: 'cashKind',
      strategy: 'text',
      instrument: 'text',
      currency: 'text',
      amount: 'optionalBig',
      price: 'integer',
      days: 'integer',
      yearDays: 'integer',
      n: 'integer',
      m: 'integer',
    },
  },
  Note: { version: 1, fields: { ...BASE, kind: 'text', body: 'text' } },
  KillPhase: {
    version: 1,
    fields: { ...BASE, scope: 'scope', scopeId: 'text', phase: 'killStep', detail: 'text' },
  },
  RearmProposed: { version: 1, fields: { ...BASE, ...CONTROL } },
  Lease: {
    version: 1,
    fields: {
      ...BASE,
      holder: 'leaseHolder',
      account: 'text',
      id: 'text',
      ttlUs: 'integer',
      held: 'flag',
      expired: 'flag',
    },
  },
  SelfTrade: {
    version: 1,
    fields: {
      ...BASE,
      mode: 'selfTradeMode',
      action: 'selfTradeAction',
      owner: 'text',
      account: 'text',
      strategy: 'text',
      commandId: 'text',
      clOrdId: 'text',
      restingAccount: 'text',
      restingStrategy: 'text',
      restingId: 'text',
      quantity: 'integer',
      refused: 'flag',
    },
  },
  Held: { version: 1, fields: { ...BASE, clOrdId: 'text', untilUs: 'integer' } },
  HeldReplaced: {
    version: 1,
    fields: {
      ...BASE,
      ...COMMAND,
      ...AFTER,
      clOrdId: 'text',
      replaceId: 'text',
      idSequence: 'integer',
      quantity: 'integer',
      price: 'integer',
      reservePx: 'integer',
      untilUs: 'integer',
    },
  },
  Crossed: {
    version: 1,
    fields: {
      ...BASE,
      ...AFTER,
      clOrdId: 'text',
      contraId: 'text',
      crossId: 'text',
      idSequence: 'integer',
      quantity: 'integer',
      price: 'integer',
      bid: 'integer',
      ask: 'integer',
      quoteUs: 'integer',
    },
  },
  CrossedContra: {
    version: 1,
    fields: {
      ...BASE,
      ...AFTER,
      clOrdId: 'text',
      contraId: 'text',
      crossId: 'text',
      quantity: 'integer',
      price: 'integer',
    },
  },
  CrossRefused: {
    version: 1,
    fields: { ...BASE, clOrdId: 'text', contraId: 'text', code: 'code', reason: 'text' },
  },
  Released: { version: 1, fields: { ...BASE, ...AFTER, clOrdId: 'text' } },
  ListAccepted: {
    version: 1,
    fields: { ...BASE, ...COMMAND, listId: 'text', idSequence: 'integer', kind: 'listKind', body: 'text' },
  },
  ListCancelled: {
    version: 1,
    fields: { ...BASE, ...COMMAND, listId: 'text', cause: 'listCancelCause', reason: 'text' },
  },
  ListDenied: {
    version: 1,
    fields: { ...BASE, listId: 'text', leg: 'integer', clOrdId: 'text', ...DENIAL, retryUs: 'integer' },
  },
  ListAlarm: {
    version: 1,
    fields: { ...BASE, listId: 'text', leg: 'integer', code: 'code', quantity: 'integer', reason: 'text' },
  },
  Armed: {
    version: 1,
    fields: { ...BASE, ...AFTER, clOrdId: 'text', triggerPx: 'integer', bestPx: 'integer' },
  },
  Trailed: { version: 1, fields: { ...BASE, clOrdId: 'text', triggerPx: 'integer', bestPx: 'integer' } },
  Triggered: { version: 1, fields: { ...BASE, ...AFTER, clOrdId: 'text', marketPx: 'integer' } },
};
