import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KEY_VALUE_LIMITS } from '@bourseworks/ports';
import { Coverage, MAX_RANGES, type TimeRange } from './coverage.js';

const SPAN = 24;
const range = fc
  .tuple(fc.nat(SPAN - 1), fc.integer({ min: 1, max: SPAN }))
  .map(([fromUs, length]): TimeRange => ({ fromUs, toUs: Math.min(fromUs + length, SPAN) }));
const changes = fc.array(fc.record({ adds: fc.boolean(), range }), { maxLength: 20 });

const within = (us: number, { fromUs, toUs }: TimeRange): boolean => us >= fromUs && us < toUs;
const marks = (ranges: readonly TimeRange[]): boolean[] =>
  Array.from({ length: SPAN }, (_, us) => ranges.some((one) => within(us, one)));

/** The coverage, and for each microsecond whether it is complete. */
function made(steps: readonly { readonly adds: boolean; readonly range: TimeRange }[]): [Coverage, boolean[]] {
  let coverage = Coverage.NONE;
  const complete = marks([]);
  for (const step of steps) {
    coverage = step.adds ? coverage.add(step.range) : coverage.remove(step.range);
    for (let us = step.range.fromUs; us < step.range.toUs; us++) complete[us] = step.adds;
  }
  return [coverage, complete];
}

const law = (name: string, body: (coverage: Coverage, complete: boolean[], of: TimeRange) => void): void =>
  it(name, () =>
    fc.assert(
      fc.property(changes, range, (steps, of) => body(...made(steps), of)),
      { numRuns: 500 },
    ),
  );

describe('coverage', () => {
  law('has what was added and not removed since, to the microsecond', (coverage, complete) => {
    expect(marks(coverage.ranges)).toEqual(complete);
  });

  law('has its ranges in order, none meeting the next', ({ ranges }) => {
    for (const [index, { fromUs, toUs }] of ranges.entries()) {
      expect(fromUs).toBeLessThan(toUs);
      expect(ranges[index + 1]?.fromUs ?? Infinity).toBeGreaterThan(toUs);
    }
  });

  law('tells the holes of a range: all that is not complete, and nothing else', (coverage, complete, of) => {
    const holes = coverage.holes(of);
    expect(marks(holes)).toEqual(complete.map((is, us) => !is && within(us, of)));
    for (const [index, { toUs }] of holes.entries()) expect(holes[index + 1]?.fromUs ?? Infinity).toBeGreaterThan(toUs);
    expect(coverage.covers(of)).toBe(complete.every((is, us) => is || !within(us, of)));
  });

  law('with its holes added covers the range', (coverage, _complete, of) => {
    expect(
      coverage
        .holes(of)
        .reduce((all, hole) => all.add(hole), coverage)
        .covers(of),
    ).toBe(true);
  });

  law('comes back from its text', (coverage) => {
    expect(Coverage.parse(coverage.text())).toEqual({ ok: true, value: coverage });
  });

  it('forgets the shortest range rather than have too many', () => {
    let coverage = Coverage.NONE;
    const start = 9_000_000_000_000_000;
    for (let index = 0; index < MAX_RANGES; index++)
      coverage = coverage.add({ fromUs: start + index * 100, toUs: start + index * 100 + (index === 7 ? 3 : 50) });
    expect(Buffer.byteLength(coverage.text())).toBeLessThan(KEY_VALUE_LIMITS.valueBytes);
    expect(coverage.ranges).toHaveLength(MAX_RANGES);
    const more = coverage.add({ fromUs: 5, toUs: 90 });
    expect(more.ranges).toHaveLength(MAX_RANGES);
    expect(more.covers({ fromUs: start + 700, toUs: start + 703 })).toBe(false);
    expect(more.covers({ fromUs: 5, toUs: 90 })).toBe(true);
    const split = coverage.remove({ fromUs: start + 110, toUs: start + 120 });
    expect(split.ranges).toHaveLength(MAX_RANGES);
    expect(split.covers({ fromUs: start + 700, toUs: start + 703 })).toBe(false);
    expect(split.covers({ fromUs: start + 100, toUs: start + 110 })).toBe(true);
  });

  it('takes no range that is none', () => {
    for (const [fromUs, toUs] of [
      [5, 5],
      [6, 5],
      [-1, 5],
      [0.5, 5],
      [0, NaN],
      [0, 2 ** 53],
    ] as const) {
      expect(() => Coverage.NONE.add({ fromUs, toUs })).toThrow(RangeError);
      expect(() => Coverage.NONE.remove({ fromUs, toUs })).toThrow(RangeError);
      expect(() => Coverage.NONE.holes({ fromUs, toUs })).toThrow(RangeError);
    }
  });

  it('refuses a text that is not its own', () => {
    const many = JSON.stringify(Array.from({ length: MAX_RANGES + 1 }, (_, index) => [index * 2, index * 2 + 1]));
    for (const text of [
      '',
      '{}',
      '[1]',
      '[[1]]',
      '[[1,2,3]]',
      '[["1",2]]',
      '[[2,1]]',
      '[[3,4],[1,2]]',
      '[[1,2],[2,3]]',
      many,
    ])
      expect(Coverage.parse(text)).toMatchObject({ ok: false, refusal: { code: 'STORE_CORRUPT' } });
  });
});
