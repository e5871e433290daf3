import {
  ASSET_CLASSES,
  EXEC_TYPES,
  isErrorCode,
  LOCAL_STATES,
  ORDER_TYPES,
  ORD_STATUSES,
  SIDES,
  TIMES_IN_FORCE,
} from '@bourseworks/domain';
import { SELF_TRADE_MODES } from '../self-trade/self-trade-options.js';
import { SELF_TRADE_ACTIONS } from './own-order-records.js';
import { CANCEL_CAUSES, type EngineRecord, type RecordType } from './record.js';

/**
 * How a field stands on disk. Names of states and codes are kept as text, not as an index: a list may be put in another
 * order in the source, a journal may not.
 */
export type FieldKind = 'integer' | 'optionalInteger' | 'optionalBig' | 'flag' | 'text' | NameKind;
export type NameKind =
  | 'assetClass'
  | 'side'
  | 'orderType'
  | 'timeInForce'
  | 'ordStatus'
  | 'optionalOrdStatus'
  | 'localState'
  | 'execType'
  | 'code'
  | 'optionalCode'
  | 'cause'
  | 'change'
  | 'scope'
  | 'selfTradeMode'
  | 'selfTradeAction';

const among = (...names: readonly string[]): ((text: string) => boolean) => {
  const known = new Set(names);
  return (text) => known.has(text);
};

/** Which texts a name may be. */
export const NAMES: Readonly<Record<NameKind, (text: string) => boolean>> = {
  assetClass: among(...ASSET_CLASSES),
  side: among(...SIDES),
  orderType: among(...ORDER_TYPES),
  timeInForce: among(...TIMES_IN_FORCE),
  ordStatus: among(...ORD_STATUSES),
  optionalOrdStatus: among(...ORD_STATUSES, ''),
  localState: among(...LOCAL_STATES),
  execType: among(...EXEC_TYPES),
  code: isErrorCode,
  optionalCode: (text) => text === '' || isErrorCode(text),
  cause: among(...CANCEL_CAUSES),
  change: among('cancel', 'replace'),
  scope: among('firm', 'account', 'strategy'),
  selfTradeMode: among(...SELF_TRADE_MODES),
  selfTradeAction: among(...SELF_TRADE_ACTIONS),
};

/** Every field of a record but its type: the compiler holds the tables complete. */
type Fields<T> = { readonly [Name in Exclude<keyof T, 'type'>]: FieldKind };
type Schemas = {
  readonly [T in RecordType]: { readonly version: number; readonly fields: Fields<Extract<EngineRecord, { type: T }>> };
};

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
const CONTROL = { commandId: 'text', scope: 'scope', scopeId: 'text', actor: 'text', reason: 'text' } as const;

/** Fields in the order in which they are written. A change of a table raises its version. */
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
    version: 1,
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
    version: 1,
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
  Kill: { version: 1, fields: { ...BASE, ...CONTROL } },
  Rearm: { version: 1, fields: { ...BASE, ...CONTROL } },
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
  Note: { version: 1, fields: { ...BASE, kind: 'text', body: 'text' } },
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
};
