import type { EngineRecord, RecordType } from './record.js';
import type { FieldKind } from './field-kinds.js';
import { LIST_SCHEMAS } from './list-schemas.js';
import { AFTER, BASE, COMMAND, DENIAL } from './schema-parts.js';

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

const TERMS = {
  side: 'side',
  orderType: 'orderType',
  timeInForce: 'timeInForce',
  quantity: 'integer',
  price: 'integer',
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
  triggered: 'flag',
} as const;
/** What an order says beyond quantity and price. */
const INSTRUCTIONS = {
  stopPrice: 'integer',
  trailBy: 'integer',
  displayQty: 'integer',
  goodTillUs: 'integer',
} as const;
const instructionsSince = (version: number) => ({
  stopPrice: since(version, 0),
  trailBy: since(version, 0),
  displayQty: since(version, 0),
  goodTillUs: since(version, 0),
});
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
      ...INSTRUCTIONS,
      postOnly: 'flag',
      listId: 'text',
      listLeg: 'integer',
    },
    added: {
      reduceOnly: since(2, false),
      cause: since(2, 'command'),
      session: since(2, ''),
      ...instructionsSince(3),
      postOnly: since(3, false),
      listId: since(3, ''),
      listLeg: since(3, 0),
    },
  },
  Denied: {
    version: 2,
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
      ...INSTRUCTIONS,
      postOnly: 'flag',
    },
    added: { ...instructionsSince(2), postOnly: since(2, false) },
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
    version: 2,
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
      ...INSTRUCTIONS,
    },
    added: instructionsSince(2),
  },
  CommandRefused: {
    version: 1,
    fields: { ...BASE, ...COMMAND, command: 'change', clOrdId: 'text', streamSequence: 'integer', ...DENIAL },
  },
  Execution: {
    version: 2,
    fields: { ...BASE, ...REPORT, ...AFTER, clOrdId: 'text', restatement: 'optionalRestatement' },
    added: { triggered: since(2, false), restatement: since(2, undefined) },
  },
  Anomaly: {
    version: 2,
    fields: { ...BASE, ...REPORT, clOrdId: 'text', alarm: 'code', restatement: 'optionalRestatement' },
    added: { triggered: since(2, false), restatement: since(2, undefined) },
  },
  Unknown: { version: 1, fields: { ...BASE, ...AFTER, clOrdId: 'text', reason: 'text' } },
  Reconciled: {
    version: 2,
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
      price: 'integer',
      reservePx: 'integer',
    },
    added: { price: since(2, 0), reservePx: since(2, 0) },
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
  Adopted: {
    version: 1,
    fields: {
      ...BASE,
      ...AFTER,
      clOrdId: 'text',
      venueOrderId: 'text',
      account: 'text',
      strategy: 'text',
      adapter: 'text',
      instrument: 'text',
      ...TERMS,
      reservePx: 'integer',
      acceptedUs: 'integer',
    },
  },
  Flagged: {
    version: 1,
    fields: { ...BASE, account: 'text', adapter: 'text', code: 'code', message: 'text' },
  },
  LateTrade: {
    version: 1,
    fields: {
      ...BASE,
      clOrdId: 'text',
      streamSequence: 'integer',
      adapter: 'text',
      account: 'text',
      strategy: 'text',
      instrument: 'text',
      side: 'side',
      reportId: 'text',
      venueOrderId: 'text',
      execId: 'text',
      lastQty: 'integer',
      lastPx: 'integer',
      fee: 'optionalBig',
      feeCurrency: 'text',
      reason: 'text',
      venueUs: 'integer',
      venueNs: 'integer',
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
    version: 2,
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
      ...INSTRUCTIONS,
    },
    added: instructionsSince(2),
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
  ...LIST_SCHEMAS,
};
