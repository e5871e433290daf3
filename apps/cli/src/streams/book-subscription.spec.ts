import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BookShape } from '@bourseworks/dto/shapes';
import { eventually } from '@bourseworks/testkit';
import { Bus } from '../bus.js';
import { FakeMarketData } from '../testing/fake-market-data.js';
import { BookSubscription } from './book-subscription.js';

const book = (type: BookShape['type'], at: number, bid: number): BookShape => ({
  type,
  time: String(at),
  venueSequence: at,
  bids: [[bid, 1]],
  asks: [],
});

const NOBODY = { changed: () => undefined, gap: () => undefined, failed: () => undefined };

let market: FakeMarketData;
let bus: Bus;
let book1: BookSubscription;
let gaps: number[];

beforeEach(async () => {
  market = await FakeMarketData.start();
  bus = await Bus.connect(market.url);
  gaps = [];
  market.sequences.set('marketdata/live/v1/book/sim/BTCUSD', 10);
  market.snapshot = { sequence: 10, book: book('snapshot', 10, 100) };
  book1 = await BookSubscription.open(
    bus,
    { venue: 'sim', symbol: 'BTCUSD' },
    { changed: () => undefined, gap: (missed) => gaps.push(missed), failed: () => undefined },
  );
});

afterEach(async () => {
  await book1.close();
  await bus.close();
  await market.stop();
});

const prices = (): string[] => book1.picture(10).bids.map(({ price }) => price);

describe('BookSubscription', () => {
  it('is a snapshot and what follows it', async () => {
    expect(book1.picture(10)).toMatchObject({ sequence: 10, state: 'LIVE', bids: [{ price: '100.00' }] });
    market.publish('book', [book('delta', 11, 101)]);
    await eventually(() => prices().length === 2, { timeoutMs: 5_000 });
    expect(prices()).toEqual(['101.00', '100.00']);
  });

  it('asks for a fresh snapshot after a gap, and shows nothing of the torn book', async () => {
    market.snapshot = { sequence: 13, book: book('snapshot', 13, 105) };
    market.publish('book', [book('delta', 13, 102)], 2);
    market.publish('book', [book('delta', 14, 106)]);
    await eventually(() => prices().includes('106.00'), { timeoutMs: 5_000 });
    expect(prices()).toEqual(['106.00', '105.00']);
    expect(book1.picture(10)).toMatchObject({ sequence: 14, state: 'LIVE' });
    expect(gaps).toEqual([2]);
  });

  it('asks once more where what waited behind the fresh snapshot has a gap of its own', async () => {
    market.snapshot = { sequence: 12, book: book('snapshot', 12, 105) };
    market.publish('book', [book('delta', 12, 102)], 1);
    market.publish('book', [book('delta', 14, 103)], 1);
    await eventually(() => market.bodies('marketdata/request/snapshot').length >= 3, { timeoutMs: 5_000 });
    market.snapshot = { sequence: 14, book: book('snapshot', 14, 107) };
    await eventually(() => book1.picture(10).state === 'LIVE', { timeoutMs: 5_000 });
    market.publish('book', [book('delta', 15, 108)]);
    await eventually(() => prices().includes('108.00'), { timeoutMs: 5_000 });
    expect(gaps.slice(0, 2)).toEqual([1, 1]);
  });

  it('waits for a venue that has no book yet', async () => {
    await book1.close();
    market.snapshot = undefined;
    const opening = BookSubscription.open(bus, { venue: 'sim', symbol: 'BTCUSD' }, NOBODY);
    await eventually(() => market.bodies('marketdata/request/snapshot').length >= 3, { timeoutMs: 5_000 });
    market.snapshot = { sequence: 20, book: book('snapshot', 20, 90) };
    book1 = await opening;
    expect(prices()).toEqual(['90.00']);
  });

  it('gives its lease back when it cannot be opened', async () => {
    await book1.close();
    market.snapshot = { sequence: 20, book: { type: 'snapshot' } as BookShape };
    const opening = BookSubscription.open(bus, { venue: 'sim', symbol: 'BTCUSD' }, NOBODY);
    await expect(opening).rejects.toThrow('malformed');
    expect(market.leases.size).toBe(0);
  });
});
