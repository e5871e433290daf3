import { describe, expect, it } from '@jest/globals';
import { RisesAndFalls } from './rises-and-falls.js';

describe('RisesAndFalls', () => {
  it('averages the last changes, or smooths as Wilder did', () => {
    const simple = new RisesAndFalls(2, 'simple');
    const zero = new RisesAndFalls(2, 'zero');
    const wilder = new RisesAndFalls(2, 'wilder');
    const rows = [10, 14, 12, 13, 13, 13].map((value) => {
      simple.update(value);
      wilder.update(value);
      zero.update(value);
      return [simple.rise, simple.fall, wilder.rise, wilder.fall, zero.rise, zero.fall];
    });
    expect(rows).toEqual([
      [NaN, NaN, NaN, NaN, NaN, NaN],
      [NaN, NaN, NaN, NaN, 2, 0],
      [2, 1, 2, 1, 1, 1],
      [0.5, 1, 1.5, 0.5, 1, 0.5],
      [0.5, 0, 0.75, 0.25, 0.5, 0.25],
      [0, 0, 0.375, 0.125, 0.25, 0.125],
    ]);
    expect(simple.last).toBe(13);
  });
});
