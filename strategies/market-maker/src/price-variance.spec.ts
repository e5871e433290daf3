import { describe, expect, it } from '@jest/globals';
import { PriceVariance } from './price-variance.js';

describe('PriceVariance', () => {
  it('knows nothing before the first move', () => {
    const variance = new PriceVariance(1e6);
    variance.update(100, 0);
    expect(variance.value).toBeNaN();
    variance.update(101, 0);
    expect(variance.value).toBeNaN();
  });

  it('is that of a second, however often it looks', () => {
    for (const stepUs of [100_000, 1e6, 4e6]) {
      const variance = new PriceVariance(10e6);
      const move = 2 * Math.sqrt(stepUs / 1e6);
      for (let step = 0; step < 50; step++) variance.update(100 + (step % 2) * move, step * stepUs);
      expect(variance.value).toBeCloseTo(4, 9);
    }
  });

  it('forgets half in its half-life', () => {
    const variance = new PriceVariance(1e6);
    variance.update(100, 0);
    variance.update(102, 1e6);
    variance.update(102, 2e6);
    expect(variance.value).toBe(2);
    variance.update(102, 4e6);
    expect(variance.value).toBe(0.5);
  });
});
