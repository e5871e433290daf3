import type { Bar } from '@bourseworks/domain';

const DAY_US = 86_400_000_000;

/**
 * What trades on the average in each of `slices` equal parts of a time of day, from bars of earlier days; for `shares` of a
 * VWAP. `fromUs` is when it begins, on any day; a bar counts where it starts. Parts in which nothing traded have 0; all are 1
 * when there are no bars.
 */
export function volumeProfile(bars: readonly Bar[], fromUs: number, durationUs: number, slices: number): number[] {
  const shares = Array.from({ length: slices }, () => 0);
  for (const { startUs, volume } of bars) {
    const intoUs = (((startUs - fromUs) % DAY_US) + DAY_US) % DAY_US;
    if (intoUs < durationUs) shares[Math.floor((intoUs / durationUs) * slices)] += volume;
  }
  return shares.some((share) => share > 0) ? shares : shares.fill(1);
}
