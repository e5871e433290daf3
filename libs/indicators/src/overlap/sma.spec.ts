import { describe, expect, it } from '@jest/globals';
import { Sma } from './sma.js';

describe('Sma', () => {
  it('is NaN until the window is full, then the mean of the last values', () => {
    const sma = new Sma(3);
    expect([1, 2, 3, 4, 8].map((v) => sma.update(v))).toEqual([NaN, NaN, 2, 3, 5]);
  });

  it('does not drift over a million updates that come back to where they were', () => {
    const sma = new Sma(7);
    for (let i = 0; i < 1_000_000; i++) sma.update(i % 2 === 0 ? 1e9 + 0.1 : 0.1);
    for (let i = 0; i < 14; i++) sma.update(0.5);
    expect(sma.value).toBe(0.5);
  });

  it('refuses a window that is not a positive integer', () => {
    expect(() => new Sma(0)).toThrow(RangeError);
    expect(() => new Sma(2.5)).toThrow(RangeError);
  });

  it('leaves out a value that is not finite', () => {
    const average = new Sma(2);
    for (const value of [1, NaN, 3, Infinity]) average.update(value);
    expect(average.value).toBe(2);
  });
});
