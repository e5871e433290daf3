import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { VirtualClock } from '@bourseworks/testkit';
import { ClockStorage } from './clock-storage.js';

const TTL_MS = 60_000;
const LIMIT = 20;

describe('ClockStorage', () => {
  it('lets through no more than twice the limit in any window, whatever the pace, and something in each', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 50, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(gaps, async (waits) => {
        const clock = new VirtualClock();
        const storage = new ClockStorage(clock);
        const passed: number[] = [];
        for (const waitMs of waits) {
          clock.advance(waitMs * 1_000);
          const { isBlocked } = await storage.increment('a', TTL_MS, LIMIT);
          if (!isBlocked) passed.push(clock.nowUs());
        }
        for (const [index, at] of passed.entries()) {
          const within = passed.slice(index).filter((other) => other < at + TTL_MS * 1_000).length;
          expect(within).toBeLessThanOrEqual(2 * LIMIT);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('opens again after the time that it says', async () => {
    const clock = new VirtualClock();
    const storage = new ClockStorage(clock);
    for (let n = 0; n < LIMIT; n++) expect((await storage.increment('a', TTL_MS, LIMIT)).isBlocked).toBe(false);
    for (let round = 0; round < 30; round++) {
      const blocked = await storage.increment('a', TTL_MS, LIMIT);
      expect(blocked.isBlocked).toBe(true);
      clock.advance(blocked.timeToBlockExpire * 1_000_000);
      expect((await storage.increment('a', TTL_MS, LIMIT)).isBlocked).toBe(false);
      while (!(await storage.increment('a', TTL_MS, LIMIT)).isBlocked);
    }
  });

  it('makes nobody wait for a time of day that was set back', async () => {
    const clock = new VirtualClock();
    const storage = new ClockStorage(clock);
    await storage.increment('a', TTL_MS, LIMIT);
    const now = clock.nowUs();
    jest.spyOn(clock, 'nowUs').mockReturnValue(now - 3_600_000_000);
    expect((await storage.increment('a', TTL_MS, LIMIT)).isBlocked).toBe(false);
  });

  it('counts each key by itself', async () => {
    const storage = new ClockStorage(new VirtualClock());
    for (let n = 0; n <= LIMIT; n++) await storage.increment('a', TTL_MS, LIMIT);
    expect((await storage.increment('a', TTL_MS, LIMIT)).isBlocked).toBe(true);
    expect((await storage.increment('b', TTL_MS, LIMIT)).isBlocked).toBe(false);
  });
});
