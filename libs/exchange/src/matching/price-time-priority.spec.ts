import { beforeEach, describe, expect, it } from '@jest/globals';
import { BUY, CANCEL_REASON, MatchingBook, ORDER_FLAGS, REJECT, SELL, type MatchSink } from '@bourseworks/exchange';

class Trades implements MatchSink {
  events: unknown[][] = [];
  accepted(): void {}
  rejected(code: number): void {
    this.events.push(['rejected', code]);
  }
  trade(maker: number, taker: number, price: number, quantity: number): void {
    this.events.push(['trade', maker, taker, price, quantity]);
  }
  canceled(id: number, _price: number, leaves: number, reason: number): void {
    this.events.push(['canceled', id, leaves, reason]);
  }
  replaced(id: number, _old: number, price: number, quantity: number, leaves: number, kept: boolean): void {
    this.events.push(['replaced', id, price, quantity, leaves, kept]);
  }
}

describe('price-time priority', () => {
  let sink: Trades;
  let book: MatchingBook;
  beforeEach(() => {
    sink = new Trades();
    book = new MatchingBook(sink, { maxTicks: 1_000 });
  });

  it('fills the better price first, then the older order, at the maker’s price', () => {
    const late = book.submit(SELL, 0, 101, 5);
    const first = book.submit(SELL, 0, 100, 5);
    const second = book.submit(SELL, 0, 100, 5);
    const taker = book.submit(BUY, 0, 105, 12);
    expect(sink.events).toEqual([
      ['trade', first, taker, 100, 5],
      ['trade', second, taker, 100, 5],
      ['trade', late, taker, 101, 2],
    ]);
    expect([book.bestBid, book.bestAsk, book.quantityAt(101)]).toEqual([0, 101, 3]);
  });

  it('keeps the place in the queue on a smaller quantity only', () => {
    const a = book.submit(BUY, 0, 50, 10);
    const b = book.submit(BUY, 0, 50, 10);
    const c = book.submit(BUY, 0, 50, 10);
    book.replace(a, 50, 8);
    book.replace(b, 50, 12);
    const taker = book.submit(SELL, ORDER_FLAGS.IOC, 50, 25);
    expect(sink.events).toEqual([
      ['replaced', a, 50, 8, 8, true],
      ['replaced', b, 50, 12, 12, false],
      ['trade', a, taker, 50, 8],
      ['trade', c, taker, 50, 10],
      ['trade', b, taker, 50, 7],
    ]);
  });

  it('ends an order whose new quantity is filled already', () => {
    const a = book.submit(BUY, 0, 50, 10);
    book.submit(SELL, 0, 50, 6);
    sink.events = [];
    book.replace(a, 50, 6);
    expect(sink.events).toEqual([['replaced', a, 50, 6, 0, false]]);
    expect([book.isLive(a), book.bestBid, book.orders]).toEqual([false, 0, 0]);
  });

  it('fills or kills', () => {
    book.submit(SELL, 0, 100, 5);
    book.submit(SELL, 0, 101, 5);
    const killed = book.submit(BUY, ORDER_FLAGS.FOK, 100, 6);
    expect(sink.events).toEqual([['canceled', killed, 6, CANCEL_REASON.FILL_OR_KILL]]);
    book.submit(BUY, ORDER_FLAGS.FOK, 101, 10);
    expect(book.orders).toBe(0);
  });

  it('refuses a post-only order that would take, and lets it rest otherwise', () => {
    book.submit(SELL, 0, 100, 5);
    expect(book.submit(BUY, ORDER_FLAGS.POST_ONLY, 100, 1)).toBe(0);
    expect(sink.events).toEqual([['rejected', REJECT.POST_ONLY_WOULD_TAKE]]);
    const resting = book.submit(BUY, ORDER_FLAGS.POST_ONLY, 99, 1);
    expect(book.replace(resting, 100, 1)).toBe(false);
    expect(book.bestBid).toBe(99);
  });

  it('forgets an id with its order', () => {
    const id = book.submit(BUY, 0, 50, 10);
    expect(book.cancel(id)).toBe(true);
    const next = book.submit(BUY, 0, 50, 10);
    expect(book.cancel(id)).toBe(false);
    expect(book.isLive(next)).toBe(true);
  });

  it('refuses orders beyond its bound and takes new ones once there is room', () => {
    const small = new MatchingBook(sink, { maxOrders: 3, maxTicks: 10_000, maxPages: 2 });
    const ids = [1, 2, 3].map((price) => small.submit(BUY, 0, price, 1));
    expect(small.submit(BUY, 0, 4, 1)).toBe(0);
    expect(sink.events).toEqual([['rejected', REJECT.BOOK_FULL]]);
    small.cancel(ids[0]);
    expect(small.submit(BUY, 0, 4, 1)).toBeGreaterThan(0);
  });

  it('takes back the rest of an order for whose price there is no page', () => {
    const small = new MatchingBook(sink, { maxTicks: 10_000, maxPages: 1 });
    small.submit(BUY, 0, 5, 1);
    const far = small.submit(BUY, 0, 5_000, 1);
    expect(sink.events).toEqual([['canceled', far, 1, CANCEL_REASON.BOOK_FULL]]);
  });

  it('takes prices and quantities on the grid only', () => {
    const grid = new MatchingBook(sink, { tickSize: 5, lotSize: 10, maxTicks: 100 });
    for (const [price, quantity] of [
      [7, 10],
      [5, 7],
      [500, 10],
      [0, 10],
      [-5, 10],
      [5, 0],
      [5, -10],
      [Number.NaN, 10],
      [5, Infinity],
    ]) {
      expect(grid.submit(BUY, 0, price, quantity)).toBe(0);
    }
    expect(grid.orders).toBe(0);
  });
});
