import { describe, expect, it } from '@jest/globals';
import { normals } from '../testing/sample.js';
import { orthogonalRegression } from './orthogonal.js';

const next = normals(17);
const x = Array.from({ length: 60 }, () => 50 + 4 * next());
const y = x.map((value) => 3 + 0.8 * value + next());

describe('orthogonalRegression', () => {
  it('gives the slope of the closed form for two variables (Deming with equal errors)', () => {
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const product = (a: number[], b: number[]): number =>
      a.reduce((sum, v, i) => sum + (v - mean(a)) * (b[i] - mean(b)), 0);
    const [sxx, syy, sxy] = [product(x, x), product(y, y), product(x, y)];
    const slope = (syy - sxx + Math.hypot(syy - sxx, 2 * sxy)) / (2 * sxy);
    const result = orthogonalRegression(y, [x]);
    expect(result.coefficients[0]).toBeCloseTo(slope, 12);
    expect(result.intercept).toBeCloseTo(mean(y) - slope * mean(x), 10);
    const distances = result.residuals.reduce((sum, value) => sum + value ** 2 / (1 + slope ** 2), 0);
    expect(result.distanceSquares).toBeCloseTo(distances, 9);
  });

  it('has the reciprocal slope when the legs change places', () => {
    const forth = orthogonalRegression(y, [x]).coefficients[0];
    const back = orthogonalRegression(x, [y]).coefficients[0];
    expect(forth * back).toBeCloseTo(1, 12);
  });

  it('has the least distance of all planes near it', () => {
    const w = x.map((value, i) => Math.sin(i) * 3 + value / 10);
    const z = y.map((value, i) => value - 0.4 * w[i]);
    const { intercept, coefficients, distanceSquares } = orthogonalRegression(z, [x, w]);
    const [a, b] = coefficients;
    const distance = (c: number, p: number, q: number): number =>
      z.reduce((sum, value, i) => sum + (value - c - p * x[i] - q * w[i]) ** 2, 0) / (1 + p * p + q * q);
    expect(distance(intercept, a, b)).toBeCloseTo(distanceSquares, 8);
    for (const step of [-1e-3, 1e-3]) {
      expect(distance(intercept + step, a, b)).toBeGreaterThan(distanceSquares);
      expect(distance(intercept, a + step, b)).toBeGreaterThan(distanceSquares);
      expect(distance(intercept, a, b + step)).toBeGreaterThan(distanceSquares);
    }
  });

  it.each([
    ['an upright line', [1, 2, 3, 4], [[5, 5, 5, 5]]],
    ['a round cloud', [1, 0, -1, 0], [[0, 1, 0, -1]]],
    [
      'a plane that is not unique',
      [1, 2, 3, 4],
      [
        [1, 2, 3, 4],
        [2, 4, 6, 8],
      ],
    ],
    ['a point', [1, 1, 1], [[2, 2, 2]]],
  ])('refuses %s', (_, ys, xs) => {
    expect(() => orthogonalRegression(ys, xs)).toThrow(expect.objectContaining({ code: 'STATISTICS_SINGULAR' }));
  });
});
