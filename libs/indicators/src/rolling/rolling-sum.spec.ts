import { describe, expect, it } from '@jest/globals';
import { RollingSum } from './rolling-sum.js';

describe('RollingSum', () => {
  it('adds up the values there are, then those in the window', () => {
    const sum = new RollingSum(3);
    const seen = [1, 2, 4, 8, 16].map((value) => {
      sum.update(value);
      return [sum.value, sum.count, sum.oldest];
    });
    expect(seen).toEqual([
      [1, 1, NaN],
      [3, 2, NaN],
      [7, 3, 1],
      [14, 3, 2],
      [28, 3, 4],
    ]);
    expect(sum.mean).toBe(28 / 3);
    expect([0, 1, 2].map((age) => sum.back(age))).toEqual([16, 8, 4]);
  });

  it('is exactly 0 where all values are', () => {
    const sum = new RollingSum(4);
    for (const value of [0.1, 0.2, 0.3, 0.7, 0.1, 0, 0, 0]) sum.update(value);
    expect(sum.value).not.toBe(0);
    sum.update(0);
    expect(sum.value).toBe(0);
  });

  it('does not drift', () => {
    const sum = new RollingSum(7);
    for (let i = 0; i < 100_000; i++) sum.update(i % 2 === 0 ? 1e9 + 0.1 : 0.1);
    for (let i = 0; i < 14; i++) sum.update(0.5);
    expect(sum.value).toBe(3.5);
  });
});
