import { describe, expect, it } from '@jest/globals';
import { PairSignal } from './pair-signal.js';

describe('PairSignal', () => {
  it('joins bars by their end time in either order', () => {
    const signal = new PairSignal(10);
    expect(signal.bar('y', 60, 100)).toBeUndefined();
    expect(signal.bar('x', 60, 50)).toEqual({ us: 60, y: 100, x: 50 });
    expect(signal.bar('x', 120, 51)).toBeUndefined();
    expect(signal.bar('y', 120, 101)).toEqual({ us: 120, y: 101, x: 51 });
    expect(signal.pairs).toBe(2);
  });

  it('leaves out a minute in which one symbol has no bar', () => {
    const signal = new PairSignal(10);
    signal.bar('y', 60, 100);
    signal.bar('y', 120, 101);
    expect(signal.bar('x', 120, 51)).toEqual({ us: 120, y: 101, x: 51 });
    signal.bar('x', 180, 52);
    expect(signal.bar('y', 240, 103)).toBeUndefined();
    expect(signal.bar('x', 240, 53)).toEqual({ us: 240, y: 103, x: 53 });
    expect(signal.unmatched).toBe(2);
  });

  it('finds the hedge ratio of an exact relation', () => {
    const signal = new PairSignal(20);
    let state = { hedge: NaN };
    for (let i = 1; i <= 40; i++) {
      const x = 100 + Math.sin(i) * 5;
      signal.bar('x', i, x);
      const pair = signal.bar('y', i, 3 * x ** 0.7);
      if (pair !== undefined) state = signal.state(pair);
    }
    expect(state.hedge).toBeCloseTo(0.7, 10);
  });

  it('takes no minute twice, and none from before the last', () => {
    const signal = new PairSignal(10);
    signal.bar('y', 120, 100);
    signal.bar('x', 120, 50);
    for (const us of [120, 60]) {
      expect(signal.bar('y', us, 100)).toBeUndefined();
      expect(signal.bar('x', us, 50)).toBeUndefined();
    }
    expect(signal.pairs).toBe(1);
    expect(signal.bar('x', 180, 51)).toBeUndefined();
    expect(signal.bar('y', 180, 51)).toBeDefined();
  });

  it('leaves out a close that has no logarithm', () => {
    const signal = new PairSignal(10);
    signal.bar('y', 60, 0);
    expect(signal.bar('x', 60, 50)).toBeUndefined();
    signal.bar('y', 120, 100);
    expect(signal.bar('x', 120, 50)).toBeDefined();
    expect(signal).toMatchObject({ pairs: 1, unmatched: 2 });
  });
});
