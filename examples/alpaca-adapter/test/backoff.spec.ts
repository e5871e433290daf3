import { describe, expect, it } from '@jest/globals';
import { backoffMs } from '../src/backoff.js';

const BOUNDS = { firstMs: 250, maxMs: 30_000 };

describe('the wait before another attempt', () => {
  it('doubles up to its bound, for ever', () => {
    const longest = [0, 1, 2, 6, 7, 1_000].map((attempt) => backoffMs(attempt, BOUNDS, () => 1));
    expect(longest).toEqual([250, 500, 1_000, 16_000, 30_000, 30_000]);
  });

  it('is half chance, so that clients that lost the venue together do not come back together', () => {
    expect([0, 0.5].map((chance) => backoffMs(2, BOUNDS, () => chance))).toEqual([500, 750]);
  });
});
