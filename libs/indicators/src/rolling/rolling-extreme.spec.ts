import { SeededRng } from '@bourseworks/ports';
import { describe, expect, it } from '@jest/globals';
import { RollingExtreme, type Tie } from './rolling-extreme.js';

describe('RollingExtreme', () => {
  it.each<['max' | 'min', Tie, number]>([
    ['max', 'newest', 1],
    ['max', 'oldest', 5],
    ['min', 'newest', 5],
    ['min', 'oldest', 12],
  ])('has the %s, the %s of equals, of each window of %i', (side, tie, length) => {
    const rng = new SeededRng(7);
    const extreme = new RollingExtreme(length, side, tie);
    const values: number[] = [];
    for (let i = 0; i < 500; i++) {
      values.push(Math.floor(6 * rng.next()) - 3);
      extreme.update(values[i]);
      const window = values.slice(-length);
      const expected = side === 'max' ? Math.max(...window) : Math.min(...window);
      const at = tie === 'newest' ? window.lastIndexOf(expected) : window.indexOf(expected);
      expect(extreme.value).toBe(expected);
      expect(extreme.age).toBe(window.length - 1 - at);
      expect(extreme.ready).toBe(i >= length - 1);
    }
  });

  it('is unknown at first, and leaves out what is not finite', () => {
    const extreme = new RollingExtreme(2, 'max');
    expect([extreme.value, extreme.age]).toEqual([NaN, NaN]);
    for (const value of [3, NaN, 1, Infinity]) extreme.update(value);
    expect([extreme.value, extreme.age, extreme.count]).toEqual([3, 1, 2]);
  });
});
