import { describe, expect, it } from '@jest/globals';
import { Backoff } from './backoff.js';

describe('the pauses between attempts', () => {
  it('double up to their bound, and start anew after a reset', () => {
    const backoff = new Backoff(100, 1_000, () => 1);
    expect(Array.from({ length: 6 }, () => backoff.next())).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    for (let n = 0; n < 5_000; n++) backoff.next();
    expect(backoff.next()).toBe(1_000);
    backoff.reset();
    expect(backoff.next()).toBe(100);
  });

  it('differ between clients by up to a half', () => {
    expect(new Backoff(100, 1_000, () => 0).next()).toBe(50);
    const pauses = new Set(Array.from({ length: 50 }, () => new Backoff(10_000, 20_000).next()));
    expect(pauses.size).toBeGreaterThan(10);
  });
});
