import { describe, expect, it } from '@jest/globals';
import { RollingLine } from './rolling-line.js';

function direct(ys: readonly number[]): { slope: number; end: number; residual: number; variance: number } {
  const n = ys.length;
  const mx = (n - 1) / 2;
  const my = ys.reduce((a, b) => a + b, 0) / n;
  const slope = ys.reduce((s, y, x) => s + (x - mx) * (y - my), 0) / ys.reduce((s, _, x) => s + (x - mx) ** 2, 0);
  const residual = ys.reduce((s, y, x) => s + (y - my - slope * (x - mx)) ** 2, 0);
  return { slope, end: my + slope * mx, residual, variance: ys.reduce((s, y) => s + (y - my) ** 2, 0) / n };
}

describe('RollingLine', () => {
  it.each([2, 3, 14])('is least squares over each window of %i', (length) => {
    const line = new RollingLine(length);
    const values: number[] = [];
    for (let i = 0; i < 400; i++) {
      values.push(1e4 + 5 * Math.sin(i * 0.7) + (i % 7) + 0.01 * i);
      line.update(values[i]);
      expect(line.ready).toBe(i >= length - 1);
      if (!line.ready) {
        expect(line.slope).toBeNaN();
        continue;
      }
      const expected = direct(values.slice(-length));
      expect(line.slope).toBeCloseTo(expected.slope, 9);
      expect(line.line(length - 1)).toBeCloseTo(expected.end, 8);
      expect(line.variance).toBeCloseTo(expected.variance, 8);
      expect(line.residual).toBeCloseTo(expected.residual, 6);
    }
  });

  it('finds an exact line, and nothing to explain where nothing varies', () => {
    const line = new RollingLine(5);
    for (let i = 0; i < 23; i++) line.update(3 + 2 * i);
    expect(line.slope).toBeCloseTo(2, 12);
    expect(line.line(5)).toBeCloseTo(3 + 2 * 23, 10);
    expect(line.rSquared).toBe(1);
    for (let i = 0; i < 10; i++) line.update(0.1);
    expect(line.slope).toBeCloseTo(0, 12);
    expect(line.rSquared).toBeNaN();
  });
});
