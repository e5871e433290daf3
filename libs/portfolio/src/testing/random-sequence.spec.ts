import { describe, expect, it } from '@jest/globals';
import { runSequences } from './random-sequence.js';

describe('positions, lots, cash and gains', () => {
  it('equal a naive recomputation from everything that was booked, in exact integers', () => {
    const figures = runSequences(1_500, 1);
    expect(figures.sequences).toBe(1_500);
    expect(figures.entries).toBeGreaterThan(10_000);
  });
});
