import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PriceRange } from './price-range.js';

describe('the range of a window', () => {
  it('holds every price of the window, and none that is older than its slices', () => {
    const tick = fc.record({ price: fc.integer({ min: 1, max: 1_000 }), waitUs: fc.integer({ min: 0, max: 400 }) });
    fc.assert(
      fc.property(fc.array(tick, { maxLength: 60 }), fc.integer({ min: 15, max: 3_000 }), (ticks, windowUs) => {
        const range = new PriceRange(windowUs);
        const slice = Math.ceil(windowUs / 15);
        const seen: { price: number; us: number }[] = [];
        let us = 1_000_000;
        for (const { price, waitUs } of ticks) {
          us += waitUs;
          range.add(price, us);
          seen.push({ price, us });
          const within = (age: number) => seen.filter((one) => us - one.us <= age).map((one) => one.price);
          const [sure, atMost] = [within(windowUs), within(16 * slice)];
          expect(range.lowest(us)).toBeLessThanOrEqual(Math.min(...sure));
          expect(range.lowest(us)).toBeGreaterThanOrEqual(Math.min(...atMost));
          expect(range.highest(us)).toBeGreaterThanOrEqual(Math.max(...sure));
          expect(range.highest(us)).toBeLessThanOrEqual(Math.max(...atMost));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('knows nothing before the first price and after a silence', () => {
    const range = new PriceRange(1_000);
    expect([range.lowest(5), range.highest(5)]).toEqual([Infinity, 0]);
    range.add(7, 10);
    range.add(0, 11);
    expect([range.lowest(20), range.highest(20)]).toEqual([7, 7]);
    expect([range.lowest(9_000), range.highest(9_000)]).toEqual([Infinity, 0]);
  });
});
