import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import { SystemClock, type Point } from '@bourseworks/ports';
import { entry, startProcess, tempDir } from '@bourseworks/testkit';
import { openTimeSeries, type TimeSeriesOptions } from './open-time-series.js';

const MEMBERS = 4;
const STRETCHES = 12;
const POINTS_PER_WRITE = 400;
const THREADS = 3;
const CROWD_TIMEOUT_MS = 120_000;

const options = (label: string): TimeSeriesOptions => ({
  form: 'file',
  path: join(tempDir(label), 'shared', 'time-series.db'),
  timeoutUs: 20_000_000,
  maxBytes: 100_000_000,
});

async function timesOf(store: TimeSeriesOptions, measurement: string): Promise<{ us: number; ns: number }[]> {
  const client = await openTimeSeries(store, new SystemClock());
  const times: { us: number; ns: number }[] = [];
  const take = async (part: readonly Point[]): Promise<void> =>
    void times.push(...part.map(({ us, ns }) => ({ us, ns })));
  await client.read({ measurement, tags: {} }, 0, Number.MAX_SAFE_INTEGER, take, new AbortController().signal);
  await client.close();
  return times;
}

function every(microseconds: number, nanoseconds: number): { us: number; ns: number }[] {
  const within = Array.from({ length: nanoseconds }, (_, ns) => ns);
  return Array.from({ length: microseconds }, (_, us) => within.map((ns) => ({ us, ns }))).flat();
}

describe('a file of series', () => {
  it('takes what processes write to one series at a time, and gives it in order meanwhile', async () => {
    const store = options('crowd');
    const members = Array.from({ length: MEMBERS }, (_, id) => {
      const crowd = { store, id, members: MEMBERS, stretches: STRETCHES, pointsPerWrite: POINTS_PER_WRITE };
      return startProcess({ entry: 'libs/storage/fixtures/series-crowd.process.js', args: [JSON.stringify(crowd)] });
    });
    const done = await Promise.all(members.map((member) => member.waitFor('crowd.done', CROWD_TIMEOUT_MS)));
    expect(done.map(({ disorder }) => disorder)).toEqual(members.map(() => 0));
    expect(await timesOf(store, 'crowd')).toEqual(every(STRETCHES * POINTS_PER_WRITE, MEMBERS));
  }, 150_000);

  it('is opened in threads by the options that they are handed', async () => {
    const store = options('threads');
    await Promise.all(
      Array.from({ length: THREADS }, async (_, id) => {
        const thread = new Worker(entry('libs/storage/fixtures/series.worker.js'), { workerData: { store, id } });
        await once(thread, 'message');
        await thread.terminate();
      }),
    );
    expect(await timesOf(store, 'thread')).toEqual(every(20, THREADS));
  });
});
