import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { PublishProgress } from './publish-progress.js';

describe('PublishProgress', () => {
  it('moves when the oldest event has arrived, in whatever order they do', () => {
    const progress = new PublishProgress(10);
    const [a, b, c] = [12, 15, 16].map((sequence) => progress.hand(sequence));
    expect(progress.through).toBe(11);
    b?.(true);
    expect(progress.through).toBe(11);
    a?.(true);
    expect(progress.through).toBe(15);
    c?.(true);
    expect([progress.through, progress.isSettled]).toEqual([16, true]);
  });

  it('stays below what was missed until it was repeated', () => {
    const progress = new PublishProgress();
    for (let sequence = 1; sequence <= 5; sequence++) progress.hand(sequence)(sequence !== 3);
    expect([progress.through, progress.toRepeat]).toEqual([2, 3]);
    progress.beginRepeat();
    expect([progress.through, progress.toRepeat, progress.isSettled]).toEqual([2, undefined, false]);
    progress.miss(4);
    progress.endRepeat();
    expect([progress.through, progress.toRepeat]).toEqual([3, 4]);
    progress.beginRepeat();
    progress.endRepeat();
    expect([progress.through, progress.isSettled]).toEqual([5, true]);
  });

  it('is never past an event that is on its way or was missed', () => {
    const rng = new SeededRng(8);
    const progress = new PublishProgress();
    const open = new Map<number, (taken: boolean) => void>();
    const missed = new Set<number>();
    let sequence = 0;
    for (let i = 0; i < 20_000; i++) {
      if (rng.integer(2) === 0) open.set((sequence += 1 + rng.integer(3)), progress.hand(sequence));
      else if (open.size > 0) {
        const at = [...open.keys()][rng.integer(Math.min(open.size, 5))] ?? 0;
        const taken = rng.integer(10) > 0;
        open.get(at)?.(taken);
        open.delete(at);
        if (!taken) missed.add(at);
      }
      if (missed.size > 3) {
        progress.beginRepeat();
        progress.endRepeat();
        missed.clear();
      }
      const lowest = Math.min(sequence + 1, ...open.keys(), ...missed);
      expect(progress.through).toBe(lowest - 1);
    }
  });
});
