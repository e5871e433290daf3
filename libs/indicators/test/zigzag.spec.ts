import { ZigZag, zigzagLine, zigzagPoints } from '@bourseworks/indicators';
import { describeWithData } from '@bourseworks/testkit';
import { describe, expect, it } from '@jest/globals';
import { randomBars } from './bars.js';
import { FOLDERS, skenderQuotes, skenderResult } from './vectors/sources.js';

describe('ZigZag', () => {
  it('confirms a turning point once prices came back by the percentage, and never changes it', () => {
    const zigzag = new ZigZag(10);
    const told = [100, 105, 111, 120, 109, 108, 100, 109, 111, 130].map((price) => zigzag.update(price, price));
    expect(told).toEqual([NaN, NaN, NaN, NaN, NaN, 120, 120, 120, 100, 100]);
    expect([zigzag.age, zigzag.trend, zigzag.extreme, zigzag.extremeAge]).toEqual([3, 1, 130, 0]);
  });

  it('turns from highs to lows and back, each by the percentage at least', () => {
    const { high, low } = randomBars(2_000, 5);
    const points = zigzagPoints(high, low, 6);
    expect(points.length).toBeGreaterThan(20);
    points.forEach(({ index, price, side, confirmed }, k) => {
      expect(price).toBe(side === 'high' ? high[index] : low[index]);
      expect(confirmed).toBe(k < points.length - 1);
      if (k === 0) return;
      const before = points[k - 1];
      expect(side).not.toBe(before.side);
      expect(index).toBeGreaterThan(before.index);
      const leg = Math.abs(price - before.price) / before.price;
      expect(leg).toBeGreaterThanOrEqual(0.06 * 0.999);
      // Nothing between them is farther.
      const between = (side === 'high' ? high : low).slice(before.index + 1, index);
      expect(between.every((one) => (side === 'high' ? one <= price : one >= price))).toBe(true);
    });
  });

  it('has no points without a move', () => {
    const flat = new Float64Array(50).fill(10);
    expect(zigzagPoints(flat, flat)).toEqual([]);
    expect(zigzagLine(2, [])).toEqual(Float64Array.from([NaN, NaN]));
  });
});

describeWithData('the zigzag of Skender', FOLDERS, () => {
  const closes = skenderQuotes().numbers('close');
  const points = zigzagPoints(closes, closes, 5);
  const table = skenderResult('zigzag');

  it('has the same turning points', () => {
    const types = table.column('pointType').flatMap((type, index) => (type === '' ? [] : [{ index, type }]));
    const ours = points.filter(({ confirmed }) => confirmed);
    expect(ours.map(({ index, side }) => ({ index, type: side === 'high' ? 'H' : 'L' }))).toEqual(types);
  });

  it.each([
    ['zigZag', undefined],
    ['retraceHigh', 'high'],
    ['retraceLow', 'low'],
  ])('has the same line %s', (column, side) => {
    const line = zigzagLine(
      closes.length,
      points.filter((point) => side === undefined || point.side === side),
    );
    table.numbers(column).forEach((value, index) => {
      if (Number.isNaN(value)) expect(line[index]).toBeNaN();
      else expect(line[index]).toBeCloseTo(value, 9);
    });
  });
});
