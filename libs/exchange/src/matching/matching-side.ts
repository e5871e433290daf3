import type { BookSideView, LevelVisitor } from '@bourseworks/domain';
import { BUY, type SideCode } from './codes.js';
import type { MatchingBook } from './matching-book.js';

/** A side of the matching book as everybody sees it: what is hidden of icebergs is not in it. */
export class MatchingSide implements BookSideView {
  constructor(
    private readonly book: MatchingBook,
    private readonly side: SideCode,
  ) {}

  get bestPrice(): number {
    return this.side === BUY ? this.book.bestBid : this.book.bestAsk;
  }

  get bestQuantity(): number {
    return this.book.quantityAt(this.bestPrice);
  }

  walk(depth: number, each: LevelVisitor): void {
    this.book.levels(this.side, depth, each);
  }
}
