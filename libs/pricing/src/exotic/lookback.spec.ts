import { describe, expect, it } from '@jest/globals';
import { gaussLegendre } from '../math/gauss-legendre.js';
import { normalCdf } from '../math/normal.js';
import { CALL, PUT, type OptionKind } from '../option/option-kind.js';
import { fixedLookback, floatingLookback } from './lookback.js';

/** Haug (1998), pages 61 and 62; Broadie, Glasserman and Kou (1999), pages 70 to 74: kind, extreme, spot, yield, rate, years. */
const FLOATING: readonly (readonly [OptionKind, number, number, number, number, number, number])[] = [
  [CALL, 100, 120, 0.06, 0.1, 0.5, 25.3533],
  [CALL, 100, 100, 0, 0.05, 1, 23.7884],
  [CALL, 100, 100, 0, 0.05, 0.2, 10.719],
  [CALL, 100, 110, 0, 0.05, 0.2, 14.4597],
  [PUT, 100, 100, 0, 0.1, 0.5, 15.3526],
  [PUT, 110, 100, 0, 0.1, 0.5, 16.8468],
  [PUT, 120, 100, 0, 0.1, 0.5, 21.0645],
];

/** Haug (1998), pages 63 and 64: spot and extreme 100, rate and carry 10%; strike, years, prices at 10, 20 and 30% volatility. */
const FIXED: readonly (readonly [OptionKind, number, number, readonly number[]])[] = [
  [CALL, 95, 0.5, [13.2687, 18.9263, 24.9857]],
  [CALL, 100, 0.5, [8.5126, 14.1702, 20.2296]],
  [CALL, 105, 0.5, [4.3908, 9.8905, 15.8512]],
  [CALL, 95, 1, [18.3241, 26.0731, 34.7116]],
  [CALL, 100, 1, [13.8, 21.5489, 30.1874]],
  [CALL, 105, 1, [9.5445, 17.2965, 25.9002]],
  [PUT, 95, 0.5, [0.6899, 4.4448, 8.9213]],
  [PUT, 100, 0.5, [3.3917, 8.3177, 13.1579]],
  [PUT, 105, 0.5, [8.1478, 13.0739, 17.914]],
  [PUT, 95, 1, [1.0534, 6.2813, 12.2376]],
  [PUT, 100, 1, [3.8079, 10.1294, 16.3889]],
  [PUT, 105, 1, [8.3321, 14.6536, 20.913]],
];

const { nodes, weights } = gaussLegendre(40);

/**
 * What the highest price (call) exceeds the strike by, or the lowest (put) falls short of it by: the integral of the chance that it
 * goes beyond each level, known by reflection.
 */
function integrated(
  kind: OptionKind,
  strike: number,
  years: number,
  rate: number,
  carry: number,
  volatility: number,
): number {
  const s = volatility * Math.sqrt(years);
  const drift = carry - 0.5 * volatility ** 2;
  const chance = (y: number): number => {
    if (kind * y <= 0) return 1;
    const reflected = Math.exp((2 * drift * y) / volatility ** 2) * normalCdf((-kind * y - kind * drift * years) / s);
    return normalCdf((-kind * y + kind * drift * years) / s) + reflected;
  };
  // In the logarithm of the level: from the strike until nothing is left, with an edge at the spot.
  const from = Math.log(strike / 100);
  const edges = [from, kind * from < 0 ? 0 : from, kind * Math.max(12 * s, 0.1)];
  let sum = 0;
  for (const [at, start] of edges.slice(0, -1).entries()) {
    const width = (edges[at + 1] - start) / 20;
    for (let part = 0; part < 20; part++) {
      for (const [index, node] of nodes.entries()) {
        const y = start + (part + node) * width;
        sum += kind * width * weights[index] * chance(y) * 100 * Math.exp(y);
      }
    }
  }
  return Math.exp(-rate * years) * sum;
}

describe('floatingLookback', () => {
  it.each(FLOATING)('of kind %d, extreme %d, spot %d is as published', (kind, extreme, spot, q, rate, years, price) => {
    const found = floatingLookback({ kind, spot, years, rate, carry: rate - q, volatility: 0.3 }, extreme);
    expect(Math.abs(found - price)).toBeLessThan(1e-4);
  });

  it('has the limit of the formula, with 40 digits, where the carry is 0 or next to it', () => {
    const option = { spot: 100, years: 1, rate: 0.05, volatility: 0.3 };
    const price = (kind: OptionKind, extreme: number, carry: number): number =>
      floatingLookback({ ...option, kind, carry }, extreme);
    expect(price(CALL, 90, 0)).toBeCloseTo(21.817075601587064, 12);
    expect(price(PUT, 110, 0)).toBeCloseTo(26.40772013796298, 12);
    expect(price(CALL, 90, 1e-7)).toBeCloseTo(21.817081805153773, 12);
    expect(price(PUT, 110, 0.02)).toBeCloseTo(25.62578115753076, 12);
    expect(price(PUT, 110, 1e-300)).toBe(price(PUT, 110, 0));
  });

  it('is one function of the carry where the expansion ends', () => {
    const price = (carry: number): number =>
      floatingLookback({ kind: CALL, spot: 100, years: 1, rate: 0.05, carry, volatility: 0.3 }, 90);
    // |carry| sqrt(years) / volatility = 0.21
    for (const edge of [-0.063, 0.063]) {
      const [below, above] = [price(edge - 1e-9), price(edge + 1e-9)];
      expect(Math.abs(above - below)).toBeLessThan(1e-6);
    }
  });
});

describe('fixedLookback', () => {
  it.each(FIXED)('of kind %d, strike %d, %d years is as in Haug’s book', (kind, strike, years, prices) => {
    for (const [at, volatility] of [0.1, 0.2, 0.3].entries()) {
      const found = fixedLookback({ kind, spot: 100, strike, years, rate: 0.1, volatility });
      expect(Math.abs(found - prices[at])).toBeLessThan(1e-4);
    }
  });

  it.each([0.12, 0.03, 0, -0.02, -0.15])('is the integral over all levels, with a carry of %d', (carry) => {
    for (const kind of [CALL, PUT] as const) {
      for (const strike of [90, 100, 115]) {
        const found = fixedLookback({ kind, spot: 100, strike, years: 0.7, rate: 0.04, carry, volatility: 0.25 });
        expect(Math.abs(found - integrated(kind, strike, 0.7, 0.04, carry, 0.25))).toBeLessThan(1e-9);
      }
    }
  });

  it('adds what is certain when an extreme beyond the strike was reached', () => {
    const option = { kind: CALL, spot: 100, years: 0.5, rate: 0.05, volatility: 0.2 };
    const at = (strike: number): number => fixedLookback({ ...option, strike }, 120);
    expect(at(105) - at(115)).toBeCloseTo(10 * Math.exp(-0.025), 12);
  });

  it('refuses bad inputs with a code', () => {
    const code = expect.objectContaining({ code: 'PRICING_INPUT' });
    const option = { spot: 100, strike: 100, years: 0.5, rate: 0.05, volatility: 0.2 };
    expect(() => fixedLookback({ ...option, kind: CALL }, 99)).toThrow(code);
    expect(() => fixedLookback({ ...option, kind: PUT }, 101)).toThrow(code);
    expect(() => floatingLookback({ ...option, kind: CALL }, 101)).toThrow(
      /extreme must be at most the spot, 100: 101/,
    );
    expect(() => floatingLookback({ ...option, kind: PUT }, NaN)).toThrow(code);
    expect(() => fixedLookback({ ...option, kind: PUT, volatility: 0 })).toThrow(code);
  });
});
