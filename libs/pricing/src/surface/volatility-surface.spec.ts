import { describe, expect, it } from '@jest/globals';
import { isSsviFree, ssviSlice } from './ssvi.js';
import { isButterflyFree, isCalendarFree } from './arbitrage.js';
import { type SviRaw, sviVariance, sviVolatility } from './svi.js';
import { VolatilitySurface } from './volatility-surface.js';

const near: SviRaw = { a: 0.004, b: 0.05, rho: -0.5, m: 0, sigma: 0.1 };
const far: SviRaw = { a: 0.02, b: 0.08, rho: -0.4, m: 0.02, sigma: 0.2 };

describe('VolatilitySurface', () => {
  const surface = new VolatilitySurface([
    { years: 1, raw: far },
    { years: 0.25, raw: near },
  ]);

  it('has the smiles of its expiries and total variance on a line between them', () => {
    for (const k of [-0.8, 0, 0.3]) {
      expect(surface.totalVariance(0.25, k)).toBeCloseTo(sviVariance(near, k), 14);
      expect(surface.totalVariance(1, k)).toBeCloseTo(sviVariance(far, k), 14);
      const half = (sviVariance(near, k) + sviVariance(far, k)) / 2;
      expect(surface.totalVariance(0.625, k)).toBeCloseTo(half, 14);
      expect(surface.volatility(0.625, k)).toBeCloseTo(Math.sqrt(half / 0.625), 14);
    }
    expect(surface.volatilityFor(1, 110, 100)).toBeCloseTo(sviVolatility(far, 1, Math.log(1.1)), 14);
  });

  it('keeps the volatility of the nearest smile before the first and after the last expiry', () => {
    expect(surface.volatility(0.05, 0.1)).toBeCloseTo(sviVolatility(near, 0.25, 0.1), 14);
    expect(surface.volatility(5, 0.1)).toBeCloseTo(sviVolatility(far, 1, 0.1), 14);
    expect(surface.totalVariance(0, 0.1)).toBe(0);
  });

  it('total variance never falls in time where it does not from smile to smile', () => {
    expect(surface.arbitrages()).toEqual([]);
    for (const k of [-1, 0, 1]) {
      let before = 0;
      for (let years = 0; years < 2; years += 0.01) {
        const total = surface.totalVariance(years, k);
        expect(total).toBeGreaterThanOrEqual(before);
        before = total;
      }
    }
  });

  it('names what costs less than nothing', () => {
    const vogt: SviRaw = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 };
    expect(
      new VolatilitySurface([
        { years: 0.5, raw: far },
        { years: 1, raw: vogt },
      ]).arbitrages(),
    ).toEqual([
      { kind: 'butterfly', years: 1 },
      { kind: 'calendar', years: 1 },
    ]);
  });

  it.each<[string, () => unknown]>([
    ['no expiry', () => new VolatilitySurface([])],
    [
      'two of one expiry',
      () =>
        new VolatilitySurface([
          { years: 1, raw: far },
          { years: 1, raw: near },
        ]),
    ],
    ['an expiry now', () => new VolatilitySurface([{ years: 0, raw: far }])],
    ['no smile', () => new VolatilitySurface([{ years: 1, raw: { ...far, a: -1 } }])],
    ['a time before now', () => surface.totalVariance(-1, 0)],
    ['a volatility now', () => surface.volatility(0, 0)],
    ['a strike of nothing', () => surface.volatilityFor(1, 0, 100)],
    ['a strike that is no number', () => surface.totalVariance(1, NaN)],
  ])('refuses %s', (_, run) => {
    expect(run).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });
});

describe('SSVI', () => {
  it('is the formula of the paper', () => {
    const [rho, eta, gamma, theta, k] = [-0.4, 1.2, 0.4, 0.05, 0.3];
    const phi = eta / (theta ** gamma * (1 + theta) ** (1 - gamma));
    const w = (theta / 2) * (1 + rho * phi * k + Math.sqrt((phi * k + rho) ** 2 + 1 - rho * rho));
    const slice = ssviSlice({ rho, eta, gamma }, theta);
    expect(sviVariance(slice, k)).toBeCloseTo(w, 14);
    expect(sviVariance(slice, 0)).toBeCloseTo(theta, 14);
  });

  it('has no arbitrage within its bound, over all expiries', () => {
    for (const parameters of [
      { rho: -0.7, eta: 1.1, gamma: 0.5 },
      { rho: 0.2, eta: 1.6, gamma: 0.3 },
      { rho: 0, eta: 2, gamma: 0.5 },
    ]) {
      expect(isSsviFree(parameters)).toBe(true);
      let before: SviRaw | undefined;
      for (const theta of [0.001, 0.01, 0.05, 0.2, 1, 4]) {
        const slice = ssviSlice(parameters, theta);
        expect(isButterflyFree(slice)).toBe(true);
        if (before) expect(isCalendarFree(before, slice)).toBe(true);
        before = slice;
      }
    }
    expect(isSsviFree({ rho: -0.7, eta: 1.3, gamma: 0.5 })).toBe(false);
  });

  it.each([
    { rho: 1, eta: 1, gamma: 0.5 },
    { rho: 0, eta: 0, gamma: 0.5 },
    { rho: 0, eta: 1, gamma: 0.6 },
    { rho: 0, eta: 1, gamma: NaN },
  ])('refuses %j', (parameters) => {
    expect(() => ssviSlice(parameters, 0.04)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => isSsviFree(parameters)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });
});
