import { describe, expect, it } from '@jest/globals';
import { bsmPrice } from '../option/black-scholes.js';
import { CALL } from '../option/option-kind.js';
import {
  butterflyDensity,
  butterflyMargin,
  calendarMargin,
  impliedDensity,
  isButterflyFree,
  isCalendarFree,
  wingSlope,
} from './arbitrage.js';
import { jumpWingsToRaw, type SviRaw, sviVolatility } from './svi.js';

const VOGT: SviRaw = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 };
const WINGS = { years: 1, variance: 0.01742625, skew: -0.1752111, putSlope: 0.6997381 };

/** Price of a call on a forward of 1 by the smile. */
function call(raw: SviRaw, strike: number): number {
  return bsmPrice(CALL, 1, strike, 1, 0, 0, sviVolatility(raw, 1, Math.log(strike)));
}

describe('Butterfly arbitrage', () => {
  it("finds that of A. Vogt's smile where the paper shows it, in prices too", () => {
    const { value, at } = butterflyMargin(VOGT);
    expect(isButterflyFree(VOGT)).toBe(false);
    expect(value).toBeLessThan(-0.03);
    expect(at).toBeGreaterThan(0.7);
    expect(at).toBeLessThan(1.1);
    const [strike, wing] = [Math.exp(at), 0.02];
    expect(call(VOGT, strike - wing) - 2 * call(VOGT, strike) + call(VOGT, strike + wing)).toBeLessThan(0);
  });

  it('finds none in the two smiles with which the paper repairs it', () => {
    expect(isButterflyFree(jumpWingsToRaw({ ...WINGS, callSlope: 0.3493158, minimum: 0.01548182 }))).toBe(true);
    expect(isButterflyFree(jumpWingsToRaw({ ...WINGS, callSlope: 0.8564763, minimum: 0.0116249 }))).toBe(true);
  });

  it('g is the second derivative of the price of a call over the strike, up to the normal density', () => {
    const raw: SviRaw = { a: 0.02, b: 0.1, rho: -0.4, m: 0.05, sigma: 0.2 };
    for (const k of [-0.6, -0.1, 0, 0.2, 0.7]) {
      const [strike, h] = [Math.exp(k), 1e-3];
      const second = (call(raw, strike - h) - 2 * call(raw, strike) + call(raw, strike + h)) / (h * h);
      // The density over k is that over the strike times the strike.
      expect(impliedDensity(raw, k)).toBeCloseTo(second * strike, 4);
      expect(Math.sign(butterflyDensity(raw, k))).toBe(1);
    }
  });

  it('the density of a smile without arbitrage sums to 1 about a forward of 1', () => {
    const raw: SviRaw = { a: 0.02, b: 0.1, rho: -0.4, m: 0.05, sigma: 0.2 };
    let [mass, mean] = [0, 0];
    for (let k = -12; k < 6; k += 0.002) {
      mass += impliedDensity(raw, k) * 0.002;
      mean += impliedDensity(raw, k) * Math.exp(k) * 0.002;
    }
    expect(mass).toBeCloseTo(1, 4);
    expect(mean).toBeCloseTo(1, 4);
  });

  it('refuses wings that are too steep, and strikes without any variance', () => {
    const steep: SviRaw = { a: 0.5, b: 1.5, rho: 0.5, m: 0, sigma: 1 };
    expect(wingSlope(steep)).toBe(2.25);
    expect(isButterflyFree(steep)).toBe(false);
    const touching: SviRaw = { a: -0.25, b: 0.5, rho: 0, m: 0.1, sigma: 0.5 };
    expect(butterflyMargin(touching)).toEqual({ value: -Infinity, at: 0.1 });
  });
});

describe('Calendar arbitrage', () => {
  const early: SviRaw = { a: 0.01, b: 0.05, rho: -0.3, m: 0, sigma: 0.2 };

  it('there is none where total variance rises everywhere', () => {
    expect(isCalendarFree(early, { ...early, a: 0.015 })).toBe(true);
    expect(calendarMargin(early, { ...early, a: 0.015 }).value).toBeCloseTo(0.005, 12);
    expect(isCalendarFree(early, early)).toBe(true);
  });

  it('is found at the strikes where it falls', () => {
    // Higher everywhere but about k = 0.5, where the later smile has its vertex.
    const late: SviRaw = { a: 0, b: 0.2, rho: -0.3, m: 0.5, sigma: 0.02 };
    const { value, at } = calendarMargin(early, late);
    expect(isCalendarFree(early, late)).toBe(false);
    expect(value).toBeLessThan(-0.02);
    expect(at).toBeCloseTo(0.5, 1);
  });

  it('is found in the wings, however far they cross', () => {
    expect(isCalendarFree(early, { ...early, a: 50, b: 0.049 })).toBe(false);
  });
});
