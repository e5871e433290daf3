import { describe, expect, it } from '@jest/globals';
import type { Bar } from '@bourseworks/domain';
import { volumeProfile } from './volume-profile.js';

const HOUR_US = 3_600_000_000;
const OPEN_US = 9 * HOUR_US;

const bar = (day: number, hour: number, volume: number): Bar => {
  const startUs = (24 * day + hour) * HOUR_US;
  const prices = { open: 1, high: 1, low: 1, close: 1 };
  return { kind: 'bar', startUs, endUs: startUs + HOUR_US, ...prices, volume, trades: 1 };
};

describe('a volume profile', () => {
  it('sums what traded in the same part of each day', () => {
    const bars = [
      bar(0, 8, 99),
      bar(0, 9, 1),
      bar(0, 10, 2),
      bar(0, 12, 5),
      bar(1, 9, 3),
      bar(1, 11, 4),
      bar(1, 13, 99),
    ];
    expect(volumeProfile(bars, 7 * 24 * HOUR_US + OPEN_US, 4 * HOUR_US, 4)).toEqual([4, 2, 4, 5]);
  });

  it('goes on beyond midnight', () => {
    expect(volumeProfile([bar(0, 23, 1), bar(1, 1, 2)], 22 * HOUR_US, 4 * HOUR_US, 2)).toEqual([1, 2]);
  });

  it('is even without bars', () => {
    expect(volumeProfile([bar(0, 8, 99)], OPEN_US, HOUR_US, 3)).toEqual([1, 1, 1]);
  });
});
