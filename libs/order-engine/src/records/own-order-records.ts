import type { ErrorCode } from '@bourseworks/domain';
import type { SelfTradeMode } from '@bourseworks/risk';
import type { After, CommandFields, RecordBase } from './record.js';

export const SELF_TRADE_ACTIONS = ['denied', 'cancelled', 'reduced', 'pending'] as const;
export type SelfTradeAction = (typeof SELF_TRADE_ACTIONS)[number];

/**
 * A new order, or new terms of one, would have met an own order: what was done. `denied`: the new one does not go out, the
 * resting one stays; `cancelled`, `reduced`: the resting one; `pending`: its cancel was in flight already.
 */
export interface SelfTradeRecord extends RecordBase {
  readonly type: 'SelfTrade';
  readonly mode: SelfTradeMode;
  readonly action: SelfTradeAction;
  readonly owner: string;
  /** The new order. */
  readonly account: string;
  readonly strategy: string;
  readonly commandId: string;
  readonly clOrdId: string;
  /** The own order that it would meet. */
  readonly restingAccount: string;
  readonly restingStrategy: string;
  readonly restingId: string;
  /** Quantity that could have traded, in units of the instrument. */
  readonly quantity: number;
  /** Whether the new order is refused as a whole. */
  readonly refused: boolean;
}

/** An order just made is held inside for crossing: it is not sent before its Released. */
export interface HeldRecord extends RecordBase {
  readonly type: 'Held';
  readonly clOrdId: string;
  /** When the hold ends, microseconds. */
  readonly untilUs: number;
}

/** New terms of a held order, in force at once. Another price or more of it makes it the youngest, held anew. */
export interface HeldReplacedRecord extends RecordBase, CommandFields, After {
  readonly type: 'HeldReplaced';
  readonly clOrdId: string;
  readonly replaceId: string;
  readonly idSequence: number;
  readonly quantity: number;
  readonly price: number;
  readonly reservePx: number;
  readonly untilUs: number;
  /** Instructions after the replace, units of the instrument; 0 = none. */
  readonly stopPrice: number;
  readonly trailBy: number;
  readonly displayQty: number;
  readonly goodTillUs: number;
}

/**
 * Two held orders of one account were crossed inside. Books both legs, so that no crash leaves one of them; what came of the
 * buy order is here, of the sell order in the CrossedContra that follows.
 */
export interface CrossedRecord extends RecordBase, After {
  readonly type: 'Crossed';
  /** The buy order, and the sell order. */
  readonly clOrdId: string;
  readonly contraId: string;
  readonly crossId: string;
  readonly idSequence: number;
  readonly quantity: number;
  readonly price: number;
  /** The book that the price was taken from, and its time. */
  readonly bid: number;
  readonly ask: number;
  readonly quoteUs: number;
}

/** Tells of the sell order of a cross: a record makes one event at most. */
export interface CrossedContraRecord extends RecordBase, After {
  readonly type: 'CrossedContra';
  /** The sell order, and the buy order. */
  readonly clOrdId: string;
  readonly contraId: string;
  readonly crossId: string;
  readonly quantity: number;
  readonly price: number;
}

/** A held order was not crossed with one that stood against it, and goes on to the broker. */
export interface CrossRefusedRecord extends RecordBase {
  readonly type: 'CrossRefused';
  readonly clOrdId: string;
  /** Empty when the order was not even held. */
  readonly contraId: string;
  readonly code: ErrorCode;
  readonly reason: string;
}

/** The hold of an order ended: what was not crossed is sent. */
export interface ReleasedRecord extends RecordBase, After {
  readonly type: 'Released';
  readonly clOrdId: string;
}

export type OwnOrderRecord =
  | SelfTradeRecord
  | HeldRecord
  | HeldReplacedRecord
  | CrossedRecord
  | CrossedContraRecord
  | CrossRefusedRecord
  | ReleasedRecord;
