import type {
  DayQuantities,
  ErrorCode,
  ExecType,
  Instrument,
  LocalState,
  OrderInstructions,
  OrderType,
  OrdStatus,
  Side,
  TimeInForce,
} from '@bourseworks/domain';
import type { ListRole } from './contingent/list-terms.js';

/** What a correction of a fill made of the position of its strategy. */
export interface PositionBasis {
  /** Signed units. */
  readonly quantity: number;
  /** Ledger money at 10^-18: signed cost of what is held, realised gain before fees, fees. */
  readonly cost: bigint;
  readonly realized: bigint;
  readonly fees: bigint;
  /** Price of its latest fill, 0 = none. */
  readonly lastPx: number;
}

/**
 * What is published about an order. Quantities and prices in units of `instrument`; it is undefined only when a command was
 * refused before its instrument was known, with the texts of the command in quantityText and priceText.
 */
export interface OrderEvent {
  /** Journal sequence of the record behind it; at most one event per record. */
  readonly sequence: number;
  /** Counts the events of one (account, strategy) from 1 without holes. */
  readonly streamSequence: number;
  readonly account: string;
  readonly strategy: string;
  /** Id of the order, the same for all of its life. */
  readonly clOrdId: string;
  /** FIX ClOrdID of the message behind this event where it is not the order's: that of a cancel or replace. */
  readonly requestId: string | undefined;
  /** FIX OrigClOrdID: of a cancel or replace and of the answers to it, the id of the terms that it refers to. */
  readonly origClOrdId: string | undefined;
  /** Of the command that made the order; of the refused command when there is no order. */
  readonly commandId: string;
  /** List of orders that it is one of, and what it is for there. */
  readonly listId: string | undefined;
  readonly listRole: ListRole | undefined;
  readonly venueOrderId: string | undefined;
  readonly execId: string | undefined;
  readonly execRefId: string | undefined;
  readonly execType: ExecType;
  readonly ordStatus: OrdStatus;
  readonly state: LocalState;
  readonly adapter: string;
  readonly venue: string;
  readonly symbol: string;
  readonly instrument: Instrument | undefined;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: number;
  readonly price: number;
  /** The shared NO_INSTRUCTIONS for plain orders. */
  readonly instructions: OrderInstructions;
  /** Of a stop order: it went into the book. */
  readonly triggered: boolean;
  readonly quantityText: string | undefined;
  readonly priceText: string | undefined;
  /** Of this execution; 0 when it is none. A bust carries what it takes back. */
  readonly lastQty: number;
  readonly lastPx: number;
  /** `internal` when this execution was crossed inside; else the venue, and undefined here. */
  readonly lastMkt?: string | undefined;
  readonly cumQty: number;
  readonly leavesQty: number;
  /** Sum of lastPx * lastQty over cumQty: hi * 2^50 + lo, exact. For `eventAveragePrice`. */
  readonly notionalHi: number;
  readonly notionalLo: number;
  /** Of the present trading day; undefined on the first. */
  readonly day: DayQuantities | undefined;
  /** With busts and corrections only. */
  readonly position: PositionBasis | undefined;
  /** Ledger money, positive = paid. */
  readonly fee: bigint | undefined;
  readonly feeCurrency: string | undefined;
  readonly code: ErrorCode | undefined;
  readonly reason: string | undefined;
  /** When the sender of the command behind this event decided, on its clock; undefined where there is none. */
  readonly sentUs: number | undefined;
  /** When the engine applied it. */
  readonly us: number;
  /** When it happened at the venue; 0 = not known. */
  readonly venueUs: number;
  readonly venueNs: number;
}

/** What is published about risk: denials, alarms, the kill switch. */
export interface RiskEvent {
  readonly sequence: number;
  readonly code: ErrorCode;
  /** firm, account, strategy, symbol, order. */
  readonly scope: string;
  readonly id: string;
  readonly message: string;
  /** Decimal texts. */
  readonly limit: string | undefined;
  readonly observed: string | undefined;
  readonly ruleVersion: number;
  readonly clOrdId: string | undefined;
  readonly commandId: string | undefined;
  readonly us: number;
}
