import { describe, expect, it } from '@jest/globals';
import { bsmPrice } from '../option/black-scholes.js';
import { CALL, PUT, type OptionKind } from '../option/option-kind.js';
import { mixedDerivative, type Axis } from '../testing/derivative.js';
import { writeBsmGreeks } from './black-scholes-greeks.js';
import { GREEK, GREEK_COUNT, GREEK_NAMES, type GreekName } from './greek.js';
import { greeksOf } from './greeks-of.js';

const S: Axis = { argument: 0, step: 0.008 };
const K: Axis = { argument: 1, step: 0.008 };
/** Calendar time: the other way round than the time until expiry. */
const t: Axis = { argument: 2, step: 0.008, sign: -1 };
const r: Axis = { argument: 3, step: 0.02 };
const b: Axis = { argument: 4, step: 0.02 };
const v: Axis = { argument: 5, step: 0.008 };
/** Rate and yield, instead of rate and carry. */
const q: Axis = { argument: 3, step: 0.02 };

const AXES: Readonly<Partial<Record<GreekName, readonly Axis[]>>> = {
  price: [],
  delta: [S],
  gamma: [S, S],
  theta: [t],
  vega: [v],
  discountRho: [r],
  carryRho: [b],
  vanna: [S, v],
  vomma: [v, v],
  charm: [S, t],
  veta: [v, t],
  speed: [S, S, S],
  zomma: [S, S, v],
  color: [S, S, t],
  vannaVol: [S, v, v],
  ultima: [v, v, v],
  dualDelta: [K],
  dualGamma: [K, K],
};

const OPTIONS: readonly (readonly [number, number, number, number, number, number])[] = [
  [100, 105, 0.5, 0.04, 0.04, 0.25],
  [100, 90, 1.25, 0.06, 0.02, 0.35],
  [72, 75, 1, 0.03, 0, 0.19],
  [1.56, 1.6, 0.5, 0.06, -0.02, 0.12],
  [100, 160, 2, -0.01, 0.03, 0.4],
];
const KINDS: readonly (readonly [string, OptionKind])[] = [
  ['call', CALL],
  ['put', PUT],
];
const CASES = OPTIONS.flatMap((point) => KINDS.map(([name, kind]) => ({ name, kind, point })));

function close(value: number, wanted: number, share: number, scale: number): void {
  expect(Math.abs(value - wanted)).toBeLessThan(share * Math.max(Math.abs(wanted), scale));
}

describe('writeBsmGreeks', () => {
  it.each(CASES)('gives the derivatives of the price of a $name at $point', ({ kind, point }) => {
    const [spot, strike, years, rate, carry, volatility] = point;
    const greeks = greeksOf({ kind, spot, strike, years, rate, carry, volatility });
    const price = (...at: number[]): number => bsmPrice(kind, at[0], at[1], at[2], at[3], at[4], at[5]);
    for (const [name, axes] of Object.entries(AXES) as [GreekName, readonly Axis[]][]) {
      const scale = axes.reduce((size, { argument }) => size / Math.max(Math.abs(point[argument]), 0.05), 0.1 * spot);
      close(greeks[name], mixedDerivative(price, point, axes), 2e-7, scale);
    }
    const withYield = (...at: number[]): number => bsmPrice(kind, at[0], at[1], at[2], at[3], at[3] - at[4], at[5]);
    const held = point.with(4, rate - carry);
    close(greeks.rho, mixedDerivative(withYield, held, [q]), 1e-9, spot);
    close(greeks.vera, mixedDerivative(withYield, held, [q, v]), 1e-8, spot);
    close(greeks.lambda, (greeks.delta * spot) / greeks.price, 1e-15, 1);
  });

  it('writes at the place given, and nothing else', () => {
    const out = new Float64Array(GREEK_COUNT + 4).fill(7);
    writeBsmGreeks(out, 2, CALL, 100, 105, 0.5, 0.04, 0.04, 0.25);
    expect([out[0], out[1], out[GREEK_COUNT + 2], out[GREEK_COUNT + 3]]).toEqual([7, 7, 7, 7]);
    const named = greeksOf({ kind: CALL, spot: 100, strike: 105, years: 0.5, rate: 0.04, volatility: 0.25 });
    expect([...out.subarray(2, 2 + GREEK_COUNT)]).toEqual(GREEK_NAMES.map((name) => named[name]));
  });

  it('at expiry has the Greeks of the payoff', () => {
    const inside = greeksOf({ kind: PUT, spot: 90, strike: 100, years: 0, rate: 0.07, carry: 0.02, volatility: 0.2 });
    expect(inside).toMatchObject({ price: 10, delta: -1, dualDelta: 1, lambda: -9, gamma: 0, vega: 0, ultima: 0 });
    expect(inside.theta).toBeCloseTo(0.07 * 100 - 0.05 * 90, 12);
    const outside = greeksOf({ kind: CALL, spot: 90, strike: 100, years: 0, rate: 0.07, carry: 0.02, volatility: 0.2 });
    expect(outside).toMatchObject({ price: 0, delta: 0, gamma: 0, speed: 0 });
    expect(outside.lambda).toBeNaN();
  });

  it('says where the kink of the payoff leaves no limit', () => {
    const kink = greeksOf({ kind: CALL, spot: 100, strike: 100, years: 0, rate: 0.05, volatility: 0.2 });
    expect(kink).toMatchObject({ price: 0, delta: 0.5, dualDelta: -0.5, gamma: Infinity, vega: 0, theta: NaN });
    const still = greeksOf({ kind: CALL, spot: 100, strike: 100, years: 4, rate: 0, volatility: 0 });
    expect(still.vega).toBeCloseTo(100 * 0.3989422804014327 * 2, 12);
  });

  it('has limits without volatility, with unlimited volatility, for a worthless asset and for a strike of 0', () => {
    const market = { years: 2, rate: 0.05, carry: 0.03 };
    const asset = Math.exp(-0.04);
    const cash = Math.exp(-0.1);
    const still = greeksOf({ kind: CALL, spot: 120, strike: 100, ...market, volatility: 0 });
    expect(still.price).toBeCloseTo(120 * asset - 100 * cash, 12);
    expect(still).toMatchObject({ delta: asset, dualDelta: -cash, vega: 0, gamma: 0 });
    expect(still.carryRho).toBeCloseTo(240 * asset, 12);
    const wild = greeksOf({ kind: PUT, spot: 120, strike: 100, ...market, volatility: Infinity });
    expect(wild).toMatchObject({ price: 100 * cash, delta: -0, dualDelta: cash });
    expect(greeksOf({ kind: PUT, spot: 0, strike: 100, ...market, volatility: 0.2 })).toMatchObject({
      price: 100 * cash,
      delta: -asset,
      dualDelta: cash,
      vega: 0,
    });
    expect(greeksOf({ kind: CALL, spot: 120, strike: 0, ...market, volatility: 0.2 })).toMatchObject({
      price: 120 * asset,
      delta: asset,
      lambda: 1,
    });
  });

  it('is finite however far from the money', () => {
    for (const spot of [1e-300, 1e-9, 1, 1e9, 1e300]) {
      const greeks = greeksOf({ kind: CALL, spot, strike: 100, years: 0.1, rate: 0.02, volatility: 0.2 });
      for (const name of GREEK_NAMES) if (name !== 'lambda') expect(Number.isFinite(greeks[name])).toBe(true);
      expect(greeks.delta).toBe(spot < 100 ? 0 : 1);
    }
    expect(GREEK.price).toBe(0);
  });

  it('refuses what bsmPrice refuses', () => {
    const refused = { code: 'PRICING_INPUT', name: 'PricingError' };
    const option = { kind: CALL, spot: 100, strike: 100, years: 1, rate: 0.02, volatility: 0.2 };
    expect(() => greeksOf({ ...option, spot: NaN })).toThrow(expect.objectContaining(refused));
    expect(() => greeksOf({ ...option, years: -1 })).toThrow(expect.objectContaining(refused));
  });
});
