/** Monotonic microseconds, the same in all processes of the machine. */
export const nowUs = (): number => Math.floor(Number(process.hrtime.bigint() / 1_000n));

/** [fromUs, toUs); toUs is Infinity while it lasts. */
export interface Span {
  readonly fromUs: number;
  toUs: number;
}

/** Longest time without a break in which at least `least` of the spans last; of those that last still, up to `endUs`. */
export function longestTogether(spans: readonly Span[], least: number, endUs: number): number {
  const edges = spans.flatMap(({ fromUs, toUs }) => [
    { us: fromUs, by: 1 },
    { us: Math.min(toUs, endUs), by: -1 },
  ]);
  // What ends as another begins does not overlap it.
  edges.sort((a, b) => a.us - b.us || a.by - b.by);
  let count = 0;
  let sinceUs = 0;
  let longest = 0;
  for (const { us, by } of edges) {
    const before = count;
    count += by;
    if (before < least && count >= least) sinceUs = us;
    if (before >= least && count < least) longest = Math.max(longest, us - sinceUs);
  }
  return longest;
}

/** Longest time without a break in which some of `wanted` lasts and none of `had`. */
export function longestWithout(wanted: readonly Span[], had: readonly Span[], endUs: number): number {
  const edges = [
    ...wanted.flatMap(({ fromUs, toUs }) => [
      { us: fromUs, wanted: 1, had: 0 },
      { us: Math.min(toUs, endUs), wanted: -1, had: 0 },
    ]),
    ...had.flatMap(({ fromUs, toUs }) => [
      { us: fromUs, wanted: 0, had: 1 },
      { us: Math.min(toUs, endUs), wanted: 0, had: -1 },
    ]),
  ].toSorted((a, b) => a.us - b.us);
  let wants = 0;
  let has = 0;
  let sinceUs: number | undefined;
  let longest = 0;
  for (const edge of edges) {
    wants += edge.wanted;
    has += edge.had;
    const lacks = wants > 0 && has === 0;
    if (lacks) sinceUs ??= edge.us;
    else if (sinceUs !== undefined) {
      longest = Math.max(longest, edge.us - sinceUs);
      sinceUs = undefined;
    }
  }
  return longest;
}
