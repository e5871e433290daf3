import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { backoffMs } from './backoff.js';

describe('backoffMs', () => {
  it('stays in bounds that double up to the maximum, and uses all of them', () => {
    const rng = new SeededRng(5);
    for (let attempt = 0; attempt < 40; attempt++) {
      const bound = Math.min(5_000, 100 * 2 ** attempt);
      const waits = Array.from({ length: 200 }, () => backoffMs(attempt, { firstMs: 100, maxMs: 5_000 }, rng));
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(1);
      expect(Math.min(...waits)).toBeLessThan(bound * 0.1);
      expect(Math.max(...waits)).toBeLessThanOrEqual(bound);
      expect(Math.max(...waits)).toBeGreaterThan(bound * 0.9);
    }
  });
});
