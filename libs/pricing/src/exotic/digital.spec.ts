import { describe, expect, it } from '@jest/globals';
import { greeksOf } from '../greeks/greeks-of.js';
import { CALL, PUT } from '../option/option-kind.js';
import { assetOrNothing, cashOrNothing, gapOption } from './digital.js';

describe('digital options', () => {
  it('are as in Haug’s book (1998), pages 88 to 90', () => {
    const cash = { kind: PUT, spot: 100, strike: 80, years: 0.75, rate: 0.06, carry: 0, volatility: 0.35 };
    expect(Math.abs(cashOrNothing(cash, 10) - 2.671)).toBeLessThan(1e-4);
    const asset = { kind: PUT, spot: 70, strike: 65, years: 0.5, rate: 0.07, carry: 0.02, volatility: 0.27 };
    expect(Math.abs(assetOrNothing(asset) - 20.2069)).toBeLessThan(1e-4);
    const gap = { kind: CALL, spot: 50, strike: 50, years: 0.5, rate: 0.09, volatility: 0.2 };
    expect(Math.abs(gapOption(gap, 57) - -0.0053)).toBeLessThan(1e-4);
  });

  it.each([CALL, PUT])('make the European option (kind %d) together, and are its slopes', (kind) => {
    for (const strike of [70, 100, 140]) {
      const option = { kind, spot: 100, strike, years: 0.8, rate: 0.05, carry: 0.02, volatility: 0.3 };
      const { price, delta, dualDelta } = greeksOf(option);
      expect(kind * (assetOrNothing(option) - cashOrNothing(option, strike))).toBeCloseTo(price, 12);
      expect(gapOption(option, strike)).toBeCloseTo(price, 12);
      expect(cashOrNothing(option)).toBeCloseTo(-kind * dualDelta, 14);
      expect(assetOrNothing(option)).toBeCloseTo(kind * delta * 100, 11);
    }
  });

  it('of both kinds are the money or the asset for certain', () => {
    const option = { spot: 100, strike: 90, years: 0.8, rate: 0.05, carry: 0.02, volatility: 0.3 };
    const both = cashOrNothing({ ...option, kind: CALL }, 7) + cashOrNothing({ ...option, kind: PUT }, 7);
    expect(both).toBeCloseTo(7 * Math.exp(-0.04), 13);
    const assets = assetOrNothing({ ...option, kind: CALL }) + assetOrNothing({ ...option, kind: PUT });
    expect(assets).toBeCloseTo(100 * Math.exp(-0.024), 12);
  });

  it('refuse bad inputs with a code', () => {
    const option = { kind: CALL, spot: 100, strike: 90, years: 0.8, rate: 0.05, volatility: 0.3 };
    const code = expect.objectContaining({ code: 'PRICING_INPUT' });
    expect(() => cashOrNothing(option, NaN)).toThrow(code);
    expect(() => cashOrNothing({ ...option, years: 0 })).toThrow(code);
    expect(() => assetOrNothing({ ...option, spot: -1 })).toThrow(code);
    expect(() => gapOption(option, Infinity)).toThrow(code);
  });
});
