import { describe, expect, it } from '@jest/globals';
import { priceOf } from '../greeks/greeks-of.js';
import { CALL, type OptionKind, PUT } from '../option/option-kind.js';
import { baroneAdesiWhaley } from './barone-adesi-whaley.js';
import { binomial } from './binomial.js';

/** Options on a future, strike 100, rate 10 %: kind, spot, years, volatility, price as printed by E. G. Haug (1998), page 24. */
const HAUG: readonly (readonly [OptionKind, number, number, number, number])[] = [
  [CALL, 90, 0.1, 0.15, 0.0206],
  [CALL, 100, 0.1, 0.15, 1.8771],
  [CALL, 110, 0.1, 0.15, 10.0089],
  [CALL, 90, 0.1, 0.25, 0.3159],
  [CALL, 100, 0.1, 0.25, 3.128],
  [CALL, 110, 0.1, 0.25, 10.3919],
  [CALL, 90, 0.1, 0.35, 0.9495],
  [CALL, 100, 0.1, 0.35, 4.3777],
  [CALL, 110, 0.1, 0.35, 11.1679],
  [CALL, 90, 0.5, 0.15, 0.8208],
  [CALL, 100, 0.5, 0.15, 4.0842],
  [CALL, 110, 0.5, 0.15, 10.8087],
  [CALL, 90, 0.5, 0.25, 2.7437],
  [CALL, 100, 0.5, 0.25, 6.8015],
  [CALL, 110, 0.5, 0.25, 13.017],
  [CALL, 90, 0.5, 0.35, 5.0063],
  [CALL, 100, 0.5, 0.35, 9.5106],
  [CALL, 110, 0.5, 0.35, 15.5689],
  [PUT, 90, 0.1, 0.15, 10],
  [PUT, 100, 0.1, 0.15, 1.877],
  [PUT, 110, 0.1, 0.15, 0.041],
  [PUT, 90, 0.1, 0.25, 10.2533],
  [PUT, 100, 0.1, 0.25, 3.1277],
  [PUT, 110, 0.1, 0.25, 0.4562],
  [PUT, 90, 0.1, 0.35, 10.8787],
  [PUT, 100, 0.1, 0.35, 4.3777],
  [PUT, 110, 0.1, 0.35, 1.2402],
  [PUT, 90, 0.5, 0.15, 10.5595],
  [PUT, 100, 0.5, 0.15, 4.0842],
  [PUT, 110, 0.5, 0.15, 1.0822],
  [PUT, 90, 0.5, 0.25, 12.4419],
  [PUT, 100, 0.5, 0.25, 6.8014],
  [PUT, 110, 0.5, 0.25, 3.3226],
  [PUT, 90, 0.5, 0.35, 14.6945],
  [PUT, 100, 0.5, 0.35, 9.5104],
  [PUT, 110, 0.5, 0.35, 5.8823],
];

describe('baroneAdesiWhaley', () => {
  it.each(HAUG)('kind %d, spot %d, %d years, volatility %d: %d', (kind, spot, years, volatility, printed) => {
    const price = baroneAdesiWhaley({ kind, spot, strike: 100, years, rate: 0.1, carry: 0, volatility });
    // The book solved the critical price to a few digits, which shows close to it: two rows are off by up to 0.003.
    expect(Math.abs(price - printed)).toBeLessThan(3e-3);
  });

  it.each(HAUG)(
    'kind %d, spot %d, %d years, volatility %d: is within its error of a fine tree',
    (kind, spot, years, volatility) => {
      const option = { kind, spot, strike: 100, years, rate: 0.1, carry: 0, volatility };
      expect(Math.abs(baroneAdesiWhaley(option) - binomial(option, { steps: 401 }).price)).toBeLessThan(1e-3 * spot);
    },
  );

  it('meets what exercising pays at the critical price, without a kink', () => {
    const at = (spot: number) =>
      baroneAdesiWhaley({ kind: PUT, spot, strike: 100, years: 1, rate: 0.06, volatility: 0.25 });
    let boundary = 100;
    while (at(boundary) > 100 - boundary) boundary -= 0.01;
    const slope = (at(boundary + 0.02) - at(boundary + 0.01)) / 0.01;
    expect(slope).toBeCloseTo(-1, 2);
  });

  it('has no premium for a put without interest on what yields nothing', () => {
    const option = { kind: PUT, spot: 90, strike: 100, years: 0.5, rate: 0, carry: 0, volatility: 0.15 } as const;
    expect(baroneAdesiWhaley(option)).toBe(priceOf(option));
  });

  it('goes on smoothly to an interest of nothing', () => {
    const at = (rate: number) =>
      baroneAdesiWhaley({ kind: CALL, spot: 100, strike: 100, years: 1, rate, carry: rate - 0.05, volatility: 0.2 });
    expect(at(0)).toBeCloseTo(at(1e-9), 7);
  });
});
