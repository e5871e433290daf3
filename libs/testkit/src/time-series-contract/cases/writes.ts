import assert from 'node:assert/strict';
import { TIME_SERIES_LIMITS } from '@bourseworks/ports';
import type { TimeSeriesCase } from '../contract-case.js';
import { BASE_US, point, trades } from '../points.js';

export const WRITES: readonly TimeSeriesCase[] = [
  {
    id: 'TS-100',
    title: 'points written again are there once',
    run: async (t) => {
      const client = await t.client();
      const points = trades(1_000);
      for (let round = 0; round < 3; round++) await client.write(t.key('a'), points);
      await client.write(t.key('a'), points.slice(100, 200));
      await t.holds(client, t.key('a'), points);
    },
  },
  {
    id: 'TS-101',
    title: 'a point takes the place of the one that has its time',
    run: async (t) => {
      const client = await t.client();
      await client.write(t.key('a'), trades(10));
      const later = trades(3, 4, 1);
      await client.write(t.key('a'), later);
      await t.holds(client, t.key('a'), [...trades(10).slice(0, 4), ...later, ...trades(10).slice(7)]);
    },
  },
  {
    id: 'TS-102',
    title: 'a point that takes a place leaves nothing of the one before, though it has fewer fields',
    run: async (t) => {
      const client = await t.client();
      await client.write(t.key('a'), [point(1, { price: 1, side: 'buy' })]);
      await client.write(t.key('a'), [point(1, { price: 2 })]);
      await t.holds(client, t.key('a'), [point(1, { price: 2 })]);
    },
  },
  {
    id: 'TS-103',
    title: 'points of one microsecond are told apart by their nanoseconds',
    run: async (t) => {
      const client = await t.client();
      const points = Array.from({ length: 1_000 }, (_, ns) => point(5, { value: ns }, ns));
      await client.write(t.key('a'), points.toReversed());
      await client.write(t.key('a'), points.slice(400, 600));
      await t.holds(client, t.key('a'), points);
      await client.write(t.key('a'), [point(5, { value: -1 }, 999)]);
      await t.holds(client, t.key('a'), [...points.slice(0, 999), point(5, { value: -1 }, 999)]);
    },
  },
  {
    id: 'TS-104',
    title: 'of several points of one time in a write the last is kept',
    run: async (t) => {
      const client = await t.client();
      await client.write(
        t.key('a'),
        [1, 2, 3].flatMap((value) => [point(2, { value }), point(1, { value }, 7)]),
      );
      await t.holds(client, t.key('a'), [point(1, { value: 3 }, 7), point(2, { value: 3 })]);
    },
  },
  {
    id: 'TS-105',
    title: 'points come back in order of time, in whatever order they were written',
    run: async (t) => {
      const client = await t.client();
      const points = trades(3_000);
      // Every number once: 1 009 and 3 000 have no divisor in common.
      const shuffled = points.map((_, index) => points[(index * 1_009) % points.length] ?? point(0, {}));
      for (let index = 0; index < shuffled.length; index += 500)
        await client.write(t.key('a'), shuffled.slice(index, index + 500));
      await t.holds(client, t.key('a'), points);
    },
  },
  {
    id: 'TS-106',
    title: 'writes that overlap, go between and go around leave each time once, the last one written',
    run: async (t) => {
      const client = await t.client();
      const expected = new Map<number, ReturnType<typeof point>>();
      const writes = [
        [4_000, 6_000],
        [9_000, 3_000],
        [0, 2_000],
        [3_999, 6_002],
        [1_999, 2_002],
        [5_000, 1],
        [0, 10_000],
        [11_000, 2_500],
      ] as const;
      for (const [value, [firstUs, count]] of writes.entries()) {
        const points = trades(count, firstUs, value);
        await client.write(t.key('a'), points);
        for (const one of points) expected.set(one.us, one);
      }
      const sorted = [...expected.values()].toSorted((a, b) => a.us - b.us);
      await t.holds(client, t.key('a'), sorted);
    },
  },
  {
    id: 'TS-107',
    title: 'points far apart go around those between them',
    run: async (t) => {
      const client = await t.client();
      const middle = trades(5_000, 1_000_000);
      const ends = [point(-BASE_US, { value: 1 }), { us: Number.MAX_SAFE_INTEGER - 1, ns: 999, fields: { value: 2 } }];
      await client.write(t.key('a'), middle);
      await client.write(t.key('a'), ends);
      await t.holds(client, t.key('a'), [ends[0] ?? point(0, {}), ...middle, ends[1] ?? point(0, {})]);
    },
  },
  {
    id: 'TS-108',
    title: 'many small writes are the same as a large one',
    run: async (t) => {
      const client = await t.client();
      const points = trades(120);
      for (const one of points) await client.write(t.key('up'), [one]);
      await t.holds(client, t.key('up'), points);
      for (const one of points.toReversed()) await client.write(t.key('down'), [one]);
      await t.holds(client, t.key('down'), points);
    },
  },
  {
    id: 'TS-110',
    title: 'a write with as many points as there may be is taken, one with more leaves nothing',
    run: async (t) => {
      const client = await t.client();
      const { pointsWritten } = TIME_SERIES_LIMITS;
      await t.refused('STORE_LIMIT', () => client.write(t.key('a'), trades(pointsWritten + 1)));
      assert.deepEqual(await t.read(client, t.key('a')), []);
      await client.write(t.key('a'), trades(pointsWritten));
      await t.holds(client, t.key('a'), trades(pointsWritten));
    },
  },
  {
    id: 'TS-111',
    title: 'one bad point keeps the whole write out',
    run: async (t) => {
      const client = await t.client();
      const key = t.key('a');
      await client.write(key, trades(2));
      await t.refused('STORE_LIMIT', () => client.write(key, [...trades(2, 0, 1), point(5, { value: NaN })]));
      await t.holds(client, key, trades(2));
    },
  },
];
