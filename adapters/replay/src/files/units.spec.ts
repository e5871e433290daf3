import { describe, expect, it } from '@jest/globals';
import { parseDecimal } from '@bourseworks/domain';
import { SeededRng } from '@bourseworks/ports';
import { unitsOf } from './units.js';

describe('unitsOf', () => {
  it.each([
    ['61837.63000000', 2, 6_183_763],
    ['0.00000000', 8, 0],
    ['61800.20', 1, 618_002],
    ['7', 3, 7_000],
    ['11258999.06842624', 8, 2 ** 50],
    ['99999999999999999999.0', 0, -1],
    ['11258999.06842625', 8, -1],
    ['11258999.1', 9, -1],
    ['0.015', 2, -1],
    ['', 2, -1],
    ['.5', 2, -1],
    ['5.', 2, -1],
    ['1.2.3', 2, -1],
    ['-1', 2, -1],
    ['1e3', 2, -1],
    [' 1', 2, -1],
    [5, 2, -1],
    [null, 2, -1],
  ])('%j at %i digits is %i', (text, scale, units) => {
    expect(unitsOf(text, scale)).toBe(units);
  });

  it('agrees with the general parser on whatever looks like a number', () => {
    const rng = new SeededRng(7);
    const symbols = '00123456789..-e';
    for (let n = 0; n < 20_000; n++) {
      const length = 1 + Math.floor(rng.next() * 20);
      const text = Array.from({ length }, () => symbols[Math.floor(rng.next() * symbols.length)]).join('');
      const scale = Math.floor(rng.next() * 9);
      const general = parseDecimal(text, scale);
      const expected = general.ok && !text.startsWith('-') ? general.value : -1;
      if (unitsOf(text, scale) !== expected) throw new Error(`${text} at ${scale}: ${unitsOf(text, scale)}`);
    }
  });
});
