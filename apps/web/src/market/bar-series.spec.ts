import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BarSeries, MINUTE_MS } from './bar-series.js';

const bar = (minute: number, close: number, volume = 1) => ({
  start: minute * MINUTE_MS,
  end: (minute + 1) * MINUTE_MS,
  open: 10,
  high: Math.max(10, close),
  low: Math.min(10, close),
  close,
  volume,
});

describe('the bars of a chart', () => {
  it('builds the live bar from ticks and lets the closed one correct it', () => {
    const series = new BarSeries();
    series.load([bar(0, 11), bar(1, 12)]);
    expect(series.tick(2 * MINUTE_MS + 1, 12, 1)).toBe(true);
    series.tick(2 * MINUTE_MS + 2, 15, 2);
    series.tick(2 * MINUTE_MS + 3, 13, 3);
    expect(series.last(MINUTE_MS)).toEqual({ start: 2 * MINUTE_MS, open: 12, high: 15, low: 12, close: 13, volume: 6 });
    series.closed({ ...bar(2, 14, 9), high: 16 });
    expect(series.last(MINUTE_MS)).toMatchObject({ high: 16, close: 14, volume: 9 });
    expect(series.tick(3 * MINUTE_MS - 1, 99, 1)).toBe(false);
    expect(series.all(MINUTE_MS)).toHaveLength(3);
  });

  it('keeps what it built until the closed bar comes, even after the next one began', () => {
    const series = new BarSeries();
    series.tick(0, 1, 1);
    series.tick(MINUTE_MS, 2, 1);
    series.closed(bar(0, 7));
    expect(series.all(MINUTE_MS).map(({ close }) => close)).toEqual([7, 2]);
  });

  it('takes history that comes after the first ticks', () => {
    const series = new BarSeries();
    series.tick(5 * MINUTE_MS, 3, 1);
    series.load([bar(3, 1), bar(4, 2)]);
    expect(series.all(MINUTE_MS).map(({ close }) => close)).toEqual([1, 2, 3]);
  });

  it('has for every interval the same volume, extremes and ends as its minutes', () => {
    const minutes = fc.uniqueArray(fc.record({ minute: fc.nat(200), close: fc.nat(30), volume: fc.nat(9) }), {
      selector: ({ minute }) => minute,
      minLength: 1,
    });
    fc.assert(
      fc.property(minutes, fc.constantFrom(5, 15, 60), (given, length) => {
        const series = new BarSeries();
        for (const { minute, close, volume } of given) series.closed(bar(minute, close, volume));
        const ones = series.all(MINUTE_MS);
        const longer = series.all(length * MINUTE_MS);
        const total = (candles: readonly { volume: number }[]) => candles.reduce((sum, { volume }) => sum + volume, 0);
        expect(total(longer)).toBe(total(ones));
        expect(Math.max(...longer.map(({ high }) => high))).toBe(Math.max(...ones.map(({ high }) => high)));
        expect(longer.at(-1)?.close).toBe(ones.at(-1)?.close);
        expect(series.last(length * MINUTE_MS)).toEqual(longer.at(-1));
        expect(longer.every(({ start }) => start % (length * MINUTE_MS) === 0)).toBe(true);
      }),
    );
  });
});
