import { describe, expect, it } from '@jest/globals';
import { fuzzRun } from '../../src/testing/fuzz-run.js';

describe('mutated frames of guaranteed messaging', () => {
  it('end the client that sends them, with a reason, and nothing else', async () => {
    const figures = await fuzzRun({ frames: 6_000, seed: 20_261, say: () => undefined });
    expect(figures.ended['HANDLER_FAULT'] ?? 0).toBe(0);
    expect(figures.ended['MALFORMED_FRAME']).toBeGreaterThan(100);
    expect(figures.ended['FRAME_TOO_BIG']).toBeGreaterThan(10);
  });
});
