import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { formatDecimal } from '@bourseworks/domain';
import { unitsOf } from './fields.js';

describe('unitsOf', () => {
  it.each([
    ['0', 2, 0],
    ['12.5', 2, 1250],
    ['12.50', 2, 1250],
    ['12.500', 2, 1250],
    ['0.00001', 5, 1],
    ['7', 0, 7],
    ['7.', 1, 70],
    ['00012', 1, 120],
  ])('reads %s at scale %i as %i', (text, scale, units) => expect(unitsOf(text, scale)).toBe(units));

  it.each([
    ['', 2],
    ['-1', 2],
    ['1e5', 2],
    ['.5', 2],
    ['1.2.3', 4],
    ['0.001', 2],
    ['12345678901234567', 0],
    [5, 0],
  ])('refuses %s', (text, scale) =>
    expect(() => unitsOf(text, scale)).toThrow(expect.objectContaining({ code: 'DATA_FORMAT' })),
  );

  it('gives back what was formatted', () => {
    const rng = new SeededRng(3);
    for (let n = 0; n < 20_000; n++) {
      const scale = rng.integer(9);
      const units = Math.floor(rng.next() * 10 ** (1 + rng.integer(14)));
      expect(unitsOf(formatDecimal(units, scale), scale)).toBe(units);
    }
  });
});
