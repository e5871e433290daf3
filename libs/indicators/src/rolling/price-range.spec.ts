import { SeededRng } from '@bourseworks/ports';
import { describe, expect, it } from '@jest/globals';
import { priceRanges } from './price-range.kernel.js';
import { PriceRange } from './price-range.js';

const COUNT = 300;

describe('PriceRange', () => {
  it.each([1, 2, 5, 14, 299, 300, 301])('has the highest high and the lowest low of %i bars', (length) => {
    const rng = new SeededRng(11);
    const highs = Float64Array.from({ length: COUNT }, () => Math.floor(9 * rng.next()));
    const lows = highs.map((high) => high - Math.floor(4 * rng.next()));
    const highest = new Float64Array(COUNT);
    const lowest = new Float64Array(COUNT);
    priceRanges(highs, lows, length, highest, lowest);
    const range = new PriceRange(length);
    for (let i = 0; i < COUNT; i++) {
      const from = i + 1 - length;
      const expected =
        from < 0 ? [NaN, NaN] : [Math.max(...highs.slice(from, i + 1)), Math.min(...lows.slice(from, i + 1))];
      range.update(highs[i], lows[i]);
      expect([range.highest, range.lowest]).toEqual(expected);
      expect([highest[i], lowest[i]]).toEqual(expected);
      expect(range.ready).toBe(from >= 0);
    }
  });
});
