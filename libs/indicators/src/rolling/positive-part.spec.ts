import { describe, expect, it } from '@jest/globals';
import { positivePart } from './positive-part.js';

describe('positivePart', () => {
  it.each([
    [3.7, 3.7],
    [-3.7, 0],
    [0, 0],
    [-0, 0],
    [0.1 + 0.2, 0.1 + 0.2],
    [Number.MAX_VALUE, Number.MAX_VALUE],
    [-Number.MAX_VALUE, 0],
  ])('of %p is %p', (value, expected) => {
    expect(positivePart(value)).toBe(expected);
  });
});
