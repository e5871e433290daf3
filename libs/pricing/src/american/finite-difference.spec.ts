import { describe, expect, it } from '@jest/globals';
import { greeksOf } from '../greeks/greeks-of.js';
import { bsmPrice } from '../option/black-scholes.js';
import { CALL, type OptionKind, PUT } from '../option/option-kind.js';
import { LONG_CALLS, SHORT_PUTS } from '../testing/american-tables.js';
import type { CashDividend } from './american-option.js';
import { finiteDifference } from './finite-difference.js';

const stock = { spot: 100, strike: 95, years: 1, rate: 0.06, volatility: 0.3 };

/**
 * The option on a stock that pays one dividend: what holding or, for a call, exercising just before it is worth, weighed by
 * where the price may be then. By the trapezoid rule, exact to many digits for so smooth an integrand.
 */
function byIntegral(kind: OptionKind, { years: at, amount }: CashDividend, early: boolean): number {
  const { spot, strike, years, rate, volatility } = stock;
  const [steps, reach] = [2000, 9];
  let sum = 0;
  for (let step = 0; step <= steps; step++) {
    const z = reach * ((2 * step) / steps - 1);
    const price = spot * Math.exp((rate - volatility ** 2 / 2) * at + volatility * Math.sqrt(at) * z);
    const held = bsmPrice(kind, Math.max(price - amount, 0), strike, years - at, rate, rate, volatility);
    sum += Math.max(held, early ? kind * (price - strike) : 0) * Math.exp((-z * z) / 2);
  }
  return (Math.exp(-rate * at) * sum * 2 * reach) / steps / Math.sqrt(2 * Math.PI);
}

describe('finiteDifference', () => {
  it('prices the short puts of the literature to the last printed digits', () => {
    for (const [strike, years, volatility, worth] of SHORT_PUTS) {
      const { price } = finiteDifference(
        { kind: PUT, spot: 40, strike, years, rate: 0.0488, volatility },
        { priceSteps: 600 },
      );
      expect(Math.abs(price - worth)).toBeLessThan(2.5e-4);
    }
  });

  it('prices the long calls of the literature', () => {
    for (const [dividendYield, rate, volatility, worths] of LONG_CALLS) {
      worths.forEach((worth, i) => {
        const option = {
          kind: CALL,
          spot: 80 + 10 * i,
          strike: 100,
          years: 3,
          rate,
          carry: rate - dividendYield,
          volatility,
        };
        expect(Math.abs(finiteDifference(option).price - worth)).toBeLessThan(4e-3);
      });
    }
  });

  it.each([CALL, PUT] as const)('has price and Greeks of European options (%d) near the exact ones', (kind) => {
    for (const spot of [80, 100, 130]) {
      const option = { kind, spot, strike: 100, years: 1.5, rate: 0.05, carry: 0.02, volatility: 0.3 };
      const exact = greeksOf(option);
      const value = finiteDifference(option, { american: false });
      expect(Math.abs(value.price - exact.price)).toBeLessThan(5e-4);
      expect(Math.abs(value.delta - exact.delta)).toBeLessThan(1e-4);
      expect(Math.abs(value.gamma - exact.gamma)).toBeLessThan(2e-6);
      expect(Math.abs(value.theta - exact.theta)).toBeLessThan(1e-3);
    }
  });

  it.each<[number, number]>([
    [1, 0.25],
    [4, 0.05],
    [4, 0.5],
    [7, 0.5],
    [7, 0.9],
  ])('prices options on a stock that pays %d after %d years', (amount, years) => {
    const dividends = [{ years, amount }];
    const call = finiteDifference({ kind: CALL, ...stock }, { dividends });
    expect(Math.abs(call.price - byIntegral(CALL, dividends[0], true))).toBeLessThan(5e-4);
    const put = finiteDifference({ kind: PUT, ...stock }, { dividends, american: false });
    expect(Math.abs(put.price - byIntegral(PUT, dividends[0], false))).toBeLessThan(5e-4);
  });

  it('takes dividends in any order, none after expiry, and what exceeds the price as all of it', () => {
    const near = { years: 0.2, amount: 2 };
    const far = { years: 0.7, amount: 3 };
    const put = { kind: PUT, ...stock } as const;
    const price = (dividends: readonly CashDividend[]) => finiteDifference(put, { dividends }).price;
    expect(price([far, near])).toBe(price([near, far]));
    expect(price([near, { years: 1.01, amount: 50 }])).toBe(price([near]));
    expect(price([near, far])).toBeGreaterThan(price([near]));
    // A stock of nothing is left: the put pays its whole strike then, which nobody exercises before.
    expect(price([{ years: 0.5, amount: 1e4 }])).toBeCloseTo(stock.strike * Math.exp(-0.03), 1);
  });

  it('says to exercise at once deep in the money', () => {
    expect(finiteDifference({ kind: PUT, ...stock, spot: 40 })).toEqual({ price: 55, delta: -1, gamma: 0, theta: 0 });
    expect(finiteDifference({ kind: PUT, ...stock, spot: 40, years: 0 })).toMatchObject({ price: 55 });
  });

  it.each<[RegExp, () => unknown]>([
    [/^spot must/, () => finiteDifference({ kind: CALL, ...stock, spot: NaN })],
    [/^steps must/, () => finiteDifference({ kind: CALL, ...stock }, { timeSteps: 0 })],
    [/^steps must/, () => finiteDifference({ kind: CALL, ...stock }, { priceSteps: 1e5 })],
    [/^dividend must/, () => finiteDifference({ kind: CALL, ...stock }, { dividends: [{ years: 0.1, amount: NaN }] })],
    [/^a dividend is/, () => finiteDifference({ kind: CALL, ...stock }, { dividends: [{ years: 0, amount: 1 }] })],
    [/^a dividend is/, () => finiteDifference({ kind: CALL, ...stock }, { dividends: [{ years: 0.1, amount: -1 }] })],
    [
      /^dividends must/,
      () => finiteDifference({ kind: CALL, ...stock }, { dividends: Array(1001).fill({ years: 0.1, amount: 0 }) }),
    ],
  ])('refuses bad input: %s', (message, run) => {
    expect(run).toThrow(expect.objectContaining({ code: 'PRICING_INPUT', message: expect.stringMatching(message) }));
  });
});
