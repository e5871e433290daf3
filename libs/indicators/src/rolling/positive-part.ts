/**
 * The larger of `value` and 0, exactly. Without a branch: whether prices rise or fall cannot be predicted, and a processor that
 * tries to spends longer on its mistakes than on the rest of most indicators.
 */
export function positivePart(value: number): number {
  const half = value / 2;
  return Math.abs(half) + half;
}
