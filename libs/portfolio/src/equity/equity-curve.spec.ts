import { describe, expect, it } from '@jest/globals';
import { US_PER_DAY } from '@bourseworks/domain';
import { EquityCurve } from './equity-curve.js';

const HOUR = US_PER_DAY / 24;

describe('an equity curve', () => {
  it('keeps the latest points in order, and the high-water mark of all', () => {
    const curve = new EquityCurve({ capacity: 3 });
    for (const [i, equity] of [5n, 9n, 7n, 8n, 6n].entries()) curve.add(i + 1, equity);
    expect(curve.points().map(({ us, equity }) => [us, equity])).toEqual([
      [3, 7n],
      [4, 8n],
      [5, 6n],
    ]);
    expect(curve.highWaterMark).toEqual({ us: 2, equity: 9n });
    expect([curve.last?.equity, curve.drawdown]).toEqual([6n, 3n]);
  });

  it('replaces a point of the same time, also in a full ring, and ignores an earlier one', () => {
    const curve = new EquityCurve({ capacity: 2 });
    for (const us of [1, 2, 3]) curve.add(us, BigInt(us));
    expect(curve.add(3, 30n)).toBe(true);
    expect(curve.add(2, 99n)).toBe(false);
    expect(curve.points()).toEqual([
      { us: 2, equity: 2n },
      { us: 3, equity: 30n },
    ]);
  });

  it('has the last point of each day, of the exchange when it is offset', () => {
    const times = [1, 20, 23, 26, 47].map((hour) => hour * HOUR);
    const daily = (offset: number) => {
      const curve = new EquityCurve({ dayOffsetUs: offset });
      for (const us of times) curve.add(us, BigInt(us));
      return curve.daily().map(({ us }) => us / HOUR);
    };
    expect(daily(0)).toEqual([23, 47]);
    expect(daily(-5 * HOUR)).toEqual([1, 26, 47]);
  });

  it('is empty before its first point', () => {
    const curve = new EquityCurve();
    expect([curve.points(), curve.daily(), curve.highWaterMark, curve.drawdown]).toEqual([[], [], undefined, 0n]);
    expect(() => new EquityCurve({ capacity: 0 })).toThrow('0 points');
  });
});
