import type {
  AssetClass,
  ErrorCode,
  ExecType,
  LocalState,
  OrderType,
  OrdStatus,
  Restatement,
  Side,
  TimeInForce,
} from '@bourseworks/domain';
import type { CashRecord } from './cash-record.js';
import type { KillPhaseRecord, KillRecord, LeaseRecord, RearmProposedRecord, RearmRecord } from './control-records.js';
import type { LocateRecord, RiskBaselineRecord, RiskLimitsRecord, RiskStateRecord } from './risk-records.js';

export type { CashRecord } from './cash-record.js';
export {
  KILL_STEPS,
  LEASE_HOLDERS,
  type KillPhaseRecord,
  type KillRecord,
  type KillStep,
  type LeaseHolder,
  type LeaseRecord,
  type RearmProposedRecord,
  type RearmRecord,
} from './control-records.js';
export type { LocateRecord, RiskBaselineRecord, RiskLimitsRecord, RiskStateRecord } from './risk-records.js';
import type { AdoptedRecord, FlaggedRecord } from './outside-records.js';
import type { LateTradeRecord } from './late-trade-record.js';
import type { ListRecord } from './list-records.js';
import type { OwnOrderRecord } from './own-order-records.js';

/** Numbers of the record types on disk: never reused. */
export const RECORD_TYPE = {
  Epoch: 1,
  Instrument: 2,
  Intent: 3,
  Denied: 4,
  CancelRequested: 5,
  ReplaceRequested: 6,
  CommandRefused: 7,
  Execution: 8,
  Anomaly: 9,
  Unknown: 10,
  Reconciled: 11,
  Resent: 12,
  Kill: 13,
  Rearm: 14,
  Adjustment: 15,
  Note: 16,
  RiskState: 17,
  RiskBaseline: 18,
  RiskLimits: 19,
  Locate: 20,
  KillPhase: 21,
  RearmProposed: 22,
  Lease: 23,
  SelfTrade: 24,
  Held: 25,
  HeldReplaced: 26,
  Crossed: 27,
  CrossedContra: 28,
  CrossRefused: 29,
  Released: 30,
  Cash: 31,
  LateTrade: 32,
  Adopted: 45,
  Flagged: 46,
  ListAccepted: 35,
  ListCancelled: 36,
  ListDenied: 37,
  ListAlarm: 38,
  Armed: 39,
  Trailed: 40,
  Triggered: 41,
} as const;
export type RecordType = keyof typeof RECORD_TYPE;

export interface RecordBase {
  /** Journal sequence, from 1 without holes. */
  readonly sequence: number;
  /** When the engine applied it, microseconds. */
  readonly us: number;
}

/** What an order looked like after a record: published, and checked again when the record is replayed. */
export interface After {
  readonly streamSequence: number;
  readonly ordStatus: OrdStatus;
  readonly state: LocalState;
  readonly cumQty: number;
  readonly leavesQty: number;
}

/** An OMS process took over. */
export interface EpochRecord extends RecordBase {
  readonly type: 'Epoch';
  readonly epoch: number;
  readonly environment: string;
}

/** Definition of an instrument as orders from here on use it: a journal is read without any adapter. */
export interface InstrumentRecord extends RecordBase {
  readonly type: 'Instrument';
  readonly venue: string;
  readonly symbol: string;
  readonly assetClass: AssetClass;
  readonly currency: string;
  readonly base: string;
  readonly priceScale: number;
  readonly qtyScale: number;
  readonly tickSize: number;
  readonly lotSize: number;
  readonly minQuantity: number;
  readonly maxQuantity: number;
  readonly multiplier: number;
}

export interface CommandFields {
  readonly commandId: string;
  /** Of the command's content, to tell a repeat from a conflict. */
  readonly contentHash: number;
  readonly account: string;
  readonly strategy: string;
  readonly sentUs: number;
}

/** Who an order is of: a command, a kill switch that closes what is held, or somebody past this OMS. */
export const ORDER_CAUSES = ['command', 'kill', 'outside'] as const;
export type OrderCause = (typeof ORDER_CAUSES)[number];

/** An order to be sent, written before it is. */
export interface IntentRecord extends RecordBase, CommandFields {
  readonly type: 'Intent';
  readonly clOrdId: string;
  /** Counter behind clOrdId. */
  readonly idSequence: number;
  readonly streamSequence: number;
  readonly adapter: string;
  readonly instrument: string;
  readonly side: Side;
  readonly orderType: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: number;
  readonly price: number;
  /** Price at which the open quantity is reserved. */
  readonly reservePx: number;
  readonly expireUs: number;
  readonly reason: string;
  readonly reduceOnly: boolean;
  readonly cause: OrderCause;
  /** Whose connection the order hangs on beside its strategy's; empty: none. */
  readonly session: string;
  /** Instructions in units of the instrument and microseconds; 0 = none. */
  readonly stopPrice: number;
  readonly trailBy: number;
  readonly displayQty: number;
  readonly goodTillUs: number;
  readonly postOnly: boolean;
  /** List that it is of, and its place there; empty: none. An order of a list is held until the list releases it. */
  readonly listId: string;
  readonly listLeg: number;
}

/** An order that was refused, never to be sent. */
export interface DeniedRecord extends RecordBase, CommandFields {
  readonly type: 'Denied';
  readonly clOrdId: string;
  readonly idSequence: number;
  readonly streamSequence: number;
  readonly adapter: string;
  readonly venue: string;
  readonly symbol: string;
  readonly side: Side;
  readonly orderType: OrderType;
  readonly timeInForce: TimeInForce;
  /** As the command gave them: decimal text, or integer units with a leading #. */
  readonly quantityText: string;
  readonly priceText: string;
  /** Units of the instrument; 0 when they could not be read. */
  readonly quantity: number;
  readonly price: number;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly limit: string;
  readonly observed: string;
  readonly ruleVersion: number;
  readonly scope: string;
  readonly scopeId: string;
  readonly decisionReason: string;
  /** Units of the instrument; 0 when there are none, or when they could not be read. */
  readonly stopPrice: number;
  readonly trailBy: number;
  readonly displayQty: number;
  readonly goodTillUs: number;
  readonly postOnly: boolean;
}

export const CANCEL_CAUSES = [
  'command',
  'kill',
  'unsent',
  'risk',
  'disconnect',
  'self-trade',
  'list',
  'reduce-only',
] as const;
export type CancelCause = (typeof CANCEL_CAUSES)[number];

/** A cancel to be sent; with `parked` the order itself had not left and is cancelled on the spot. */
export interface CancelRequestedRecord extends RecordBase, CommandFields, After {
  readonly type: 'CancelRequested';
  readonly clOrdId: string;
  readonly cancelId: string;
  readonly idSequence: number;
  readonly cause: CancelCause;
  readonly parked: boolean;
}

export interface ReplaceRequestedRecord extends RecordBase, CommandFields, After {
  readonly type: 'ReplaceRequested';
  readonly clOrdId: string;
  readonly replaceId: string;
  readonly idSequence: number;
  readonly quantity: number;
  readonly price: number;
  readonly reservePx: number;
  /** Instructions after the replace, units of the instrument; 0 = none. */
  readonly stopPrice: number;
  readonly trailBy: number;
  readonly displayQty: number;
  readonly goodTillUs: number;
}

/** A cancel or replace that was refused; the order stays as it was. */
export interface CommandRefusedRecord extends RecordBase, CommandFields {
  readonly type: 'CommandRefused';
  readonly command: 'cancel' | 'replace';
  readonly clOrdId: string;
  readonly streamSequence: number;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly limit: string;
  readonly observed: string;
  readonly ruleVersion: number;
  readonly scope: string;
  readonly scopeId: string;
}

/** Fields of a broker's report as they came; absent numbers are undefined. */
export interface ReportFields {
  readonly adapter: string;
  readonly reportId: string;
  readonly origClOrdId: string;
  readonly venueOrderId: string;
  readonly execId: string;
  readonly execRefId: string;
  readonly execType: ExecType;
  readonly venueStatus: OrdStatus | undefined;
  readonly lastQty: number | undefined;
  readonly lastPx: number | undefined;
  readonly venueCumQty: number | undefined;
  readonly venueLeavesQty: number | undefined;
  readonly orderQty: number | undefined;
  readonly price: number | undefined;
  readonly fee: bigint | undefined;
  readonly feeCurrency: string;
  readonly code: ErrorCode | undefined;
  readonly reason: string;
  readonly venueUs: number;
  readonly venueNs: number;
  /** The venue says that the stop order was triggered. */
  readonly triggered: boolean;
  readonly restatement: Restatement | undefined;
}

/** A report that changed an order. */
export interface ExecutionRecord extends RecordBase, ReportFields, After {
  readonly type: 'Execution';
  readonly clOrdId: string;
}

/** A report that was refused: illegal in the order's state, of no known order, or conflicting with an earlier one. */
export interface AnomalyRecord extends RecordBase, ReportFields {
  readonly type: 'Anomaly';
  /** Empty when no order is known. */
  readonly clOrdId: string;
  readonly alarm: ErrorCode;
}

/** The outcome of a send is not known; the order stays reserved. */
export interface UnknownRecord extends RecordBase, After {
  readonly type: 'Unknown';
  readonly clOrdId: string;
  readonly reason: string;
}

/** What the broker says when asked about an order. */
export interface ReconciledRecord extends RecordBase, After {
  readonly type: 'Reconciled';
  readonly clOrdId: string;
  readonly found: boolean;
  readonly open: boolean;
  readonly venueOrderId: string;
  /** Accepted quantity at the broker, 0 = as it is. */
  readonly quantity: number;
  /** Filled quantity for which no execution is known, booked at `adjustPx` and alarmed. */
  readonly adjustQty: number;
  readonly adjustPx: number;
  /** What the broker states less what we have, when it states less: alarmed, not booked. */
  readonly missingQty: number;
  readonly reason: string;
  /** Price in force at the broker, 0 = as it is, or not told. */
  readonly price: number;
  /** Price at which the open quantity is reserved from here on, 0 = as it is. */
  readonly reservePx: number;
  /** Whether the four instructions that follow are in force at the broker; else they are 0 and stay as they are. */
  readonly instructed: boolean;
  readonly stopPrice: number;
  readonly trailBy: number;
  readonly displayQty: number;
  readonly goodTillUs: number;
  /** A stop that is in the book at the broker, which nobody had said. */
  readonly triggered: boolean;
}

/** An order of unknown outcome is sent again under its own id. */
export interface ResentRecord extends RecordBase, After {
  readonly type: 'Resent';
  readonly clOrdId: string;
}

/** A position is brought to what the broker states, as a trade at `price` of strategy `strategy`. */
export interface AdjustmentRecord extends RecordBase {
  readonly type: 'Adjustment';
  readonly account: string;
  readonly strategy: string;
  readonly instrument: string;
  /** Signed. */
  readonly quantity: number;
  readonly price: number;
  readonly reason: string;
}

/** Something of the OMS's own, kept in sequence; the engine ignores it. */
export interface NoteRecord extends RecordBase {
  readonly type: 'Note';
  readonly kind: string;
  readonly body: string;
}

export type EngineRecord =
  | EpochRecord
  | InstrumentRecord
  | IntentRecord
  | DeniedRecord
  | CancelRequestedRecord
  | ReplaceRequestedRecord
  | CommandRefusedRecord
  | ExecutionRecord
  | AnomalyRecord
  | UnknownRecord
  | ReconciledRecord
  | ResentRecord
  | KillRecord
  | RearmRecord
  | AdjustmentRecord
  | RiskStateRecord
  | RiskBaselineRecord
  | RiskLimitsRecord
  | LocateRecord
  | NoteRecord
  | CashRecord
  | KillPhaseRecord
  | RearmProposedRecord
  | LeaseRecord
  | AdoptedRecord
  | FlaggedRecord
  | LateTradeRecord
  | OwnOrderRecord
  | ListRecord;
