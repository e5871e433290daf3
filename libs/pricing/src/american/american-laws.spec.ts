import { describe, expect, it } from '@jest/globals';
import { priceOf } from '../greeks/greeks-of.js';
import { CALL, type OptionKind, PUT } from '../option/option-kind.js';
import { americanGreeks, type AmericanModel } from './american-greeks.js';
import type { AmericanOption } from './american-option.js';
import { baroneAdesiWhaley } from './barone-adesi-whaley.js';
import { binomial } from './binomial.js';
import { bjerksundStensland } from './bjerksund-stensland.js';
import { finiteDifference } from './finite-difference.js';
import { trinomial } from './trinomial.js';

const grid: AmericanModel = (option) => finiteDifference(option, { timeSteps: 60, priceSteps: 200 });
const MODELS: readonly [string, AmericanModel, number][] = [
  ['Barone-Adesi-Whaley', baroneAdesiWhaley, 0],
  ['Bjerksund-Stensland', bjerksundStensland, 0],
  ['Cox-Ross-Rubinstein', (option) => binomial(option, { tree: 'Cox-Ross-Rubinstein', steps: 200 }), 0.03],
  ['Leisen-Reimer', (option) => binomial(option, { steps: 201 }), 0.01],
  ['trinomial', (option) => trinomial(option, { steps: 150 }), 0.03],
  ['finite differences', grid, 0.01],
];

/** Options of all sorts about 100, from a seed. */
function options(count: number, kind: OptionKind): AmericanOption[] {
  const share = (seed: number) => (((Math.sin(seed * 12.9898) * 43758.5453) % 1) + 1) % 1;
  return Array.from({ length: count }, (_, i) => ({
    kind,
    spot: 60 + 80 * share(i),
    strike: 100,
    years: 0.05 + 2 * share(i + 0.1),
    rate: 0.12 * share(i + 0.2),
    carry: 0.12 * share(i + 0.2) - 0.1 * share(i + 0.3),
    volatility: 0.1 + 0.5 * share(i + 0.4),
  }));
}

const valueOf = (model: AmericanModel, option: AmericanOption): number => {
  const value = model(option);
  return typeof value === 'number' ? value : value.price;
};

describe.each(MODELS)('%s', (_, model, error) => {
  it('is never below what exercising pays, nor below the European option', () => {
    for (const option of [...options(25, CALL), ...options(25, PUT)]) {
      const value = valueOf(model, option);
      expect(value).toBeGreaterThanOrEqual(option.kind * (option.spot - option.strike));
      expect(value).toBeGreaterThanOrEqual(priceOf(option) - error);
      expect(value).toBeLessThanOrEqual(option.kind === CALL ? option.spot : option.strike);
    }
  });

  it('is the European option for a call without a yield', () => {
    for (const option of options(10, CALL)) {
      const call = { ...option, carry: option.rate };
      expect(Math.abs(valueOf(model, call) - priceOf(call))).toBeLessThanOrEqual(error);
    }
  });

  it('changes with spot and strike, rate and yield changed about, as calls do into puts', () => {
    // The quadratic approximation has the symmetry only where rate and yield are the same.
    for (const option of options(10, CALL)) {
      const { spot, strike, rate } = option;
      const dividendYield = model === baroneAdesiWhaley ? rate : rate - option.carry!;
      const call = { ...option, carry: rate - dividendYield };
      const put = {
        ...option,
        kind: PUT,
        spot: strike,
        strike: spot,
        rate: dividendYield,
        carry: dividendYield - rate,
      };
      expect(Math.abs(valueOf(model, call) - valueOf(model, put))).toBeLessThanOrEqual(2 * error + 1e-9);
    }
  });

  it('agrees with the others', () => {
    for (const option of [...options(6, CALL), ...options(6, PUT)]) {
      const reference = binomial(option, { steps: 401 }).price;
      // Approximations: a percentage of the spot for up to two years.
      expect(Math.abs(valueOf(model, option) - reference)).toBeLessThan(error === 0 ? 0.005 * option.spot : 2 * error);
    }
  });

  it('has the Greeks that all have', () => {
    const put = { kind: PUT, spot: 100, strike: 105, years: 0.5, rate: 0.05, carry: 0.03, volatility: 0.25 } as const;
    const greeks = americanGreeks(put, model);
    // By finite differences of 800 by 1600 steps.
    expect(Math.abs(greeks.price - 9.1627)).toBeLessThan(0.045);
    expect(Math.abs(greeks.delta + 0.5571)).toBeLessThan(0.005);
    expect(Math.abs(greeks.gamma - 0.02402)).toBeLessThan(4e-4);
    expect(Math.abs(greeks.theta + 5.377)).toBeLessThan(0.1);
    expect(Math.abs(greeks.vega - 27.366)).toBeLessThan(0.4);
    expect(Math.abs(greeks.rho + 22.584)).toBeLessThan(1.4);
  });
});

describe('American options with rates and yields below nothing', () => {
  it.each([
    [-0.02, -0.05],
    [-0.03, 0.01],
    [0.02, -0.01],
  ])('are priced by tree and grid alike: %d, %d', (rate, dividendYield) => {
    const option = {
      kind: CALL,
      spot: 90,
      strike: 100,
      years: 1,
      rate,
      carry: rate - dividendYield,
      volatility: 0.3,
    } as const;
    expect(Math.abs(valueOf(grid, option) - binomial(option).price)).toBeLessThan(5e-3);
  });

  it('are refused by the formulas, unless exercising early is worth nothing', () => {
    const put = { kind: PUT, spot: 90, strike: 100, years: 1, rate: 0.03, carry: 0.05, volatility: 0.3 } as const;
    for (const formula of [baroneAdesiWhaley, bjerksundStensland]) {
      expect(() => formula(put)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
      expect(formula({ ...put, kind: CALL })).toBe(priceOf({ ...put, kind: CALL }));
      expect(formula({ ...put, years: 0 })).toBe(10);
    }
  });
});
