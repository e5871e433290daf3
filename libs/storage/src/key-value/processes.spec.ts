import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemClock } from '@bourseworks/ports';
import { describeWithProgram, eventually, startProcess, tempDir } from '@bourseworks/testkit';
import { TestRedis } from '../../test/redis-server.js';
import { openKeyValue, type KeyValueOptions } from './open-key-value.js';

const RACERS = 8;
const ADDITIONS = 40;
const TURNS = 10;
const RACE_TIMEOUT_MS = 120_000;
const HOLD_US = 1_000_000;
const TIMEOUT_US = 20_000_000;

const run = (name: string, args: object): ReturnType<typeof startProcess> =>
  startProcess({ entry: `libs/storage/fixtures/${name}.process.js`, args: [JSON.stringify(args)] });

function describeProcesses(form: string, options: () => KeyValueOptions): void {
  describe(`processes over ${form}`, () => {
    it('lose no addition, and one at a time has the lease, with rising tokens', async () => {
      const racers = Array.from({ length: RACERS }, (_, index) =>
        run('race', { store: options(), id: `racer-${index}`, racers: RACERS, additions: ADDITIONS, turns: TURNS }),
      );
      const done = await Promise.all(racers.map((racer) => racer.waitFor('race.done', RACE_TIMEOUT_MS)));
      const store = await openKeyValue(options(), new SystemClock());
      expect((await store.get('counter'))?.value).toBe(String(RACERS * ADDITIONS));
      expect((await store.get('guarded'))?.value).toBe(String(RACERS * TURNS));
      await store.close();
      // Else they did not race.
      expect(done.reduce((sum, { refusals }) => sum + Number(refusals), 0)).toBeGreaterThan(0);
      const tokens = done.map((one) => one['tokens'] as number[]);
      for (const own of tokens) expect(own).toEqual(own.toSorted((a, b) => a - b));
      expect(new Set(tokens.flat()).size).toBe(RACERS * TURNS);
    }, 150_000);

    it('an owner that stood still beyond its time cannot renew when it goes on', async () => {
      const holder = run('holder', { store: options(), ttlUs: HOLD_US });
      const { token } = await holder.waitFor('lease.held');
      const store = await openKeyValue(options(), new SystemClock());
      expect(await store.acquire('held', 'other', HOLD_US)).toBeUndefined();
      holder.signal('SIGSTOP');
      const fence = await eventually(() => store.acquire('held', 'other', HOLD_US * 60), { timeoutMs: 30_000 });
      expect(fence.token).toBeGreaterThan(Number(token));
      holder.signal('SIGCONT');
      expect(await holder.waitFor('lease.lost')).toMatchObject({ released: false });
      expect(await store.holder('held')).toEqual({ owner: 'other', token: fence.token });
      await store.close();
    });
  });
}

const path = join(tempDir('processes'), 'shared', 'key-value.db');
describeProcesses('a file', () => ({ form: 'file', path, timeoutUs: TIMEOUT_US }));

describeWithProgram('with redis-server', 'redis-server', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await TestRedis.start();
  });
  afterAll(() => redis.kill());
  describeProcesses('Redis', () => ({ form: 'redis', server: redis.server, prefix: 'test', timeoutUs: TIMEOUT_US }));
});
