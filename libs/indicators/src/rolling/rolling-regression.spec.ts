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

  it('leaves out pairs that are not finite: one of them would spoil every sum after it', () => {
    const regression = new RollingRegression(5);
    for (let i = 0; i < 40; i++) {
      if (i % 7 === 3) regression.update([NaN, Infinity, -Infinity][i % 3], i);
      regression.update(i, 2 * i + 1 + (i % 2));
    }
    expect(regression.count).toBe(5);
    expect(regression.slope).toBeCloseTo(2, 9);
  });

  it('has no slope and no z-score while x or the residuals do not vary, whatever rounding leaves in the sums', () => {
    const flat = new RollingRegression(7);
    for (let i = 0; i < 10; i++) flat.update(8.1 + i * 0.013, i);
    for (let i = 0; i < 9; i++) {
      flat.update(8.3077, 2 + (i % 3) * 0.1);
      if (i >= 6) expect(flat.slope).toBeNaN();
    }
    const exact = new RollingRegression(9);
    for (let i = 0; i < 60; i++) {
      const x = 8.1 + Math.sin(i) * 0.01;
      exact.update(x, 0.3 + 0.7 * x);
      if (i >= 9) expect(exact.zScore(x, 0.3 + 0.7 * x)).toBeNaN();
    }
  });
});
