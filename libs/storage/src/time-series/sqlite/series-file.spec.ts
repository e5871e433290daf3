import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Point, SeriesKey } from '@bourseworks/ports';
import { tempDir } from '@bourseworks/testkit';
import type { BlockBounds } from '../block/blocks.js';
import { ordered } from '../point-order.js';
import { SeriesFile, nanosOf } from './series-file.js';

const OPTIONS = { maxBytes: 100_000_000, syncsWrites: true };
/** Small ones, so that a few points are many blocks. */
const BOUNDS: BlockBounds = { points: 4, bytes: 200 };
const KEYS: readonly SeriesKey[] = [
  { measurement: 'trade', tags: { symbol: 'A' } },
  { measurement: 'trade', tags: { symbol: 'B' } },
];
const SPAN_US = 60;
const exec: (this: DatabaseSync, text: string) => void = Reflect.get(DatabaseSync.prototype, 'exec');

type Times = readonly (readonly [us: number, ns: number])[];
type Step =
  | { readonly do: 'write'; readonly key: number; readonly times: Times; readonly text: string }
  | { readonly do: 'remove'; readonly key: number; readonly range: readonly [number, number] }
  | { readonly do: 'drop'; readonly most: number };

const us = fc.nat(SPAN_US);
const time = fc.tuple(us, fc.constantFrom(0, 0, 1, 999));
const stretch = fc
  .tuple(us, fc.nat(20))
  .map(([first, count]): Times => Array.from({ length: count + 1 }, (_, index) => [first + index, 0] as const));
const key = fc.nat(KEYS.length - 1);
const text = fc.constantFrom('', 'short', 'long '.repeat(12));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('write'),
      key,
      times: fc.oneof(fc.array(time, { minLength: 1, maxLength: 12 }), stretch),
      text,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove'), key, range: fc.tuple(us, us) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop'), most: fc.nat(3) }) },
) as fc.Arbitrary<Step>;

/** What the file should hold: all points of a series by their time in nanoseconds. */
type Model = Map<number, Point>[];

const nanos = (point: Point): number => point.us * 1_000 + point.ns;

function readAll(file: SeriesFile, of: SeriesKey, from = 0n, to = nanosOf(SPAN_US * 2)): Point[] {
  const read: Point[] = [];
  for (let at = from; ;) {
    const found = file.read(of, at, to);
    if (found === undefined) return read;
    expect(found.points.length).toBeLessThanOrEqual(BOUNDS.points);
    read.push(...found.points);
    at = found.next;
  }
}

function take(file: SeriesFile, model: Model, one: Step, value: number): void {
  if (one.do === 'write') {
    const points = ordered(one.times.map(([atUs, ns]) => ({ us: atUs, ns, fields: { value, text: one.text } })));
    file.write(KEYS[one.key], points);
    for (const point of points) model[one.key]?.set(nanos(point), point);
  } else if (one.do === 'remove') {
    const [from, to] = one.range.toSorted((a, b) => a - b) as [number, number];
    if (from < to) file.remove(KEYS[one.key], nanosOf(from), nanosOf(to));
    for (const [at, point] of model[one.key] ?? []) if (point.us >= from && point.us < to) model[one.key]?.delete(at);
  } else {
    const victims = file.oldest(one.most, Infinity);
    file.drop(victims);
    for (const { series, first, last } of victims) {
      const points = model[KEYS.findIndex(({ tags }) => tags['symbol'] === series.tags['symbol'])];
      for (const at of points?.keys() ?? []) if (at >= Number(first) && at <= Number(last)) points?.delete(at);
    }
  }
}

function expectHolds(file: SeriesFile, model: Model): void {
  for (const [index, points] of model.entries()) {
    const expected = [...points.values()].toSorted((a, b) => nanos(a) - nanos(b));
    expect(readAll(file, KEYS[index])).toEqual(expected);
  }
  const listed = file.series('trade').map(({ tags }) => tags['symbol']);
  expect(listed.toSorted()).toEqual(['A', 'B'].filter((_, index) => (model[index]?.size ?? 0) > 0));
}

describe('series in a file', () => {
  it('are what a plain list of all points would be, after any writes, removals and evictions', () => {
    // One file for all runs: making one takes longer than a run.
    const file = SeriesFile.open(join(tempDir('series-file'), 'series.db'), { ...OPTIONS, bounds: BOUNDS });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), fc.tuple(us, us), (steps, [fromUs, toUs]) => {
        for (const each of KEYS) file.remove(each, 0n, nanosOf(SPAN_US * 2));
        const model: Model = KEYS.map(() => new Map());
        for (const [value, one] of steps.entries()) {
          take(file, model, one, value);
          expectHolds(file, model);
        }
        const [points] = model;
        const range = [...(points?.values() ?? [])].filter((point) => point.us >= fromUs && point.us < toUs);
        const expected = range.toSorted((a, b) => nanos(a) - nanos(b));
        expect(readAll(file, KEYS[0], nanosOf(fromUs), nanosOf(toUs))).toEqual(expected);
      }),
      { numRuns: 120 },
    );
    file.close();
  });

  it.each([
    [true, ['FULL', 'write', 'FULL', 'write', 'FULL']],
    [false, ['NORMAL', 'write', 'FULL', 'write', 'NORMAL']],
  ])('syncs each removal, and writes if it is told to (%s)', (syncsWrites, expected) => {
    const said: string[] = [];
    const spy = jest.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, text) {
      const [, mode] = /synchronous = (\w+)/.exec(text) ?? [];
      if (mode !== undefined) said.push(mode);
      if (text === 'COMMIT') said.push('write');
      exec.call(this, text);
    });
    try {
      const file = SeriesFile.open(join(tempDir('series-file'), 'series.db'), { ...OPTIONS, syncsWrites });
      // Without the tables.
      said.splice(1);
      file.write(KEYS[0], [{ us: 1, ns: 0, fields: { value: 1 } }]);
      file.remove(KEYS[0], 0n, nanosOf(2));
      file.close();
    } finally {
      spy.mockRestore();
    }
    expect(said).toEqual(expected);
  });

  it('written point by point are in few blocks, upwards and downwards', () => {
    const path = join(tempDir('series-file'), 'series.db');
    const file = SeriesFile.open(path, { ...OPTIONS, bounds: { points: 32, bytes: 100_000 } });
    const count = 400;
    for (let index = 0; index < count; index++) {
      const point = { ns: 0, fields: { index } };
      file.write(KEYS[0], [{ ...point, us: index }]);
      file.write(KEYS[1], [{ ...point, us: count - index }]);
    }
    file.close();
    const database = new DatabaseSync(path, { readOnly: true });
    const { blocks } = database.prepare('SELECT count(*) AS blocks FROM block').get() as { blocks: number };
    database.close();
    // Half full ones, and a few small ones at each end.
    expect(blocks).toBeLessThan(2 * (count / 16 + 8));
  });
});
