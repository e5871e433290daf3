import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { TIME_SERIES_LIMITS, type Point } from '@bourseworks/ports';
import type { TimeSeriesCase } from '../contract-case.js';
import { BASE_US, point, trades } from '../points.js';
import type { TimeSeriesTrial } from '../trial.js';

const MANY = 12_500;
/** The last of them goes beyond what was there. */
const OVERWRITES = 2;
const UNTIL_NOTHING_COMES_MS = 50;
const never = (): AbortSignal => new AbortController().signal;

/** More points than one part may have. */
async function filled(t: TimeSeriesTrial): Promise<Point[]> {
  const client = await t.client();
  const points = trades(MANY);
  const { pointsWritten } = TIME_SERIES_LIMITS;
  for (let index = 0; index < MANY; index += pointsWritten)
    await client.write(t.key('many'), points.slice(index, index + pointsWritten));
  return points;
}

export const READS: readonly TimeSeriesCase[] = [
  {
    id: 'TS-200',
    title: 'a range has the points from its start to before its end',
    run: async (t) => {
      const client = await t.client();
      const key = t.key('a');
      const points = [point(9, { value: 0 }, 999), point(10, { value: 1 }), point(10, { value: 2 }, 999)];
      const after = [point(11, { value: 3 }), point(30, { value: 4 }, 1)];
      await client.write(key, [...points, ...after]);
      const range = (from: number, to: number): Promise<Point[]> => t.read(client, key, BASE_US + from, BASE_US + to);
      assert.deepEqual(await range(10, 11), points.slice(1));
      assert.deepEqual(await range(9, 10), points.slice(0, 1));
      assert.deepEqual(await range(10, 31), [...points.slice(1), ...after]);
      for (const [from, to] of [
        [12, 30],
        [10, 10],
        [30, 10],
        [31, 90],
      ] as const)
        assert.deepEqual(await range(from, to), []);
      assert.deepEqual(await t.read(client, t.key('none'), BASE_US, BASE_US + 90), []);
    },
  },
  {
    id: 'TS-201',
    title: 'a long range comes in parts of bounded size, none empty, each point once',
    run: async (t) => {
      const points = await filled(t);
      const client = await t.client();
      const sizes: number[] = [];
      const read: Point[] = [];
      const take = async (part: readonly Point[]): Promise<void> => {
        sizes.push(part.length);
        read.push(...part);
      };
      await client.read(t.key('many'), BASE_US + 1, BASE_US + MANY - 1, take, never());
      assert.deepEqual(read, points.slice(1, -1));
      assert.ok(
        sizes.every((size) => size > 0 && size <= TIME_SERIES_LIMITS.pointsRead),
        sizes.join(),
      );
    },
  },
  {
    id: 'TS-202',
    title: 'the next part comes when the one before is done with, and not earlier',
    run: async (t) => {
      await filled(t);
      const client = await t.client();
      let [busy, parts] = [0, 0];
      await client.read(
        t.key('many'),
        0,
        Number.MAX_SAFE_INTEGER,
        async () => {
          busy++;
          assert.equal(busy, 1);
          await sleep(5);
          busy--;
          parts++;
        },
        never(),
      );
      assert.ok(parts > 1);
      assert.equal(busy, 0);
    },
  },
  {
    id: 'TS-210',
    title: 'a read ends with the reason of its signal, though its reader never does',
    run: async (t) => {
      await filled(t);
      const client = await t.client();
      const abort = new AbortController();
      const reason = new Error('enough');
      let parts = 0;
      const reading = client.read(
        t.key('many'),
        0,
        Number.MAX_SAFE_INTEGER,
        () => {
          parts++;
          abort.abort(reason);
          return new Promise(() => undefined);
        },
        abort.signal,
      );
      await assert.rejects(reading, (error) => error === reason);
      await sleep(UNTIL_NOTHING_COMES_MS);
      assert.equal(parts, 1);
    },
  },
  {
    id: 'TS-211',
    title: 'a signal that has aborted before lets nothing be read',
    run: async (t) => {
      const client = await t.client();
      await client.write(t.key('a'), trades(1));
      const reason = new Error('never mind');
      const part = (): Promise<void> => Promise.reject(new Error('was read'));
      const reading = client.read(t.key('a'), 0, Number.MAX_SAFE_INTEGER, part, AbortSignal.abort(reason));
      await assert.rejects(reading, (error) => error === reason);
    },
  },
  {
    id: 'TS-212',
    title: 'a reader that never waits does not keep an abort from coming',
    run: async (t) => {
      await filled(t);
      const client = await t.client();
      const abort = new AbortController();
      let parts = 0;
      const part = async (): Promise<void> => {
        if (++parts === 1) setImmediate(() => abort.abort(new Error('enough')));
      };
      const reading = client.read(t.key('many'), 0, Number.MAX_SAFE_INTEGER, part, abort.signal);
      await assert.rejects(reading, /enough/);
    },
  },
  {
    id: 'TS-213',
    title: 'a read ends with what its reader fails with, and the store is as good as before',
    run: async (t) => {
      await filled(t);
      const client = await t.client();
      const failure = new Error('the reader failed');
      let parts = 0;
      const part = async (): Promise<void> => {
        parts++;
        throw failure;
      };
      const reading = client.read(t.key('many'), 0, Number.MAX_SAFE_INTEGER, part, never());
      await assert.rejects(reading, (error) => error === failure);
      assert.equal(parts, 1);
      assert.equal((await t.read(client, t.key('many'))).length, MANY);
    },
  },
  {
    id: 'TS-220',
    title: 'while a range is read others write and read, and what was there comes in order, each time once',
    run: async (t) => {
      const points = await filled(t);
      const [client, other] = [await t.client(), await t.client()];
      const times: number[] = [];
      let value = 0;
      await client.read(
        t.key('many'),
        0,
        Number.MAX_SAFE_INTEGER,
        async (part) => {
          times.push(...part.map(({ us }) => us));
          // Anew what was read, what is being read and what is to come.
          if (value < OVERWRITES) await other.write(t.key('many'), trades(10_000, value * 5_000, ++value));
          assert.equal((await t.read(other, t.key('many'), BASE_US, BASE_US + 10)).length, 10);
        },
        never(),
      );
      const known = times.filter((us) => us < BASE_US + MANY);
      assert.deepEqual(
        known,
        points.map(({ us }) => us),
      );
      for (const [index, us] of times.entries()) assert.ok(index === 0 || us > (times[index - 1] ?? us));
    },
  },
];
