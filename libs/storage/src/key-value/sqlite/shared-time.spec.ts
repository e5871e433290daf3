import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { storeTime } from './shared-time.js';

const us = fc.integer({ min: 0, max: 2 ** 50 });

describe('storeTime', () => {
  it('goes forward by what passed while the machine runs', () => {
    fc.assert(
      fc.property(us, us, us, (storeUs, monotonicUs, passedUs) => {
        expect(storeTime({ storeUs, monotonicUs, stamp: 0 }, monotonicUs + passedUs)).toBe(storeUs + passedUs);
      }),
    );
  });

  it('never goes back, and over a boot never by more than has passed since', () => {
    fc.assert(
      fc.property(us, us, us, (storeUs, monotonicUs, nowUs) => {
        const time = storeTime({ storeUs, monotonicUs, stamp: 0 }, nowUs);
        expect(time).toBeGreaterThanOrEqual(storeUs);
        expect(time - storeUs).toBeLessThanOrEqual(nowUs);
      }),
    );
  });
});
