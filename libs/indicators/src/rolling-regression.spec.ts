import { describe, expect, it } from '@jest/globals';
import { RollingRegression } from './rolling-regression.js';

function direct(xs: number[], ys: number[]): { slope: number; intercept: number; deviation: number } {
  const n = xs.length;
  const mx = xs.reduce((a, b) => a + b, 0) / n;
  const my = ys.reduce((a, b) => a + b, 0) / n;
  const sxy = xs.reduce((sum, x, i) => sum + (x - mx) * (ys[i] - my), 0);
  const sxx = xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
  const slope = sxy / sxx;
  const intercept = my - slope * mx;
  const sse = xs.reduce((sum, x, i) => sum + (ys[i] - intercept - slope * x) ** 2, 0);
  return { slope, intercept, deviation: Math.sqrt(sse / (n - 2)) };
}

describe('RollingRegression', () => {
  it('equals least squares computed directly at every step', () => {
    const window = 25;
    const regression = new RollingRegression(window);
    const xs: number[] = [];
    const ys: number[] = [];
    for (let i = 0; i < 300; i++) {
      xs.push(8.4 + Math.sin(i * 0.7) * 0.01 + i * 1e-5);
      ys.push(1.5 + 0.8 * xs[i] + Math.cos(i * 1.3) * 0.002);
      regression.update(xs[i], ys[i]);
      if (i < 5) continue;
      const expected = direct(xs.slice(-window), ys.slice(-window));
      expect(regression.slope).toBeCloseTo(expected.slope, 8);
      expect(regression.intercept).toBeCloseTo(expected.intercept, 7);
      expect(regression.residualDeviation).toBeCloseTo(expected.deviation, 9);
      const residual = ys[i] - expected.intercept - expected.slope * xs[i];
      expect(regression.zScore(xs[i], ys[i])).toBeCloseTo(residual / expected.deviation, 4);
    }
  });

  it('finds the exact line and no deviation from it', () => {
    const regression = new RollingRegression(10);
    for (let i = 0; i < 35; i++) regression.update(i % 10, 3 + 2 * (i % 10));
    expect(regression.slope).toBeCloseTo(2, 12);
    expect(regression.residualDeviation).toBeLessThan(1e-6);
    expect(regression.rSquared).toBeCloseTo(1, 12);
  });

  it('has no hedge ratio while x does not vary', () => {
    const regression = new RollingRegression(5);
    for (let i = 0; i < 12; i++) regression.update(2, i);
    expect(regression.slope).toBeNaN();
    expect(regression.zScore(2, 3)).toBeNaN();
  });
});
