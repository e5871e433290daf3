import { describe, expect, it } from '@jest/globals';
import { OrderBook, US_PER_DAY, type Bar } from '@bourseworks/domain';
import { DAY_US, feed, feedFolder } from '../test/feed-folder.js';
import { ask, follow } from '../test/recorded.js';

const MS_PER_DAY = 86_400_000;
const levels = (quantity: number): [string, string][] => [['10.00', String(quantity)]];

/** Three days; the book's only snapshot is on the first, the third lacks a change. */
const dataRoot = feedFolder({
  'btcusdt_20200101.gz': [
    feed.snapshot(1_000, 8, levels(1), [['11.00', '1']]),
    feed.spotDiff(2_000, 9, 9, levels(2)),
    feed.trade(MS_PER_DAY - 40_000, 1, '10.00', '1'),
    // The recorder turned the page a little late.
    feed.trade(MS_PER_DAY + 20_000, 2, '10.00', '2'),
  ],
  'btcusdt_20200102.gz': [
    feed.trade(MS_PER_DAY + 30_000, 3, '10.00', '3'),
    feed.spotDiff(MS_PER_DAY + 31_000, 10, 12, levels(3)),
    feed.spotDiff(MS_PER_DAY + 3_600_000, 13, 13, levels(4)),
  ],
  'btcusdt_20200103.gz': [feed.spotDiff(2 * MS_PER_DAY + 1_000, 15, 16, levels(5))],
});
const read = (kind: 'trade' | 'book' | 'bar-1m', fromUs: number, toUs: number) =>
  ask({ dataRoot, key: 'binance/BTCUSDT', kind, fromUs, toUs });

describe('a feed of several days', () => {
  it('is one stream: trades and bars go on over midnight', async () => {
    const { events } = await read('trade', DAY_US, DAY_US + 3 * US_PER_DAY);
    expect(events.map((event) => 'tradeId' in event && event.tradeId)).toEqual(['1', '2', '3']);
    const bars = (await read('bar-1m', DAY_US, DAY_US + 3 * US_PER_DAY)).events as Bar[];
    expect(bars.map(({ volume, trades }) => [volume, trades])).toEqual([
      [100_000_000, 1],
      [500_000_000, 2],
    ]);
    const second = await read('trade', DAY_US + US_PER_DAY, DAY_US + 2 * US_PER_DAY);
    expect(second.events).toHaveLength(2);
  });

  it('the book of a day without a snapshot comes from the day before', async () => {
    const fromUs = DAY_US + US_PER_DAY + 60_000_000;
    const { events } = await read('book', fromUs, fromUs + 2 * 3_600_000_000);
    expect(events).toMatchObject([
      { kind: 'book-snapshot', us: fromUs, bids: [[1_000, 300_000_000]] },
      { kind: 'book-delta', bids: [[1_000, 400_000_000]] },
    ]);
    const book = new OrderBook();
    expect(events.map((event) => follow(book, event))).toEqual(['snapshot', 'applied']);
  });

  it('a change that is missing between the days loses the book', async () => {
    const { events } = await read('book', DAY_US + 2 * US_PER_DAY, DAY_US + 3 * US_PER_DAY);
    expect(events).toMatchObject([
      { kind: 'book-snapshot', bids: [[1_000, 400_000_000]] },
      { kind: 'book-snapshot', bids: [], asks: [] },
    ]);
  });

  it('behind the last line the book is not known', async () => {
    const fromUs = DAY_US + 2 * US_PER_DAY + 3_600_000_000;
    expect((await read('book', fromUs, fromUs + 1)).events).toEqual([]);
    const after = await read('book', DAY_US + 3 * US_PER_DAY, DAY_US + 4 * US_PER_DAY);
    expect(after.error).toMatchObject({ code: 'HISTORY_NOT_FOUND' });
  });
});
