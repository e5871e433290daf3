import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RateRing } from './rate-ring.js';

describe('RateRing', () => {
  it('never lets more than count into any window, and never refuses what would fit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 }),
        (count, windowUs, gaps) => {
          const ring = new RateRing({ count, windowUs });
          const sent: number[] = [];
          let now = 0;
          for (const gap of gaps) {
            now += gap;
            const inside = sent.filter((us) => now - us < windowUs).length;
            expect(ring.allows(now)).toBe(inside < count);
            if (!ring.allows(now)) continue;
            ring.add(now);
            sent.push(now);
          }
          for (const start of sent)
            expect(sent.filter((us) => us >= start && us < start + windowUs).length).toBeLessThanOrEqual(count);
        },
      ),
    );
  });

  it('refuses while the clock is behind its own sends', () => {
    const ring = new RateRing({ count: 1, windowUs: 10 });
    ring.add(1_000);
    expect(ring.allows(500)).toBe(false);
  });

  it('takes over the newest sends of another ring', () => {
    const old = new RateRing({ count: 3, windowUs: 100 });
    for (const us of [1, 2, 3, 4]) old.add(us);
    const tighter = new RateRing({ count: 2, windowUs: 100 });
    tighter.take(old);
    expect(tighter.allows(102)).toBe(false);
    expect(tighter.allows(103)).toBe(true);
    const wider = new RateRing({ count: 4, windowUs: 100 });
    wider.take(old);
    expect(wider.allows(5)).toBe(true);
    wider.add(5);
    expect(wider.allows(6)).toBe(false);
  });
});
