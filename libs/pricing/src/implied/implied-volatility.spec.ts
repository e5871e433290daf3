import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { black76Price, bsmPrice } from '../option/black-scholes.js';
import { CALL, PUT, type OptionKind } from '../option/option-kind.js';
import { roundTrips } from '../testing/round-trip.js';
import { black76ImpliedVolatility, bsmImpliedVolatility } from './implied-volatility.js';

const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

describe('bsmImpliedVolatility', () => {
  it('finds the volatilities of random options again', () => {
    const { found, worstShare } = roundTrips(20_000, 7);
    expect(found).toBeGreaterThan(10_000);
    expect(worstShare).toBeLessThan(1);
  });

  it('finds one for the price, also in the money and with carry', () => {
    const kinds = fc.constantFrom<OptionKind>(CALL, PUT);
    fc.assert(
      fc.property(
        kinds,
        between(50, 200),
        between(0.01, 3),
        between(-0.05, 0.15),
        between(-0.1, 0.1),
        between(0.05, 1.5),
        (kind, spot, years, rate, carry, volatility) => {
          const price = bsmPrice(kind, spot, 100, years, rate, carry, volatility);
          const asset = spot * Math.exp((carry - rate) * years);
          const cash = 100 * Math.exp(-rate * years);
          const intrinsic = Math.max(0, kind * (asset - cash));
          // A time value among the rounding of the price has no digits left.
          fc.pre(price - intrinsic > 1e-9 * price);
          const found = bsmImpliedVolatility(kind, price, spot, 100, years, rate, carry);
          const again = bsmPrice(kind, spot, 100, years, rate, carry, found);
          expect(Math.abs(again - price)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.max(asset, cash));
        },
      ),
    );
  });

  const market = [100, 90, 0.5, 0.05, 0.03] as const;
  const asset = 100 * Math.exp(-0.01);
  const cash = 90 * Math.exp(-0.025);

  it.each<[string, OptionKind, number, string]>([
    ['nothing', PUT, 0, 'PRICE_BELOW_BOUND'],
    ['what is in the money', CALL, asset - cash, 'PRICE_BELOW_BOUND'],
    ['less than that', CALL, 8, 'PRICE_BELOW_BOUND'],
    ['the asset', CALL, asset, 'PRICE_ABOVE_BOUND'],
    ['more than the asset', CALL, 101, 'PRICE_ABOVE_BOUND'],
    ['the strike', PUT, cash, 'PRICE_ABOVE_BOUND'],
    ['without a bound', PUT, Infinity, 'PRICE_ABOVE_BOUND'],
    ['no number', PUT, NaN, 'PRICING_INPUT'],
    ['negative', PUT, -1, 'PRICING_INPUT'],
  ])('refuses a price that is %s', (_, kind, price, code) => {
    expect(() => bsmImpliedVolatility(kind, price, ...market)).toThrow(expect.objectContaining({ code }));
  });

  it.each<[string, number[]]>([
    ['spot', [0, 90, 0.5, 0.05, 0.03]],
    ['strike', [100, NaN, 0.5, 0.05, 0.03]],
    ['years', [100, 90, 0, 0.05, 0.03]],
    ['rate', [100, 90, 0.5, Infinity, 0.03]],
    ['carry', [100, 90, 0.5, 0.05, NaN]],
    ['out of range', [100, 90, 1e5, 0.05, 0.03]],
  ])('refuses a bad input: %s', (name, [spot, strike, years, rate, carry]) => {
    const run = (): number => bsmImpliedVolatility(CALL, 12, spot, strike, years, rate, carry);
    expect(run).toThrow(expect.objectContaining({ code: 'PRICING_INPUT', message: expect.stringContaining(name) }));
  });
});

describe('black76ImpliedVolatility', () => {
  it('is the inverse of black76Price', () => {
    const price = black76Price(PUT, 4200, 4000, 0.1, 0.05, 0.18);
    expect(black76ImpliedVolatility(PUT, price, 4200, 4000, 0.1, 0.05)).toBeCloseTo(0.18, 14);
  });
});
