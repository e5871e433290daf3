import { describe, expect, it } from '@jest/globals';
import { normalDensity, normalQuantile } from './normal.js';

describe('the normal quantile', () => {
  it.each([
    [1e-300, -37.0471],
    [0.001, -3.090232306167813],
    [0.01, -2.3263478740408408],
    [0.05, -1.6448536269514726],
    [0.3, -0.5244005127080409],
    [0.5, 0],
    [0.975, 1.9599639845400534],
    [0.999999, 4.753424308817087],
  ])('of %d is %d', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, p < 1e-9 ? 3 : 12);
  });

  it('undoes the integral of the density', () => {
    for (const [from, to] of [
      [-3, -1],
      [-0.5, 0.25],
      [1, 4],
    ] as const) {
      const p0 = 0.5;
      const integral = (end: number) => {
        const n = 2_000;
        let sum = 0;
        for (let i = 0; i < n; i++) sum += normalDensity(((i + 0.5) / n) * end) * (end / n);
        return p0 + sum;
      };
      expect(normalQuantile(integral(from))).toBeCloseTo(from, 4);
      expect(normalQuantile(integral(to))).toBeCloseTo(to, 3);
    }
  });

  it('has no finite value at the ends and none outside', () => {
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(1.5)]).toEqual([-Infinity, Infinity, NaN]);
  });
});
