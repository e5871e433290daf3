import { describe, expect, it } from '@jest/globals';
import { LatencyHistogram } from './latency-histogram.js';

describe('LatencyHistogram', () => {
  it('gives percentiles within its resolution', () => {
    const histogram = new LatencyHistogram();
    for (let us = 1; us <= 10_000; us++) histogram.record(us);
    for (const [p, exact] of [
      [0.5, 5_000],
      [0.99, 9_900],
      [1, 10_000],
    ]) {
      expect(histogram.percentile(p) / exact).toBeGreaterThan(0.95);
      expect(histogram.percentile(p) / exact).toBeLessThan(1.07);
    }
  });

  it('is 0 when empty and takes any number', () => {
    const histogram = new LatencyHistogram();
    expect(histogram.percentile(0.5)).toBe(0);
    histogram.record(0);
    histogram.record(1e15);
    expect(histogram.count).toBe(2);
  });
});
