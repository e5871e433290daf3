import { describe, expect, it } from '@jest/globals';
import { wingSlope } from './arbitrage.js';
import { calibrateSvi, type SmileQuote } from './calibrate-svi.js';
import { leastVariance, type SviRaw, sviVolatility } from './svi.js';

const VOGT: SviRaw = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 };
const STRIKES = Array.from({ length: 25 }, (_, i) => -1.2 + 0.1 * i);

function quotesOf(raw: SviRaw, years: number, noise = 0): SmileQuote[] {
  return STRIKES.map((k, i) => ({ k, volatility: sviVolatility(raw, years, k) + noise * Math.sin(7 * i) }));
}

describe('calibrateSvi', () => {
  it.each<[SviRaw, number]>([
    [VOGT, 1],
    [{ a: 0.04, b: 0.4, rho: -0.4, m: 0.05, sigma: 0.1 }, 0.5],
    [{ a: 0.01, b: 0.1, rho: -0.7, m: -0.1, sigma: 0.3 }, 2],
    [{ a: 0.0008, b: 0.02, rho: -0.5, m: 0.01, sigma: 0.05 }, 0.02],
  ])('finds the smile that quotes come from: %j', (raw, years) => {
    const { raw: found, error } = calibrateSvi(quotesOf(raw, years), years, { avoidButterflies: false });
    expect(error).toBeLessThan(1e-8);
    for (const [name, value] of Object.entries(raw)) expect(found[name as keyof SviRaw]).toBeCloseTo(value, 5);
  });

  it('bends a smile until no butterfly costs less than nothing', () => {
    const bent = calibrateSvi(quotesOf(VOGT, 1), 1);
    expect(bent.butterflyFree).toBe(true);
    expect(bent.error).toBeGreaterThan(1e-4);
    expect(bent.error).toBeLessThan(0.02);
    expect(calibrateSvi(quotesOf(VOGT, 1), 1, { avoidButterflies: false }).butterflyFree).toBe(false);
  });

  it('fits quotes with noise as closely as the noise, the same each time, within its bounds', () => {
    const raw: SviRaw = { a: 0.02, b: 0.15, rho: -0.5, m: 0.02, sigma: 0.15 };
    const quotes = quotesOf(raw, 1, 0.002);
    const fit = calibrateSvi(quotes, 1);
    expect(fit.error).toBeLessThan(0.0016);
    expect(fit.butterflyFree).toBe(true);
    expect(calibrateSvi(quotes, 1)).toEqual(fit);
    // Noise alone has no smile: still no variance below nothing, and no wing above Lee's bound.
    const wild = calibrateSvi(
      STRIKES.map((k, i) => ({ k, volatility: 0.02 + 1.5 * Math.abs(Math.sin(i * i)) })),
      3,
    );
    expect(leastVariance(wild.raw)).toBeGreaterThanOrEqual(0);
    expect(wingSlope(wild.raw)).toBeLessThanOrEqual(2);
    expect(Number.isFinite(wild.error)).toBe(true);
  });

  it('bears quotes that are flat or bend down, and gives no weight to those without one', () => {
    const flat = calibrateSvi(
      STRIKES.map((k) => ({ k, volatility: 0.25 })),
      1,
    );
    expect(sviVolatility(flat.raw, 1, 0.4)).toBeCloseTo(0.25, 4);
    const frown = calibrateSvi(
      STRIKES.map((k) => ({ k, volatility: 0.4 - 0.1 * k * k })),
      1,
    );
    expect(frown.error).toBeLessThan(0.06);
    const raw: SviRaw = { a: 0.02, b: 0.15, rho: -0.5, m: 0.02, sigma: 0.15 };
    const quotes = [...quotesOf(raw, 1), { k: 0.05, volatility: 3, weight: 0 }];
    expect(calibrateSvi(quotes, 1).error).toBeLessThan(1e-8);
  });

  it.each<[RegExp, SmileQuote[], number]>([
    [/^years must/, quotesOf(VOGT, 1), 0],
    [/five parameters/, quotesOf(VOGT, 1).slice(0, 4), 1],
    [/five parameters/, Array.from({ length: 9 }, () => ({ k: 0.1, volatility: 0.2 })), 1],
    [/^k must/, [...quotesOf(VOGT, 1), { k: NaN, volatility: 0.2 }], 1],
    [/^volatility must/, [...quotesOf(VOGT, 1), { k: 0, volatility: 0 }], 1],
    [/^weight must/, [...quotesOf(VOGT, 1), { k: 0, volatility: 0.2, weight: -1 }], 1],
    [/^weight must/, [...quotesOf(VOGT, 1), { k: 0, volatility: 0.2, weight: Infinity }], 1],
    [/^quotes must/, Array(10_001).fill({ k: 0, volatility: 0.2 }) as SmileQuote[], 1],
  ])('refuses bad input: %s', (message, quotes, years) => {
    expect(() => calibrateSvi(quotes, years)).toThrow(
      expect.objectContaining({ code: 'PRICING_INPUT', message: expect.stringMatching(message) }),
    );
  });
});
