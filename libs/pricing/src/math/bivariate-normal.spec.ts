import { describe, expect, it } from '@jest/globals';
import { bivariateNormalCdf } from './bivariate-normal.js';
import { normalCdf } from './normal.js';

/** x, y, rho and Plackett's integral with 30 digits. */
const VALUES: readonly (readonly [number, number, number, number])[] = [
  [0.5, -0.25, 0.2, 0.3044853571674354],
  [-1.5, 1, -0.5, 0.03438962263658265],
  [1, 2, 0.8, 0.8394541980526192],
  [-0.3, -0.4, 0.95, 0.31349888596638426],
  [-1.2, 1.3, -0.97, 0.0284312980822896],
  [2, 2.1, 0.999, 0.977240255803922],
  [0.4, -0.5, -0.999, 7.10829930476172e-5],
  [-3, -4, 0.93, 3.135239031288892e-5],
];

describe('bivariateNormalCdf', () => {
  it.each(VALUES)('of %d and %d with correlation %d is the integral', (x, y, rho, p) => {
    expect(Math.abs(bivariateNormalCdf(x, y, rho) - p)).toBeLessThan(5e-16);
    expect(Math.abs(bivariateNormalCdf(y, x, rho) - p)).toBeLessThan(5e-16);
  });

  it('is the arc sine at the origin', () => {
    for (let rho = -1; rho <= 1; rho += 1 / 64) {
      const wanted = 0.25 + Math.asin(rho) / (2 * Math.PI);
      expect(Math.abs(bivariateNormalCdf(0, 0, rho) - wanted)).toBeLessThan(3e-16);
    }
  });

  it('is the product without correlation, the smaller or the overlap with a full one', () => {
    expect(bivariateNormalCdf(0.3, -1.2, 0)).toBeCloseTo(normalCdf(0.3) * normalCdf(-1.2), 16);
    expect(bivariateNormalCdf(0.3, -1.2, 1)).toBe(normalCdf(-1.2));
    expect(bivariateNormalCdf(0.3, -1.2, -1)).toBe(0);
    expect(bivariateNormalCdf(0.3, 0.4, -1)).toBeCloseTo(normalCdf(0.3) - normalCdf(-0.4), 15);
  });

  it('has its limits', () => {
    expect(bivariateNormalCdf(-Infinity, 1, 0.5)).toBe(0);
    expect(bivariateNormalCdf(Infinity, 1, 0.5)).toBe(normalCdf(1));
    expect(bivariateNormalCdf(1, Infinity, -0.5)).toBe(normalCdf(1));
    expect([bivariateNormalCdf(NaN, 0, 0), bivariateNormalCdf(0, 0, 1.01)]).toEqual([NaN, NaN]);
  });
});
