/** A histogram of Prometheus: upper bounds and how many values lie at or below each. */
export class Histogram {
  constructor(readonly buckets: readonly (readonly [bound: number, count: number])[]) {}

  since(before: Histogram): Histogram {
    return new Histogram(this.buckets.map(([bound, count], at) => [bound, count - (before.buckets[at]?.[1] ?? 0)]));
  }
}

/** The value at fraction `q`, in between two bounds as if values were spread evenly; 0 of nothing. */
export function quantileOf({ buckets }: Histogram, q: number): number {
  const total = buckets.at(-1)?.[1] ?? 0;
  const rank = q * total;
  let [below, belowCount] = [0, 0];
  for (const [bound, count] of buckets) {
    if (count >= rank && count > belowCount) {
      // What lies beyond the last bound is told by the last bound that there is.
      return Number.isFinite(bound) ? below + ((bound - below) * (rank - belowCount)) / (count - belowCount) : below;
    }
    [below, belowCount] = [bound, count];
  }
  return 0;
}
