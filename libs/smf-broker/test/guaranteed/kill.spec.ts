import { describe, expect, it } from '@jest/globals';
import { killRun } from '../../src/testing/kill-run.js';

describe('kill -9 of the broker under guaranteed traffic', () => {
  it('loses nothing, doubles nothing without a mark, and keeps the order of each publisher', async () => {
    const figures = await killRun({ kills: 5, messages: 500, seed: 1, say: () => undefined });
    expect(figures.sent).toBeGreaterThanOrEqual(1000);
    expect(figures.received - figures.markedCopies).toBe(figures.sent);
    expect(figures.markedCopies + figures.reconnects).toBeGreaterThan(0);
  });
});
