import { describe, expect, it } from '@jest/globals';
import { Drawdowns } from './drawdowns.js';

const of = (...equities: number[]): Drawdowns => {
  const drawdowns = new Drawdowns();
  for (const [i, equity] of equities.entries()) drawdowns.add(i, equity);
  return drawdowns;
};

describe('drawdowns', () => {
  it('last from the peak to its recovery; depth and duration of each count', () => {
    const drawdowns = of(100, 90, 95, 100, 120, 60, 90, 120, 121);
    expect(drawdowns.count).toBe(2);
    expect(drawdowns.max).toBeCloseTo(0.5, 12);
    expect(drawdowns.average).toBeCloseTo(0.3, 12);
    expect([drawdowns.maxDurationUs, drawdowns.averageDurationUs]).toEqual([3, 3]);
  });

  it('that are open count from their second point on, up to the last', () => {
    expect(of(100, 90)).toMatchObject({ count: 0 });
    expect(of(100, 90).max).toBeCloseTo(0.1, 12);
    const open = of(100, 90, 80, 85, 85);
    expect([open.count, open.maxDurationUs, open.averageDurationUs]).toEqual([1, 4, 4]);
    expect(open.average).toBeCloseTo(0.2, 12);
    expect([open.current(75), open.current(101)]).toEqual([0.25, 0]);
  });

  it('are none while the equity rises', () => {
    expect(of(1, 2, 2, 3)).toMatchObject({ count: 0, max: 0, average: NaN, maxDurationUs: 0 });
  });
});
