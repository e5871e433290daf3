import { describe, expect, it } from '@jest/globals';
import { greeksOf } from '../greeks/greeks-of.js';
import { CALL, PUT } from '../option/option-kind.js';
import { LONG_CALLS, SHORT_PUTS } from '../testing/american-tables.js';
import type { AmericanOption, GridValue } from './american-option.js';
import { binomial } from './binomial.js';
import { trinomial } from './trinomial.js';

interface Settings {
  readonly steps?: number;
  readonly american?: boolean;
}

const TREES: readonly [string, (option: AmericanOption, settings?: Settings) => GridValue, number][] = [
  ['Cox-Ross-Rubinstein', (option, settings) => binomial(option, { ...settings, tree: 'Cox-Ross-Rubinstein' }), 1000],
  ['Leisen-Reimer', (option, settings) => binomial(option, { ...settings, tree: 'Leisen-Reimer' }), 1001],
  ['trinomial', trinomial, 700],
];

describe.each(TREES)('%s tree', (_, tree, steps) => {
  it('prices the short puts of the literature', () => {
    for (const [strike, years, volatility, worth] of SHORT_PUTS) {
      const { price } = tree({ kind: PUT, spot: 40, strike, years, rate: 0.0488, volatility }, { steps });
      expect(Math.abs(price - worth)).toBeLessThan(1e-3);
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
        expect(Math.abs(tree(option, { steps }).price - worth)).toBeLessThan(5e-3);
      });
    }
  });

  it('has price and Greeks of European options near the exact ones', () => {
    for (const kind of [CALL, PUT] as const) {
      for (const spot of [80, 100, 130]) {
        const option = { kind, spot, strike: 100, years: 1.5, rate: 0.05, carry: 0.02, volatility: 0.3 };
        const exact = greeksOf(option);
        const value = tree(option, { steps, american: false });
        expect(value.price).toBeCloseTo(exact.price, 2);
        expect(value.delta).toBeCloseTo(exact.delta, 3);
        expect(value.gamma).toBeCloseTo(exact.gamma, 4);
        expect(value.theta).toBeCloseTo(exact.theta, 1);
      }
    }
  });

  it('knows when to exercise at once and what nothing is left of', () => {
    const deep = { kind: PUT, spot: 50, strike: 100, years: 1, rate: 0.06, volatility: 0.2 } as const;
    expect(tree(deep)).toEqual({ price: 50, delta: -1, gamma: 0, theta: 0 });
    expect(tree({ ...deep, years: 0 })).toEqual({ price: 50, delta: -1, gamma: 0, theta: 0 });
    expect(tree({ ...deep, spot: 120, years: 0 })).toMatchObject({ price: 0, delta: 0 });
  });

  it.each<[RegExp, Partial<AmericanOption>, Settings]>([
    [/^spot must/, { spot: 0 }, {}],
    [/^strike must/, { strike: -1 }, {}],
    [/^volatility must/, { volatility: 0 }, {}],
    [/^years must/, { years: Infinity }, {}],
    [/^rate must/, { rate: NaN }, {}],
    [/^carry must/, { carry: Infinity }, {}],
    [/^kind must/, { kind: 2 as 1 }, {}],
    [/^steps must/, {}, { steps: 2 }],
    [/^steps must/, {}, { steps: 10.5 }],
    [/^steps must/, {}, { steps: 1e6 }],
  ])('refuses bad input: %s', (message, changes, settings) => {
    const option = { kind: CALL, spot: 100, strike: 100, years: 1, rate: 0.05, volatility: 0.2 } as const;
    expect(() => tree({ ...option, ...changes }, settings)).toThrow(
      expect.objectContaining({ code: 'PRICING_INPUT', message: expect.stringMatching(message) }),
    );
  });
});

describe('Trees', () => {
  it('say so when their steps are too long for the volatility', () => {
    const option = { kind: CALL, spot: 100, strike: 100, years: 5, rate: 0.2, volatility: 0.01 } as const;
    for (const run of [
      () => binomial(option, { tree: 'Cox-Ross-Rubinstein', steps: 5 }),
      () => trinomial(option, { steps: 5 }),
    ]) {
      expect(run).toThrow(
        expect.objectContaining({ code: 'PRICING_INPUT', message: expect.stringMatching(/probability/) }),
      );
    }
  });
});
