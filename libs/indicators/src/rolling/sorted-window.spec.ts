import { SeededRng } from '@bourseworks/ports';
import { describe, expect, it } from '@jest/globals';
import { SortedWindow } from './sorted-window.js';

describe('SortedWindow', () => {
  it.each([1, 2, 9])('has the order of each window of %i', (length) => {
    const rng = new SeededRng(11);
    const window = new SortedWindow(length);
    expect(window.quantile(0.5)).toBeNaN();
    const values: number[] = [];
    for (let i = 0; i < 300; i++) {
      values.push(Math.floor(8 * rng.next()));
      window.update(values[i]);
      const sorted = values.slice(-length).toSorted((a, b) => a - b);
      expect(sorted.map((_, index) => window.quantile(sorted.length === 1 ? 0 : index / (sorted.length - 1)))).toEqual(
        sorted.map((value) => expect.closeTo(value, 12)),
      );
      for (const value of [-1, 3, 3.5, 9]) {
        expect(window.below(value)).toBe(sorted.filter((one) => one < value).length);
        expect(window.notAbove(value)).toBe(sorted.filter((one) => one <= value).length);
      }
      const places = sorted.flatMap((one, index) => (one === values[i] ? [index + 1] : []));
      expect(window.rank(values[i])).toBe(places.reduce((a, b) => a + b, 0) / places.length);
      expect(window.back(Math.min(i, length - 1))).toBe(values[Math.max(0, i - length + 1)]);
    }
  });
});
