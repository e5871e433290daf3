import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  add,
  alignDown,
  compare,
  fixed,
  isMultiple,
  multiply,
  signOf,
  stepBy,
  subtract,
  trim,
  typedDecimal,
} from './decimal.js';
import { averagePrice, grouped, signedMoney } from './format.js';

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 8 }))
  .map(([units, scale]) => {
    const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
    const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
    return units < 0n ? `-${text}` : text;
  });

describe('decimal text', () => {
  it('adds, subtracts and compares without a float', () => {
    expect(add('0.1', '0.2')).toBe('0.3');
    expect(subtract('64000.10', '0.11')).toBe('63999.99');
    expect(multiply('0.00001', '64000.01')).toBe('0.6400001');
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(compare(subtract(add(a, b), b), a)).toBe(0);
        expect(compare(add(a, b), add(b, a))).toBe(0);
        expect(compare(a, b)).toBe(signOf(subtract(a, b)));
      }),
    );
  });

  it('steps along the grid, from beside it onto it', () => {
    expect(stepBy('64000.00', '0.01', 1)).toBe('64000.01');
    expect(stepBy('64000.003', '0.01', 1)).toBe('64000.01');
    expect(stepBy('64000.003', '0.01', -1)).toBe('64000.00');
    expect(stepBy('0.01', '0.01', -5)).toBe('0.00');
    expect(stepBy('1', '0.25', 3)).toBe('1.75');
    expect(alignDown('1.99', '0.25')).toBe('1.75');
    expect(isMultiple('0.3', '0.1')).toBe(true);
    expect(isMultiple('0.35', '0.1')).toBe(false);
  });

  it('steps back to where it came from', () => {
    const steps = fc.integer({ min: 1, max: 1_000 });
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 10_000_000 }), steps, (ticks, count) => {
        const price = fixed(multiply(String(ticks), '0.05'), 2);
        expect(stepBy(stepBy(price, '0.05', count), '0.05', -count)).toBe(price);
      }),
    );
  });

  it('reads what people type', () => {
    expect(['1,250.5', '.5', '7.', ' 3 '].map(typedDecimal)).toEqual(['1250.5', '0.5', '7', '3']);
    expect(['', '1e5', '1.2.3', 'abc', '--1', 'NaN'].map(typedDecimal)).toEqual(Array(6).fill(undefined));
  });

  it('shows money with its sign', () => {
    expect(fixed('-0.005', 2)).toBe('-0.01');
    expect(fixed('2.345', 2)).toBe('2.35');
    expect(trim('1.500')).toBe('1.5');
    expect(grouped('-1234567.891')).toBe('\u22121,234,567.891');
    expect([signedMoney('12.3'), signedMoney('-12.3'), signedMoney('0.001')]).toEqual([
      '+12.30',
      '\u221212.30',
      '0.00',
    ]);
  });

  it('cuts averages to what tells prices of their size apart', () => {
    const texts = ['58940.661234', '134.66666667', '-0.07341999', '0.000'];
    expect(texts.map(averagePrice)).toEqual(['58,940.66', '134.6667', '\u22120.073420', '–']);
  });
});
