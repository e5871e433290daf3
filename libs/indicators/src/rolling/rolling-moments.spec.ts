import { describe, expect, it } from '@jest/globals';
import { RollingMoments } from './rolling-moments.js';

describe('RollingMoments', () => {
  it('equals the moments computed directly, at every step of a long series with a large mean', () => {
    const window = 20;
    const moments = new RollingMoments(window);
    const values: number[] = [];
    for (let i = 0; i < 500; i++) {
      values.push(1e8 + Math.sin(i) * 3 + (i % 7));
      moments.update(values[i]);
      const last = values.slice(-window);
      const mean = last.reduce((a, b) => a + b, 0) / last.length;
      const variance = last.reduce((a, b) => a + (b - mean) ** 2, 0) / last.length;
      expect(moments.mean).toBeCloseTo(mean, 6);
      expect(moments.variance).toBeCloseTo(variance, 5);
    }
    expect(moments.ready).toBe(true);
  });

  it('has no z-score while the values do not vary', () => {
    const moments = new RollingMoments(4);
    for (let i = 0; i < 9; i++) moments.update(0.1);
    expect(moments.zScore(0.1)).toBeNaN();
  });

  it('has no z-score for values that do not vary, and leaves out what is not finite', () => {
    const moments = new RollingMoments(7);
    for (let i = 0; i < 10; i++) moments.update(8.1 + i * 0.013);
    for (let i = 0; i < 9; i++) {
      moments.update(8.3077);
      moments.update([NaN, Infinity, -Infinity][i % 3]);
      if (i >= 6) expect(moments.zScore(8.3077)).toBeNaN();
    }
    expect(moments.mean).toBeCloseTo(8.3077, 12);
  });
});
