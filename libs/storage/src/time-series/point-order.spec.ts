import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Point } from '@bourseworks/ports';
import { compareTimes, mergePoints, ordered } from './point-order.js';

const point = fc.record({ us: fc.nat(5), ns: fc.nat(2), fields: fc.record({ value: fc.nat() }) });
const points = fc.array(point, { maxLength: 30 });

/** By time, the last of each. */
function plain(all: readonly Point[]): Point[] {
  const byTime = new Map(all.map((one) => [one.us * 1_000 + one.ns, one]));
  return [...byTime.keys()].toSorted((a, b) => a - b).map((time) => byTime.get(time) as Point);
}

describe('points in order', () => {
  it('have each time once, the last one', () => {
    fc.assert(fc.property(points, (some) => expect(ordered(some)).toEqual(plain(some))));
  });

  it('merged have the newer ones where both have a time', () => {
    fc.assert(
      fc.property(points, points, (older, newer) =>
        expect(mergePoints(plain(older), plain(newer))).toEqual(plain([...older, ...newer])),
      ),
    );
  });

  it('are ordered by microsecond, then nanosecond', () => {
    expect(compareTimes({ us: 1, ns: 999, fields: {} }, { us: 2, ns: 0, fields: {} })).toBeLessThan(0);
    expect(compareTimes({ us: 2, ns: 1, fields: {} }, { us: 2, ns: 0, fields: {} })).toBeGreaterThan(0);
  });
});
