import { ok, refuse, type Result } from '@bourseworks/domain';

/** [fromUs, toUs) in epoch microseconds, safe integers from 0; fromUs < toUs. */
export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}

/** Ranges that one coverage has; as text they stay below the bound of a value of the shared state. */
export const MAX_RANGES = 1_024;

/**
 * Which ranges of a series are complete: everything that happened in them is stored. Ranges that meet are one. What is not
 * in here may be stored or not; it is fetched. A value: changes give another one.
 */
export class Coverage {
  static readonly NONE = new Coverage([]);

  /** In order of time, with something between each and the next. */
  private constructor(readonly ranges: readonly TimeRange[]) {}

  /**
   * Beyond MAX_RANGES the shortest is forgotten: it costs a fetch, and is the cheapest.
   *
   * @throws RangeError when the range is none
   */
  add(range: TimeRange): Coverage {
    check(range);
    const { before, touching, after } = this.around(range, true);
    const fromUs = Math.min(range.fromUs, touching[0]?.fromUs ?? range.fromUs);
    const toUs = Math.max(range.toUs, touching.at(-1)?.toUs ?? range.toUs);
    return new Coverage(bounded([...before, { fromUs, toUs }, ...after]));
  }

  /** Bounded as `add` is: one range may become two. @throws RangeError when the range is none */
  remove(range: TimeRange): Coverage {
    check(range);
    const { before, touching, after } = this.around(range, false);
    const left = touching.flatMap(({ fromUs, toUs }) => [
      { fromUs, toUs: Math.min(toUs, range.fromUs) },
      { fromUs: Math.max(fromUs, range.toUs), toUs },
    ]);
    return new Coverage(bounded([...before, ...left.filter(({ fromUs, toUs }) => fromUs < toUs), ...after]));
  }

  /** What of a range is not complete, in order of time. @throws RangeError when the range is none */
  holes(range: TimeRange): readonly TimeRange[] {
    check(range);
    const holes: TimeRange[] = [];
    let atUs = range.fromUs;
    for (const { fromUs, toUs } of this.around(range, false).touching) {
      if (fromUs > atUs) holes.push({ fromUs: atUs, toUs: fromUs });
      atUs = toUs;
    }
    if (atUs < range.toUs) holes.push({ fromUs: atUs, toUs: range.toUs });
    return holes;
  }

  /** Whether all of a range is complete. @throws RangeError when the range is none */
  covers(range: TimeRange): boolean {
    return this.holes(range).length === 0;
  }

  /** As it is kept; `parse` reads it. */
  text(): string {
    return JSON.stringify(this.ranges.map(({ fromUs, toUs }) => [fromUs, toUs]));
  }

  /** STORE_CORRUPT when it is not what `text` gives. */
  static parse(text: string): Result<Coverage> {
    const ranges = rangesOf(text);
    if (ranges === undefined) return refuse('STORE_CORRUPT', 'the list of complete ranges of a series cannot be read');
    return ok(new Coverage(ranges));
  }

  /** The ranges before, those that share something with `range` or, with `meeting`, end where it begins or the reverse; and after. */
  private around(range: TimeRange, meeting: boolean) {
    const gap = meeting ? 0 : 1;
    const first = this.firstIndex(({ toUs }) => toUs >= range.fromUs + gap);
    const end = this.firstIndex(({ fromUs }) => fromUs > range.toUs - gap);
    const { ranges } = this;
    return { before: ranges.slice(0, first), touching: ranges.slice(first, end), after: ranges.slice(end) };
  }

  /** Index of the first range that `holds` is true of; it is of all that follow. */
  private firstIndex(holds: (range: TimeRange) => boolean): number {
    const index = this.ranges.findIndex(holds);
    return index < 0 ? this.ranges.length : index;
  }
}

const isTime = (us: unknown): us is number => Number.isSafeInteger(us) && (us as number) >= 0;
const isRange = ({ fromUs, toUs }: TimeRange): boolean => isTime(fromUs) && isTime(toUs) && fromUs < toUs;

function check(range: TimeRange): void {
  if (!isRange(range)) throw new RangeError(`from ${range.fromUs} to ${range.toUs} us is no range`);
}

function bounded(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const kept = [...ranges];
  const length = (index: number): number => (kept[index]?.toUs ?? 0) - (kept[index]?.fromUs ?? 0);
  while (kept.length > MAX_RANGES) {
    let shortest = 0;
    for (const index of kept.keys()) if (length(index) < length(shortest)) shortest = index;
    kept.splice(shortest, 1);
  }
  return kept;
}

function rangesOf(text: string): readonly TimeRange[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed) || parsed.length > MAX_RANGES) return undefined;
  const ranges: TimeRange[] = [];
  for (const one of parsed as unknown[]) {
    if (!Array.isArray(one) || one.length !== 2) return undefined;
    const range = { fromUs: one[0] as number, toUs: one[1] as number };
    if (!isRange(range) || range.fromUs <= (ranges.at(-1)?.toUs ?? -1)) return undefined;
    ranges.push(range);
  }
  return ranges;
}
