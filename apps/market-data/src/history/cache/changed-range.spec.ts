import { describe, expect, it } from '@jest/globals';
import { FLAG, US_PER_DAY, type MarketDataEvent } from '@bourseworks/domain';
import { bar, trade } from '../../../test/model-venue.js';
import { changedRange } from './changed-range.js';

const NOW = 10 * US_PER_DAY;
const flagged = (us: number, flags: number): MarketDataEvent => trade(us, 0, 100, { flags });

describe('what events change of history', () => {
  it.each<[string, MarketDataEvent, number, number]>([
    ['a late trade: its microsecond', flagged(5_000, FLAG.LATE), 5_000, 5_001],
    ['a correction: a day, as it does not say when', flagged(NOW, FLAG.CORRECTION), NOW + 1 - US_PER_DAY, NOW + 1],
    ['a cancelled trade: the same', flagged(NOW, FLAG.CANCELLED), NOW + 1 - US_PER_DAY, NOW + 1],
    ['the first day of all', flagged(7, FLAG.CORRECTION), 0, 8],
    ['a bar that is told anew: itself', { ...bar(60, 30), revision: 1 } as MarketDataEvent, 60, 90],
  ])('%s', (_, event, fromUs, toUs) => {
    expect(changedRange([trade(1), event], NOW)).toEqual({ fromUs, toUs });
  });

  it('is nothing for what comes in its turn, or is too young to be kept', () => {
    const ordinary = [trade(5), flagged(6, FLAG.ODD_LOT | FLAG.BACKFILLED | FLAG.AUCTION), bar(60, 30)];
    expect(changedRange(ordinary, NOW)).toBeUndefined();
    expect(changedRange([flagged(NOW, FLAG.LATE), { ...bar(NOW, 30), revision: 2 } as MarketDataEvent], NOW)).toBe(
      undefined,
    );
  });

  it('is one range for several', () => {
    expect(changedRange([flagged(50, FLAG.LATE), flagged(9, FLAG.LATE)], NOW)).toEqual({ fromUs: 9, toUs: 51 });
  });
});
