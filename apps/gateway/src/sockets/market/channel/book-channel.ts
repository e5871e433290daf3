import { BookSide, toNumber, type BookLevel, type MarketDataEvent } from '@bourseworks/domain';
import type { LevelShape } from '@bourseworks/dto/shapes';
import { LIMITS } from '../../protocol/limits.js';
import { Channel, type Mark, type PieceOf } from './channel.js';

interface Top {
  readonly time: number;
  readonly bids: readonly LevelShape[];
  readonly asks: readonly LevelShape[];
}

interface BookMark extends Mark {
  /** Undefined before the first snapshot, and while the book is torn. */
  readonly top: Top | undefined;
}

/** The best levels of an order book. */
export class BookChannel extends Channel<BookMark> {
  readonly streamClass = 'book';
  private readonly bids = new BookSide('bid');
  private readonly asks = new BookSide('ask');
  private whole = false;
  private us = 0;

  protected override apply(event: MarketDataEvent): void {
    if (event.kind !== 'book-snapshot' && event.kind !== 'book-delta') return;
    if (event.kind === 'book-snapshot') {
      this.bids.clear();
      this.asks.clear();
      this.whole = true;
    }
    // A change of a book that nobody has seen is no book.
    if (!this.whole) return;
    this.seq += 1;
    this.us = event.us;
    const complete = [change(this.bids, event.bids), change(this.asks, event.asks)];
    if (complete.includes(false)) this.tear();
  }

  protected override tear(): void {
    this.whole = false;
  }

  protected override take(base: Mark, before: BookMark | undefined): BookMark {
    if (!this.whole) return { ...base, top: undefined };
    const top = { time: this.us / 1_000, bids: this.levels(this.bids), asks: this.levels(this.asks) };
    const kept = before?.top;
    const same = kept !== undefined && before !== undefined && before.seq >= this.floor;
    // What happens below the levels that are shown is no news, and must not leave a hole in the numbers.
    if (same && equal(kept.bids, top.bids) && equal(kept.asks, top.asks))
      return { ...base, seq: before.seq, top: kept };
    return { ...base, top };
  }

  protected override data(from: BookMark | undefined, to: BookMark): PieceOf {
    const { top } = to;
    if (top === undefined) return { text: '', deliveries: 0, conflated: 0 };
    const known = from !== undefined && from.seq >= this.floor ? from.top : undefined;
    if (from === undefined || known === undefined) {
      const text = `{"id":${this.id},"k":"book","seq":${to.seq},"v":${JSON.stringify(top)}}`;
      return { text, deliveries: 1, conflated: 0 };
    }
    const bids = JSON.stringify(changed(known.bids, top.bids, (a, b) => a > b));
    const asks = JSON.stringify(changed(known.asks, top.asks, (a, b) => a < b));
    const v = `{"time":${top.time},"bids":${bids},"asks":${asks}}`;
    const text = `{"id":${this.id},"k":"book+","prev":${from.seq},"seq":${to.seq},"v":${v}}`;
    return { text, deliveries: 1, conflated: Math.max(0, to.seq - from.seq - 1) };
  }

  private levels(side: BookSide): readonly LevelShape[] {
    const { priceScale, qtyScale } = this.instrument;
    const best = side.levels(LIMITS.bookLevels);
    return best.map(([price, quantity]) => [toNumber(price, priceScale), toNumber(quantity, qtyScale)]);
  }
}

/** False when the side has no room for a level, which is then missing. */
function change(side: BookSide, levels: readonly BookLevel[]): boolean {
  let complete = true;
  for (const [price, quantity] of levels) complete = side.set(price, quantity) && complete;
  return complete;
}

function equal(a: readonly LevelShape[], b: readonly LevelShape[]): boolean {
  return a.length === b.length && a.every(([price, quantity], at) => price === b[at][0] && quantity === b[at][1]);
}

/** Levels that are new or other than before, and with quantity 0 those that have gone. Both lists are best first. */
function changed(
  before: readonly LevelShape[],
  now: readonly LevelShape[],
  isBetter: (a: number, b: number) => boolean,
): LevelShape[] {
  const changes: LevelShape[] = [];
  let at = 0;
  for (const level of now) {
    const [price, quantity] = level;
    while (at < before.length && isBetter(before[at][0], price)) changes.push([before[at++][0], 0]);
    if (before[at]?.[0] !== price) changes.push(level);
    else if (before[at++][1] !== quantity) changes.push(level);
  }
  for (; at < before.length; at++) changes.push([before[at][0], 0]);
  return changes;
}
