import {
  OrderBook,
  type BookDelta,
  type BookLevel,
  type BookSnapshot,
  type MarketDataEvent,
} from '@bourseworks/domain';
import type { Peer } from '../harness/peer.js';

/** Snapshot and changes of one book as the adapter publishes them. */
export interface BookEvents {
  readonly snapshot: BookSnapshot;
  readonly deltas: readonly BookDelta[];
  /** Levels in all changes. */
  readonly levels: number;
}

/** A book that is kept from events. */
export interface KeptBook {
  load(snapshot: BookSnapshot): void;
  apply(delta: BookDelta): void;
  /** All levels, best first. */
  levels(side: 'bid' | 'ask'): readonly BookLevel[];
}

export function bookEvents(events: readonly MarketDataEvent[]): BookEvents {
  const [snapshot, ...rest] = events;
  if (snapshot?.kind !== 'book-snapshot') throw new Error('a book that begins without a snapshot');
  const deltas = rest.map((event) => {
    if (event.kind !== 'book-delta') throw new Error('a book that was lost');
    return event;
  });
  const levels = deltas.reduce((sum, { bids, asks }) => sum + bids.length + asks.length, 0);
  return { snapshot, deltas, levels };
}

export class OwnBook implements KeptBook {
  private readonly book = new OrderBook();

  load(snapshot: BookSnapshot): void {
    this.book.applySnapshot(snapshot);
  }

  apply(delta: BookDelta): void {
    if (this.book.applyDelta(delta) !== 'applied') throw new Error('a change of a book that does not follow');
  }

  levels(side: 'bid' | 'ask'): readonly BookLevel[] {
    return (side === 'bid' ? this.book.bids : this.book.asks).levels(Number.MAX_SAFE_INTEGER);
  }
}

/** Quantities in a Map, prices in an array that is kept in order: what comes to mind first, and takes integers as well. */
export class MapBook implements KeptBook {
  private readonly bids = new MapSide();
  private readonly asks = new MapSide();

  load({ bids, asks }: BookSnapshot): void {
    for (const [price, quantity] of bids) this.bids.set(price, quantity);
    for (const [price, quantity] of asks) this.asks.set(price, quantity);
  }

  apply({ bids, asks }: BookDelta): void {
    for (const [price, quantity] of bids) this.bids.set(price, quantity);
    for (const [price, quantity] of asks) this.asks.set(price, quantity);
  }

  levels(side: 'bid' | 'ask'): readonly BookLevel[] {
    return side === 'bid' ? this.bids.levels().reverse() : this.asks.levels();
  }
}

class MapSide {
  private readonly quantities = new Map<number, number>();
  /** Ascending. */
  private readonly prices: number[] = [];

  set(price: number, quantity: number): void {
    if (quantity > 0) {
      if (!this.quantities.has(price)) this.prices.splice(this.placeOf(price), 0, price);
      this.quantities.set(price, quantity);
    } else if (this.quantities.delete(price)) this.prices.splice(this.placeOf(price), 1);
  }

  levels(): [number, number][] {
    return this.prices.map((price) => [price, this.quantities.get(price) ?? 0]);
  }

  private placeOf(price: number): number {
    let [low, high] = [0, this.prices.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.prices[middle] < price) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

type Side = 'buy' | 'sell';

interface ForeignBook {
  limit(order: { id: string; side: Side; size: number; price: number }): { readonly err: unknown };
  modify(id: string, change: { size: number }): { readonly err: unknown };
  cancel(id: string): unknown;
  order(id: string): unknown;
  depth(): readonly [asks: readonly BookLevel[], bids: readonly BookLevel[]];
}

export interface NodejsOrderBook {
  readonly OrderBook: new () => ForeignBook;
}

/**
 * nodejs-order-book holds orders: each level is one, known by its side and price. What goes is taken out before anything comes,
 * on both sides, for a bid that meets an ask which is about to go would trade with it.
 */
export class ForeignLevels implements KeptBook {
  private readonly book: ForeignBook;

  constructor({ module }: Peer<NodejsOrderBook>) {
    this.book = new module.OrderBook();
  }

  load({ bids, asks }: BookSnapshot): void {
    for (const level of bids) this.set('buy', level);
    for (const level of asks) this.set('sell', level);
  }

  apply({ bids, asks }: BookDelta): void {
    for (const [price, quantity] of bids) if (quantity === 0) this.book.cancel(`buy${price}`);
    for (const [price, quantity] of asks) if (quantity === 0) this.book.cancel(`sell${price}`);
    for (const level of bids) if (level[1] > 0) this.set('buy', level);
    for (const level of asks) if (level[1] > 0) this.set('sell', level);
  }

  levels(side: 'bid' | 'ask'): readonly BookLevel[] {
    const [asks, bids] = this.book.depth();
    return (side === 'bid' ? bids.toSorted((a, b) => b[0] - a[0]) : asks.toSorted((a, b) => a[0] - b[0])).map(
      ([price, quantity]) => [price, quantity],
    );
  }

  private set(side: Side, [price, size]: BookLevel): void {
    const id = `${side}${price}`;
    const { err } =
      this.book.order(id) === undefined ? this.book.limit({ id, side, size, price }) : this.book.modify(id, { size });
    if (err !== null) throw new Error('nodejs-order-book refused a level', { cause: err });
  }
}
