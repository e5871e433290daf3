import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { priceOf } from '../greeks/greeks-of.js';
import { CALL, PUT } from '../option/option-kind.js';
import { arithmeticAsian, geometricAsian } from './asian.js';

/** Haug (1998), pages 99 and 100: strike, volatility, prices 0, 90 and 180 days into a period of 270, the average 100 so far. */
const HAUG: readonly (readonly [number, number, number, number, number])[] = [
  [95, 0.15, 7.0544, 5.6731, 5.0806],
  [95, 0.35, 10.1213, 6.9705, 5.1411],
  [100, 0.15, 3.7845, 1.9964, 0.6722],
  [100, 0.35, 7.5038, 4.0687, 1.4222],
  [105, 0.15, 1.6729, 0.3565, 0.0004],
  [105, 0.35, 5.4071, 2.1359, 0.1552],
];

/** J. Vecer, "A new PDE approach for pricing arithmetic average Asian options" (2001): spot, rate, volatility, years, price; strike 2. */
const TRUE: readonly (readonly [number, number, number, number, number])[] = [
  [2, 0.02, 0.1, 1, 0.055986],
  [2, 0.18, 0.3, 1, 0.218388],
  [2, 0.0125, 0.25, 2, 0.172269],
  [1.9, 0.05, 0.5, 1, 0.193174],
  [2, 0.05, 0.5, 1, 0.246416],
  [2.1, 0.05, 0.5, 1, 0.30622],
];

const OPTION = { kind: CALL, spot: 100, strike: 102, years: 0.75, rate: 0.06, carry: 0.03, volatility: 0.25 };

/** Prices of both averages over simulated paths, and their standard errors: the integral by trapezia over 64 steps. */
function simulated(paths: number): Record<'arithmetic' | 'geometric', { price: number; error: number }> {
  const { spot, strike, years, rate, carry, volatility } = OPTION;
  const rng = new SeededRng(20);
  const steps = 64;
  const drift = ((carry - 0.5 * volatility ** 2) * years) / steps;
  const deviation = volatility * Math.sqrt(years / steps);
  const sums = { arithmetic: [0, 0], geometric: [0, 0] };
  const add = (sum: number[], average: number): void => {
    const paid = Math.exp(-rate * years) * Math.max(0, average - strike);
    sum[0] += paid;
    sum[1] += paid * paid;
  };
  for (let path = 0; path < paths; path++) {
    let log = 0;
    let total = 0.5;
    let totalLog = 0;
    for (let step = 1; step <= steps; step++) {
      log += drift + deviation * rng.normal();
      const weight = step === steps ? 0.5 : 1;
      total += weight * Math.exp(log);
      totalLog += weight * log;
    }
    add(sums.arithmetic, (spot * total) / steps);
    add(sums.geometric, spot * Math.exp(totalLog / steps));
  }
  const figures = ([sum, squares]: number[]): { price: number; error: number } => {
    const price = sum / paths;
    return { price, error: Math.sqrt((squares / paths - price * price) / paths) };
  };
  return { arithmetic: figures(sums.arithmetic), geometric: figures(sums.geometric) };
}

describe('Asian options', () => {
  it('on the geometric average is as in Haug’s book (1998), page 97', () => {
    const price = geometricAsian({
      kind: PUT,
      spot: 80,
      strike: 85,
      years: 0.25,
      rate: 0.05,
      carry: 0.08,
      volatility: 0.2,
    });
    expect(Math.abs(price - 4.6922)).toBeLessThan(1e-4);
  });

  it.each(HAUG)(
    'on the arithmetic average, strike %d, volatility %d, is as in Haug’s book',
    (strike, volatility, ...prices) => {
      for (const [at, days] of [0, 90, 180].entries()) {
        const option = { kind: CALL, spot: 100, strike, years: (270 - days) / 360, rate: 0.1, carry: 0.05, volatility };
        const found = arithmeticAsian(option, days === 0 ? {} : { elapsed: days / 360, average: 100 });
        expect(Math.abs(found - prices[at])).toBeLessThan(1e-4);
      }
    },
  );

  it.each(TRUE)(
    'on the arithmetic average is above the true price by what the docs say (%d, %d, %d, %d)',
    (spot, rate, volatility, years, price) => {
      const found = arithmeticAsian({ kind: CALL, spot, strike: 2, years, rate, volatility });
      const s = volatility * Math.sqrt(years);
      expect(found / price - 1).toBeGreaterThan(0);
      expect(found / price - 1).toBeLessThan(s < 0.2 ? 0.002 : s < 0.4 ? 0.008 : 0.015);
    },
  );

  it('are what simulated paths pay', () => {
    const { arithmetic, geometric } = simulated(8_000);
    expect(Math.abs(geometricAsian(OPTION) - geometric.price)).toBeLessThan(3 * geometric.error);
    expect(Math.abs(arithmeticAsian(OPTION) - arithmetic.price)).toBeLessThan(3 * arithmetic.error);
    expect(arithmeticAsian(OPTION)).toBeGreaterThan(geometricAsian(OPTION));
  });

  it('keep put-call parity of the average', () => {
    for (const carry of [0, 0.05, -0.0625, -0.03125]) {
      const option = { ...OPTION, carry };
      const difference =
        arithmeticAsian(option, { startsIn: 0.25 }) - arithmeticAsian({ ...option, kind: PUT }, { startsIn: 0.25 });
      const average = carry === 0 ? 1 : (Math.exp(carry * 0.75) - Math.exp(carry * 0.25)) / (carry * 0.5);
      expect(difference).toBeCloseTo(Math.exp(-0.045) * (100 * average - 102), 11);
    }
  });

  it('become the European option as the period shrinks to its end', () => {
    expect(arithmeticAsian(OPTION, { startsIn: 0.75 - 1e-9 })).toBeCloseTo(priceOf(OPTION), 6);
  });

  it('are a forward or nothing once the average cannot come back to the strike', () => {
    expect(arithmeticAsian({ ...OPTION, strike: 10 }, { elapsed: 5, average: 100 })).toBeCloseTo(
      Math.exp(-0.045) * ((0.75 * 100 * Math.expm1(0.0225)) / 0.0225 / 5.75 + (5 * 100) / 5.75 - 10),
      10,
    );
    expect(arithmeticAsian({ ...OPTION, kind: PUT, strike: 10 }, { elapsed: 5, average: 100 })).toBe(0);
  });

  it('refuse bad inputs with a code', () => {
    const code = expect.objectContaining({ code: 'PRICING_INPUT' });
    expect(() => geometricAsian({ ...OPTION, volatility: NaN })).toThrow(code);
    expect(() => arithmeticAsian(OPTION, { startsIn: 0.75 })).toThrow(code);
    expect(() => arithmeticAsian(OPTION, { startsIn: -1 })).toThrow(code);
    expect(() => arithmeticAsian(OPTION, { elapsed: 1 })).toThrow(/average must be/);
    expect(() => arithmeticAsian(OPTION, { elapsed: 1, average: 90, startsIn: 0.1 })).toThrow(code);
  });
});
