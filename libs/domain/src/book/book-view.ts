/** One side of a book, best price first. Prices and quantities are integers of the instrument. */
export interface BookSideView {
  /** Best price, 0 when the side is empty. */
  readonly bestPrice: number;
  /** Quantity at the best price, 0 when the side is empty. */
  readonly bestQuantity: number;
  /** Calls back for each level, best first, at most `depth`, until one answers false. The book must not change meanwhile. */
  walk(depth: number, each: LevelVisitor): void;
}

/** Answers false to see no more levels. */
export type LevelVisitor = (price: number, quantity: number) => unknown;

/** What can be seen of a book, whoever keeps it: a feed (OrderBook) or the matching engine (MatchingBook). */
export interface BookView {
  readonly bids: BookSideView;
  readonly asks: BookSideView;
}
