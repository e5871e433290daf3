import type { CancelReason, RejectCode, SideCode } from './codes.js';

/**
 * Receives what the book does, synchronously and in order. Plain numbers, so that nothing is allocated per event. An order
 * is done when its leaves are 0 (trade, replaced) or when it is canceled; its id is forgotten right after that call.
 * The sink must not call the book back from within an event: collect, and act when the command has returned.
 */
export interface MatchSink {
  /** A new order was taken; trades and a cancel may follow in the same command. `price` is 0 for market orders. */
  accepted(orderId: number, side: SideCode, price: number, quantity: number, flags: number, tag: number): void;
  /** A command was refused and changed nothing. `orderId` is the order it referred to, 0 for a new order. */
  rejected(code: RejectCode, orderId: number, tag: number): void;
  /** At the maker's price. Leaves are those after the trade. */
  trade(
    makerId: number,
    takerId: number,
    price: number,
    quantity: number,
    makerLeaves: number,
    takerLeaves: number,
    takerSide: SideCode,
  ): void;
  canceled(orderId: number, price: number, leaves: number, reason: CancelReason): void;
  /** New terms hold; `quantity` is the whole order's. Trades may follow when the new price takes. */
  replaced(
    orderId: number,
    oldPrice: number,
    price: number,
    quantity: number,
    leaves: number,
    keptPriority: boolean,
  ): void;
}
