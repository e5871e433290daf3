import { describe, expect, it } from '@jest/globals';
import type { Trade } from '../market-data.js';
import { timeBars } from './time-bars.js';

const trade = (us: number, price: number, quantity = 1): Trade => ({ kind: 'trade', us, ns: 0, price, quantity });

describe('bars of time', () => {
  it('are told with the first trade or time at their end, and none for a stretch without trades', () => {
    const builder = timeBars(100);
    expect([builder.add(trade(230, 7, 2)), builder.add(trade(299, 9)), builder.flush(299)]).toEqual([[], [], []]);
    const bar = { kind: 'bar', startUs: 200, endUs: 300, open: 7, high: 9, low: 7, close: 9, volume: 3, trades: 2 };
    expect(builder.add(trade(520, 8))).toEqual([bar]);
    expect(builder.flush(600)).toMatchObject([{ startUs: 500, open: 8 }]);
    expect(builder.flush(700)).toEqual([]);
  });

  it('take late trades until lateUs after their end, the open and the close by time', () => {
    const builder = timeBars(100, { lateUs: 50 });
    builder.add(trade(250, 7));
    builder.add(trade(310, 8));
    expect(builder.add(trade(210, 5))).toMatchObject([{ startUs: 200, open: 5, close: 7, revision: 1 }]);
    expect(builder.add(trade(290, 9))).toMatchObject([{ startUs: 200, open: 5, close: 9, volume: 3, revision: 2 }]);
    builder.flush(349);
    expect(builder.add(trade(250, 1))).toMatchObject([{ startUs: 200, low: 1, close: 9, revision: 3 }]);
    builder.flush(350);
    expect([builder.add(trade(299, 2)), builder.ignored]).toEqual([[], 1]);
  });

  it('come late where nothing had traded', () => {
    const builder = timeBars(100, { lateUs: 500 });
    builder.add(trade(510, 7));
    expect(builder.add(trade(130, 5))).toMatchObject([{ startUs: 100, open: 5 }]);
    expect(builder.add(trade(170, 6))).toMatchObject([{ startUs: 100, close: 6, revision: 1 }]);
    expect(builder.flush(600)).toMatchObject([{ startUs: 500 }]);
  });

  it('refuse a volume beyond the exact integers', () => {
    const builder = timeBars(100);
    for (let i = 0; i < 7; i++) builder.add(trade(i, 1, 2 ** 50));
    builder.add(trade(8, 1, 2 ** 50 - 1));
    expect(() => builder.add(trade(9, 1))).toThrow(expect.objectContaining({ code: 'NUMBER_RANGE' }));
    expect(builder.flush(100)).toMatchObject([{ volume: Number.MAX_SAFE_INTEGER, trades: 8 }]);
  });
});
