import { describe, expect, it } from '@jest/globals';
import {
  jumpWingsToRaw,
  leastVariance,
  naturalToRaw,
  rawToJumpWings,
  rawToNatural,
  type SviJumpWings,
  type SviRaw,
  sviVariance,
  sviVarianceAt,
  sviVolatility,
} from './svi.js';

/** A. Vogt's smile, and what it is in jump wings: J. Gatheral, A. Jacquier (2014), sections 3 and 5. */
const VOGT: SviRaw = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 };
const VOGT_WINGS: SviJumpWings = {
  years: 1,
  variance: 0.01742625,
  skew: -0.1752111,
  putSlope: 0.6997381,
  callSlope: 1.316798,
  minimum: 0.0116249,
};

const SMILES: readonly SviRaw[] = [
  VOGT,
  { a: 0.04, b: 0.4, rho: -0.4, m: 0.05, sigma: 0.1 },
  { a: 0.01, b: 0.05, rho: -0.9, m: -0.2, sigma: 0.5 },
  { a: 0.02, b: 0.1, rho: 0.3, m: 0, sigma: 0.2 },
];

function expectSame(actual: object, expected: object, digits: number): void {
  for (const [name, value] of Object.entries(expected)) {
    expect(actual[name as keyof typeof actual]).toBeCloseTo(value as number, digits);
  }
}

describe('SVI', () => {
  it('is in jump wings what was published, and back', () => {
    expectSame(rawToJumpWings(VOGT, 1), VOGT_WINGS, 6);
    expect(rawToJumpWings(VOGT, 1).variance).toBeCloseTo(VOGT_WINGS.variance, 8);
    expect(rawToJumpWings(VOGT, 1).skew).toBeCloseTo(VOGT_WINGS.skew, 7);
    expectSame(jumpWingsToRaw(VOGT_WINGS), VOGT, 5);
  });

  it.each(SMILES)('is the same smile in every form: %j', (raw) => {
    expectSame(naturalToRaw(rawToNatural(raw)), raw, 13);
    expectSame(jumpWingsToRaw(rawToJumpWings(raw, 0.4)), raw, 11);
    const { delta, mu, rho, omega, zeta } = rawToNatural(raw);
    for (let k = -2; k <= 2; k += 0.25) {
      const x = zeta * (k - mu);
      const natural = delta + (omega / 2) * (1 + rho * x + Math.sqrt((x + rho) ** 2 + 1 - rho * rho));
      expect(natural).toBeCloseTo(sviVariance(raw, k), 13);
    }
  });

  it.each(SMILES)('has the slopes and levels that the jump wings name: %j', (raw) => {
    const years = 0.7;
    const wings = rawToJumpWings(raw, years);
    const h = 1e-5;
    const volatility = (k: number) => sviVolatility(raw, years, k);
    expect(wings.variance).toBeCloseTo(volatility(0) ** 2, 13);
    expect(wings.skew).toBeCloseTo(((volatility(h) - volatility(-h)) / (2 * h)) * Math.sqrt(years), 7);
    const root = Math.sqrt(sviVariance(raw, 0));
    expect(wings.callSlope).toBeCloseTo((sviVariance(raw, 1e4) - sviVariance(raw, 9e3)) / 1e3 / root, 5);
    expect(wings.putSlope).toBeCloseTo((sviVariance(raw, -1e4) - sviVariance(raw, -9e3)) / 1e3 / root, 5);
    let least = Infinity;
    for (let k = -3; k < 3; k += 1e-3) least = Math.min(least, sviVariance(raw, k));
    expect(wings.minimum * years).toBeCloseTo(least, 6);
    expect(leastVariance(raw)).toBeCloseTo(least, 6);
  });

  it('tells its derivatives', () => {
    const h = 1e-4;
    for (const k of [-1, -0.1, 0, 0.3586, 2]) {
      const { value, slope, bend } = sviVarianceAt(VOGT, k);
      const [down, up] = [sviVariance(VOGT, k - h), sviVariance(VOGT, k + h)];
      expect(value).toBe(sviVariance(VOGT, k));
      expect(slope).toBeCloseTo((up - down) / (2 * h), 8);
      expect(bend).toBeCloseTo((up - 2 * value + down) / (h * h), 6);
    }
  });

  it.each<[string, () => unknown]>([
    ['a variance below nothing', () => rawToNatural({ ...VOGT, a: -0.2 })],
    ['wings that fall', () => rawToNatural({ ...VOGT, b: -0.1 })],
    ['rho of 1', () => rawToNatural({ ...VOGT, rho: 1 })],
    ['sigma of 0', () => rawToNatural({ ...VOGT, sigma: 0 })],
    ['NaN', () => rawToJumpWings({ ...VOGT, a: NaN }, 1)],
    ['no time', () => rawToJumpWings(VOGT, 0)],
    ['zeta of 0', () => naturalToRaw({ delta: 0, mu: 0, rho: 0, omega: 0.1, zeta: 0 })],
    ['a skew steeper than its wing', () => jumpWingsToRaw({ ...VOGT_WINGS, skew: -0.36 })],
    ['a least variance above that at the money', () => jumpWingsToRaw({ ...VOGT_WINGS, minimum: 0.02 })],
    ['a skew that is no number', () => jumpWingsToRaw({ ...VOGT_WINGS, skew: NaN })],
    [
      'wings that many smiles have',
      () => jumpWingsToRaw({ years: 1, variance: 0.04, skew: 0, putSlope: 0.5, callSlope: 0.5, minimum: 0.04 }),
    ],
  ])('refuses %s', (_, run) => {
    expect(run).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });
});
