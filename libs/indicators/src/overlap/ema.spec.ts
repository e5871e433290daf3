import { describe, expect, it } from '@jest/globals';
import { Ema } from './ema.js';

describe('Ema', () => {
  it('starts with the simple average and then weighs the newest value by 2 / (n + 1)', () => {
    const ema = new Ema(3);
    expect([1, 2, 3].map((v) => ema.update(v))).toEqual([NaN, NaN, 2]);
    expect(ema.update(6)).toBe(4);
    expect(ema.update(4)).toBe(4);
  });

  it('leaves out a value that is not finite', () => {
    const average = new Ema(2);
    for (const value of [1, NaN, 3, Infinity]) average.update(value);
    expect(average.value).toBe(2);
  });
});
