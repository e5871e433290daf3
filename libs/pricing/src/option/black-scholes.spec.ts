import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PricingError } from '../errors.js';
import { black76Price, bsmPrice } from './black-scholes.js';
import { CALL, PUT, type OptionKind } from './option-kind.js';

const kinds: fc.Arbitrary<OptionKind> = fc.constantFrom<OptionKind>(CALL, PUT);
const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const spots = between(1, 1000);
const years = between(0, 10);
const rates = between(-0.05, 0.2);
const volatilities = between(0, 2);
/** What rounding may make of a difference of numbers of this size. */
const rounding = (...sizes: readonly number[]): number => 8 * Number.EPSILON * Math.max(...sizes);

describe('bsmPrice', () => {
  it('keeps put-call parity', () => {
    fc.assert(
      fc.property(spots, spots, years, rates, rates, volatilities, (spot, strike, time, rate, carry, volatility) => {
        const call = bsmPrice(CALL, spot, strike, time, rate, carry, volatility);
        const put = bsmPrice(PUT, spot, strike, time, rate, carry, volatility);
        const asset = spot * Math.exp((carry - rate) * time);
        const cash = strike * Math.exp(-rate * time);
        expect(Math.abs(call - put - (asset - cash))).toBeLessThanOrEqual(rounding(asset, cash));
      }),
    );
  });

  it('lies between the forward in the money and the asset or strike', () => {
    fc.assert(
      fc.property(
        kinds,
        spots,
        spots,
        years,
        rates,
        rates,
        volatilities,
        (kind, spot, strike, time, rate, carry, volatility) => {
          const price = bsmPrice(kind, spot, strike, time, rate, carry, volatility);
          const asset = spot * Math.exp((carry - rate) * time);
          const cash = strike * Math.exp(-rate * time);
          expect(price).toBeGreaterThanOrEqual(Math.max(0, kind * (asset - cash)));
          expect(price).toBeLessThanOrEqual((kind === CALL ? asset : cash) + rounding(asset, cash));
        },
      ),
    );
  });

  it('rises with volatility, and with the spot as the call does and the put does not', () => {
    fc.assert(
      fc.property(
        kinds,
        spots,
        spots,
        years,
        rates,
        volatilities,
        between(0.001, 0.5),
        (kind, spot, strike, time, rate, low, more) => {
          const price = (at: number, volatility: number): number =>
            bsmPrice(kind, at, strike, time, rate, rate, volatility);
          const slack = rounding(spot * 1.5, strike);
          expect(price(spot, low + more)).toBeGreaterThanOrEqual(price(spot, low) - slack);
          expect(kind * (price(spot * (1 + more), low) - price(spot, low))).toBeGreaterThanOrEqual(-slack);
        },
      ),
    );
  });

  it('scales with the currency', () => {
    fc.assert(
      fc.property(
        kinds,
        spots,
        spots,
        years,
        rates,
        volatilities,
        between(0.01, 100),
        (kind, spot, strike, time, rate, volatility, unit) => {
          const price = bsmPrice(kind, spot, strike, time, rate, 0.01, volatility);
          const scaled = bsmPrice(kind, spot * unit, strike * unit, time, rate, 0.01, volatility);
          expect(Math.abs(scaled - price * unit)).toBeLessThanOrEqual(rounding(spot, strike) * unit);
        },
      ),
    );
  });

  it('is convex in the strike', () => {
    fc.assert(
      fc.property(
        kinds,
        spots,
        between(50, 500),
        between(0, 40),
        years,
        volatilities,
        (kind, spot, strike, wing, time, volatility) => {
          const at = (k: number): number => bsmPrice(kind, spot, k, time, 0.03, 0.03, volatility);
          const butterfly = at(strike - wing) - 2 * at(strike) + at(strike + wing);
          expect(butterfly).toBeGreaterThanOrEqual(-4 * rounding(spot, 600));
        },
      ),
    );
  });

  it('keeps all digits of an option that is nearly worthless, or all but at the money', () => {
    // Differences of numbers of the size of the strike would leave none.
    expect(bsmPrice(CALL, 50, 100, 0.1, 0, 0, 0.2) / 1.1989792753349358e-28).toBeCloseTo(1, 12);
    expect(bsmPrice(PUT, 100, 100 * (1 + 2 ** -40), 1, 0, 0, 1e-12) / 1.0081902023892039e-10).toBeCloseTo(1, 12);
  });

  it('has its limits', () => {
    const asset = 100 * Math.exp(-0.02);
    const cash = 90 * Math.exp(-0.05);
    const price = (kind: OptionKind, spot: number, strike: number, time: number, volatility: number): number =>
      bsmPrice(kind, spot, strike, time, 0.05, 0.03, volatility);
    expect(price(CALL, 100, 90, 0, 0.2)).toBe(10);
    expect(price(PUT, 100, 90, 0, 0.2)).toBe(0);
    expect(price(CALL, 100, 90, 1, 0)).toBe(asset - cash);
    expect(price(CALL, 100, 90, 1, Infinity)).toBe(asset);
    expect(price(PUT, 100, 90, 1, Infinity)).toBe(cash);
    expect(price(CALL, 100, 90, 1, 200)).toBe(asset);
    expect(price(PUT, 0, 90, 1, 0.2)).toBe(cash);
    expect(price(CALL, 0, 90, 1, 0.2)).toBe(0);
    expect(price(CALL, 100, 0, 1, 0.2)).toBe(asset);
    expect(price(PUT, 100, 0, 1, 0.2)).toBe(0);
    expect(price(CALL, 0, 0, 1, 0.2)).toBe(0);
    expect(price(CALL, Infinity, 90, 1, 0.2)).toBe(Infinity);
    expect(price(PUT, Infinity, 90, 1, 0.2)).toBe(0);
    expect(price(CALL, 100, Infinity, 1, 0.2)).toBe(0);
    expect(price(PUT, 100, Infinity, 1, 0.2)).toBe(Infinity);
  });

  it.each<[string, number[], RegExp]>([
    ['spot', [NaN, 1, 1, 0, 0, 0.2], /spot must be 0 or more: NaN/],
    ['spot', [-1, 1, 1, 0, 0, 0.2], /spot must be 0 or more: -1/],
    ['strike', [1, -1, 1, 0, 0, 0.2], /strike must/],
    ['both', [-1, -1, 1, 0, 0, 0.2], /spot must/],
    ['years', [1, 1, -1, 0, 0, 0.2], /years must be 0 or more/],
    ['years', [1, 1, Infinity, 0, 0, 0.2], /years must be finite/],
    ['rate', [1, 1, 1, NaN, 0, 0.2], /rate must be finite: NaN/],
    ['carry', [1, 1, 1, 0, Infinity, 0.2], /carry must be finite/],
    ['volatility', [1, 1, 1, 0, 0, -0.2], /volatility must be 0 or more/],
    ['volatility', [1, 1, 1, 0, 0, NaN], /volatility must/],
    ['no limit', [Infinity, Infinity, 1, 0, 0, 0.2], /out of range: spot Infinity, strike Infinity/],
    ['overflow', [1, 1, 1e4, -1, 0, 0.2], /out of range/],
  ])('refuses %s with a code', (_, [spot, strike, time, rate, carry, volatility], message) => {
    const run = (): number => bsmPrice(CALL, spot, strike, time, rate, carry, volatility);
    expect(run).toThrow(PricingError);
    expect(run).toThrow(expect.objectContaining({ code: 'PRICING_INPUT', message: expect.stringMatching(message) }));
  });

  it('refuses a kind that is none', () => {
    expect(() => bsmPrice(0 as OptionKind, 1, 1, 1, 0, 0, 0.2)).toThrow('kind must be CALL (1) or PUT (-1): 0');
  });
});

describe('black76Price', () => {
  it('is the price on the spot whose forward it is', () => {
    for (const kind of [CALL, PUT] as const) {
      const onSpot = bsmPrice(kind, 100, 95, 0.75, 0.05, 0.02, 0.3);
      const onForward = black76Price(kind, 100 * Math.exp(0.015), 95, 0.75, 0.05, 0.3);
      expect(onForward).toBeCloseTo(onSpot, 12);
    }
  });
});
