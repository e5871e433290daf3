import assert from 'node:assert/strict';
import type { Point } from '@bourseworks/ports';
import type { TimeSeriesCase } from '../contract-case.js';
import { BASE_US, point, trades } from '../points.js';

const COUNT = 9_000;

export const REMOVALS: readonly TimeSeriesCase[] = [
  {
    id: 'TS-300',
    title: 'a removal takes the points from its start to before its end, and no others',
    run: async (t) => {
      const client = await t.client();
      const key = t.key('a');
      let left: Point[] = trades(COUNT);
      await client.write(key, left);
      for (const [from, to] of [
        [100, 101],
        [4_000, 4_500],
        [0, 10],
        [8_990, COUNT + 50],
        [4_200, 4_300],
        [300, 300],
        [900, 800],
        [3_000, 7_000],
      ] as const) {
        await client.remove(key, BASE_US + from, BASE_US + to);
        left = left.filter(({ us }) => us < BASE_US + from || us >= BASE_US + to);
        await t.holds(client, key, left);
      }
    },
  },
  {
    id: 'TS-301',
    title: 'all points of a microsecond go together',
    run: async (t) => {
      const client = await t.client();
      const points = [7, 8, 9].flatMap((us) => [point(us, { value: us }), point(us, { value: us }, 999)]);
      await client.write(t.key('a'), points);
      await client.remove(t.key('a'), BASE_US + 8, BASE_US + 9);
      await t.holds(client, t.key('a'), [...points.slice(0, 2), ...points.slice(4)]);
    },
  },
  {
    id: 'TS-302',
    title: 'a series whose last point goes is listed no more, and can be written again',
    run: async (t) => {
      const client = await t.client();
      const key = t.key('a');
      await client.write(key, trades(10));
      await client.write(t.key('b'), trades(10));
      await client.remove(key, 0, Number.MAX_SAFE_INTEGER);
      assert.deepEqual(await t.read(client, key), []);
      assert.deepEqual(
        [...(await client.series(t.measurement))].map(({ tags }) => tags['label']),
        ['b'],
      );
      await client.remove(key, 0, Number.MAX_SAFE_INTEGER);
      await client.write(key, trades(3));
      await t.holds(client, key, trades(3));
    },
  },
  {
    id: 'TS-303',
    title: 'a removal from one series leaves the others whole',
    run: async (t) => {
      const client = await t.client();
      const keys = [t.key('a', { venue: 'X' }), t.key('a', { venue: 'Y' }), t.key('a')];
      for (const key of keys) await client.write(key, trades(100));
      await client.remove(t.key('a'), 0, Number.MAX_SAFE_INTEGER);
      await client.remove(t.key('none'), 0, Number.MAX_SAFE_INTEGER);
      for (const key of keys.slice(0, 2)) await t.holds(client, key, trades(100));
    },
  },
];
