import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Moments } from './moments.js';

describe('moments', () => {
  it('updated one by one are those of all values at once', () => {
    const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(values, (list) => {
        const moments = new Moments();
        for (const value of list) moments.add(value);
        const n = list.length;
        const mean = list.reduce((sum, x) => sum + x, 0) / n;
        const central = (k: number) => list.reduce((sum, x) => sum + (x - mean) ** k, 0) / n;
        expect(moments.mean).toBeCloseTo(mean, 9);
        expect(moments.variance).toBeCloseTo((central(2) * n) / (n - 1), 6);
        if (central(2) < 1e-3) return;
        expect(moments.skewness).toBeCloseTo(central(3) / central(2) ** 1.5, 6);
        expect(moments.excessKurtosis).toBeCloseTo(central(4) / central(2) ** 2 - 3, 6);
      }),
      { numRuns: 300 },
    );
  });

  it('do not lose small changes on a large mean', () => {
    const moments = new Moments();
    for (let i = 0; i < 1_000; i++) moments.add(1e9 + (i % 2));
    expect(moments.variance).toBeCloseTo(250 / 999, 9);
  });
});
