import { describe, expect, it } from '@jest/globals';
import { LatencyHistogram } from './latency-histogram.js';

describe('the latency histogram', () => {
  it('tells percentiles to an eighth', () => {
    const histogram = new LatencyHistogram();
    for (let ms = 1; ms <= 1_000; ms++) histogram.record(ms);
    const { count, mean, max, p50, p90, p99 } = histogram.snapshot();
    expect([count, mean, max]).toEqual([1_000, 500.5, 1_000]);
    for (const [told, exact] of [
      [p50, 500],
      [p90, 900],
      [p99, 990],
    ]) {
      expect(told).toBeGreaterThanOrEqual(exact);
      expect(told).toBeLessThanOrEqual(exact * 1.125);
    }
  });

  it('takes what is no time and what is too long', () => {
    const histogram = new LatencyHistogram();
    for (const ms of [0, -1, Number.NaN, 0.0001, 1e12]) histogram.record(ms);
    expect(histogram.snapshot().count).toBe(5);
    expect(new LatencyHistogram().snapshot()).toEqual({ count: 0, mean: 0, max: 0, p50: 0, p90: 0, p99: 0 });
  });
});
