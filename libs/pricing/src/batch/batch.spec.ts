import { describe, expect, it } from '@jest/globals';
import { greeksOf, priceOf } from '../greeks/greeks-of.js';
import { GREEK_COUNT, GREEK_NAMES } from '../greeks/greek.js';
import { CALL, PUT } from '../option/option-kind.js';
import { bsmImpliedVolatility } from '../implied/implied-volatility.js';
import { bsmGreeks, bsmImpliedVolatilities, bsmPrices } from './batch.js';

const options = Array.from({ length: 40 }, (_, row) => ({
  kind: row % 2 === 0 ? CALL : PUT,
  spot: 100,
  strike: 80 + row,
  years: (row % 5) / 4,
  rate: 0.03,
  carry: 0.01,
  volatility: 0.1 + row / 100,
}));
const column = (name: 'spot' | 'strike' | 'years' | 'rate' | 'carry' | 'volatility'): Float64Array =>
  Float64Array.from(options, (option) => option[name]);
const columns = () => ({
  kind: Int8Array.from(options, ({ kind }) => kind),
  spot: column('spot'),
  strike: column('strike'),
  years: column('years'),
  rate: column('rate'),
  carry: column('carry'),
});

describe('batches', () => {
  it('are row by row what single calls give', () => {
    const prices = new Float64Array(40);
    const greeks = new Float64Array(40 * GREEK_COUNT);
    expect(bsmPrices(columns(), column('volatility'), prices)).toBe(0);
    expect(bsmGreeks(columns(), column('volatility'), greeks)).toBe(0);
    expect([...prices]).toEqual(options.map(priceOf));
    expect([...greeks]).toEqual(options.flatMap((option) => GREEK_NAMES.map((name) => greeksOf(option)[name])));
  });

  it('have NaN in a row that has no answer, and count these', () => {
    const bad = columns();
    bad.spot[3] = -1;
    bad.kind[7] = 0;
    const prices = new Float64Array(40);
    const greeks = new Float64Array(40 * GREEK_COUNT);
    expect(bsmPrices(bad, column('volatility'), prices)).toBe(2);
    expect(bsmGreeks(bad, column('volatility'), greeks)).toBe(2);
    expect([prices[3], prices[7]]).toEqual([NaN, NaN]);
    expect([...greeks.subarray(3 * GREEK_COUNT, 4 * GREEK_COUNT)].every(Number.isNaN)).toBe(true);
    expect(prices[4]).toBe(priceOf(options[4]));
  });

  it('find volatilities, and have NaN where the price allows none', () => {
    const prices = new Float64Array(40);
    bsmPrices(columns(), column('volatility'), prices);
    prices[6] = 1e6;
    const out = new Float64Array(40);
    // Every fifth option has no time left.
    expect(bsmImpliedVolatilities(columns(), prices, out)).toBe(9);
    const { kind, spot, strike, years, rate, carry } = options[7];
    expect(out[7]).toBe(bsmImpliedVolatility(kind, prices[7], spot, strike, years, rate, carry));
    expect([out[5], out[6]]).toEqual([NaN, NaN]);
  });

  it('refuse columns of different lengths and a result without room', () => {
    const code = expect.objectContaining({ code: 'PRICING_INPUT' });
    const out = new Float64Array(40);
    expect(() => bsmPrices({ ...columns(), years: new Float64Array(39) }, column('volatility'), out)).toThrow(code);
    expect(() => bsmPrices(columns(), new Float64Array(41), out)).toThrow(code);
    expect(() => bsmGreeks(columns(), column('volatility'), out)).toThrow(code);
  });
});
