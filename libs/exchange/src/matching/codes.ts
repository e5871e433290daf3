/** Sides as numbers: the matching path carries no strings. */
export const BUY = 0;
export const SELL = 1;
export type SideCode = typeof BUY | typeof SELL;

/** Order flags, combined with `|`. None = a limit order that rests (good till cancelled). */
export const ORDER_FLAGS = {
  /** Takes whatever price there is; what is not filled is cancelled. */
  MARKET: 1,
  /** Immediate or cancel. */
  IOC: 2,
  /** Fill or kill: whole quantity at once, or nothing. */
  FOK: 4,
  /** Refused when it would take. */
  POST_ONLY: 8,
} as const;

/** Why a command was refused. */
export const REJECT = {
  NONE: 0,
  PRICE_INVALID: 1,
  QUANTITY_INVALID: 2,
  POST_ONLY_WOULD_TAKE: 3,
  ORDER_UNKNOWN: 4,
  BOOK_FULL: 5,
  FLAGS_INVALID: 6,
} as const;
export type RejectCode = (typeof REJECT)[keyof typeof REJECT];

/** Why an order left the book without being filled. */
export const CANCEL_REASON = {
  REQUESTED: 0,
  /** Rest of a market or immediate-or-cancel order. */
  UNFILLED_REST: 1,
  /** Fill or kill that could not be filled whole. */
  FILL_OR_KILL: 2,
  /** No room for another price page; only the rest of an order that has traded meets this. */
  BOOK_FULL: 3,
} as const;
export type CancelReason = (typeof CANCEL_REASON)[keyof typeof CANCEL_REASON];
