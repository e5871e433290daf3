import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventLog, SystemClock, type LogFields } from '@bourseworks/ports';
import { describeKeyValueContract, describeWithProgram, eventually } from '@bourseworks/testkit';
import { Certificates } from '../../../../solace-transport/test/certificates.js';
import { MutableLine } from '../../../test/mutable-line.js';
import { TestRedis } from '../../../test/redis-server.js';
import { RedisKeyValue } from './redis-key-value.js';
import type { RedisServer } from './redis-options.js';

const PATIENCE_US = { patient: 20_000_000, impatient: 400_000 };
type Patience = keyof typeof PATIENCE_US;
const LONG_US = 60_000_000;
const clock = new SystemClock();

class Said extends EventLog {
  readonly lines: LogFields[] = [];

  override debug = (fields: LogFields): void => void this.lines.push(fields);
  override info = this.debug;
  override warn = this.debug;
  override error = this.debug;
}

const clients: RedisKeyValue[] = [];

interface Wanted {
  readonly log?: EventLog;
  readonly prefix?: string;
  readonly patience?: Patience;
}

function open(server: RedisServer, { log, prefix = 'test', patience = 'patient' }: Wanted = {}): RedisKeyValue {
  const client = new RedisKeyValue({ server, prefix, timeoutUs: PATIENCE_US[patience] }, clock, log);
  clients.push(client);
  return client;
}

/** Until it says why: one that is refused is not told at once. */
const refusal = (client: RedisKeyValue, why: RegExp): Promise<unknown> =>
  eventually(
    async () => {
      const [answer] = await Promise.allSettled([client.get('key')]);
      return answer.status === 'rejected' && why.test(String(answer.reason)) ? (answer.reason as unknown) : undefined;
    },
    { what: String(why) },
  );

const contract = (): void =>
  describeKeyValueContract('Redis', {
    controls: ['leave', 'comeBack', 'restart', 'forget'],
    start: async () => {
      const redis = await TestRedis.start();
      let stopped = false;
      return {
        clock,
        open: async (patience) => open(redis.server, { patience }),
        pass: (us) => sleep(us / 1_000),
        leave: async (how) => {
          stopped = how === 'silent';
          if (stopped) redis.signal('SIGSTOP');
          else await redis.kill();
        },
        comeBack: async () => {
          if (stopped) redis.signal('SIGCONT');
          else await redis.run();
        },
        restart: async () => {
          await redis.kill();
          await redis.run();
        },
        forget: async () => void (await redis.ask((client) => client.flushall())),
        close: () => redis.kill(),
      };
    },
  });

describeWithProgram('over redis-server', 'redis-server', () => {
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
  });
  contract();

  describe('the store in Redis', () => {
    let redis: TestRedis;
    beforeAll(async () => {
      redis = await TestRedis.start();
    });
    afterAll(() => redis.kill());

    it('goes on from the highest token that it has seen when a server with a clock behind forgets everything', async () => {
      const client = open(redis.server, { prefix: 'ahead' });
      const token = (await client.acquire('lease', 'one', LONG_US))?.token ?? 0;
      // As if the clock had been a day ahead, and was set right.
      const ahead = String(token + 86_400_000_000);
      await redis.ask((admin) => admin.set('{ahead}:stamp', ahead));
      await client.release('lease', 'one', token);
      const second = (await client.acquire('lease', 'one', LONG_US))?.token ?? 0;
      expect(second).toBeGreaterThan(Number(ahead));
      await redis.ask((admin) => admin.flushall());
      const third = (await client.acquire('lease', 'one', LONG_US))?.token ?? 0;
      expect(third).toBeGreaterThan(second);
      // One that only heard of it, too.
      const other = open(redis.server, { prefix: 'ahead' });
      await other.holder('lease');
      await redis.ask((admin) => admin.flushall());
      expect((await other.acquire('lease', 'other', LONG_US))?.token).toBeGreaterThan(third);
    });

    it('keeps prefixes apart, and all keys of one on one node of a cluster', async () => {
      const [one, other] = [open(redis.server, { prefix: 'one' }), open(redis.server, { prefix: 'other' })];
      await one.put('key', 'a');
      await one.putIn('bag', 'm', 'a', LONG_US);
      await one.acquire('lease', 'owner', LONG_US);
      expect(await other.get('key')).toBeUndefined();
      expect((await other.list('bag')).size).toBe(0);
      expect(await other.holder('lease')).toBeUndefined();
      const keys = await redis.ask((admin) => admin.keys('*one}*'));
      expect(keys.length).toBeGreaterThanOrEqual(5);
      expect(keys.filter((key) => !key.startsWith('{one}:'))).toEqual([]);
    });

    it('leaves nothing of a bag whose members ran out, nor of a lease', async () => {
      const client = open(redis.server, { prefix: 'brief' });
      await client.putIn('bag', 'a', '1', 50_000);
      await client.putIn('bag', 'b', '1', 20_000);
      await client.acquire('lease', 'owner', 50_000);
      await eventually(async () => (await redis.ask((admin) => admin.keys('{brief}:*'))).join() === '{brief}:stamp', {
        what: 'nothing but the stamp',
      });
    });

    it('works on when the server has forgotten its scripts', async () => {
      const client = open(redis.server, { prefix: 'scripts' });
      await client.put('key', 'a');
      await redis.ask((admin) => admin.script('FLUSH'));
      await client.put('key', 'b');
      expect((await client.get('key'))?.value).toBe('b');
    });

    it('refuses beyond its bound of waiting requests, at once', async () => {
      const client = open(redis.server, { prefix: 'many', patience: 'impatient' });
      await eventually(() => client.put('key', 'a'));
      redis.signal('SIGSTOP');
      try {
        const asked = Array.from({ length: 1_500 }, () => client.get('key'));
        const reasons = (await Promise.allSettled(asked)).map((one) => (one.status === 'rejected' ? one.reason : one));
        expect(reasons.filter((reason) => reason.code !== 'STORE_UNAVAILABLE')).toEqual([]);
        expect(reasons.filter(({ message }) => message.includes('1000 requests wait'))).toHaveLength(500);
      } finally {
        redis.signal('SIGCONT');
      }
    });

    it('gives up a connection on which nothing comes any more, and asks on another', async () => {
      const line = await MutableLine.to(redis.server.port);
      try {
        const client = open({ ...redis.server, port: line.port }, { prefix: 'mute', patience: 'impatient' });
        await eventually(() => client.put('key', 'a'));
        line.mute();
        await expect(client.get('key')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
        expect((await eventually(() => client.get('key'), { what: 'the value' })).value).toBe('a');
      } finally {
        await line.close();
      }
    });

    it('says once that the server is lost, and once that it is back', async () => {
      const log = new Said();
      const client = open(redis.server, { log, prefix: 'said' });
      await client.put('key', 'a');
      await redis.kill();
      await eventually(() => log.lines.length > 0, { what: 'a line' });
      await redis.run();
      expect((await client.get('key'))?.value).toBe('a');
      expect(log.lines.map(({ event }) => event)).toEqual(['store.lost', 'store.back']);
      expect(log.lines[0]?.['store']).toBe(`Redis at 127.0.0.1:${redis.server.port}`);
      await client.close();
      expect(log.lines).toHaveLength(2);
    });
  });

  it('logs in with a password, and says a wrong one nowhere', async () => {
    const password = 'right-passphrase-of-redis';
    const redis = await TestRedis.start({ password });
    try {
      await open(redis.server).put('key', 'a');
      for (const wrong of ['wrong-passphrase-of-redis', '']) {
        const log = new Said();
        const client = open({ ...redis.server, password: wrong }, { log, patience: 'impatient' });
        const error = await refusal(client, /NOAUTH|WRONGPASS/);
        expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
        expect(log.lines.map(({ event }) => event)).toContain('store.lost');
        const said = inspect([error, log.lines], { depth: 20, showHidden: true });
        expect(said).not.toContain('passphrase-of-redis');
      }
      expect((await open(redis.server).get('key'))?.value).toBe('a');
    } finally {
      await redis.kill();
    }
  });

  describeWithProgram('over TLS', 'openssl', () => {
    it('trusts the authority that it is given and the name that it asks for, no others', async () => {
      using certificates = new Certificates();
      for (const name of ['ours', 'other']) certificates.authority(name);
      certificates.issue('server', 'ours', 'IP:127.0.0.1');
      const ca = readFileSync(certificates.file('ours.pem'), 'utf8');
      const redis = await TestRedis.start({ tls: { ca } }, [
        '--tls-cert-file',
        certificates.file('server.pem'),
        '--tls-key-file',
        certificates.file('server.key'),
        '--tls-ca-cert-file',
        certificates.file('ours.pem'),
        '--tls-auth-clients',
        'no',
      ]);
      try {
        await open(redis.server).put('key', 'a');
        const impatient = (server: Partial<RedisServer>): RedisKeyValue =>
          open({ ...redis.server, ...server }, { patience: 'impatient' });
        await refusal(impatient({ tls: { ca: readFileSync(certificates.file('other.pem'), 'utf8') } }), /certificate/);
        await refusal(impatient({ host: 'localhost' }), /altnames/);
        await refusal(impatient({ tls: undefined }), /Redis at/);
      } finally {
        await redis.kill();
      }
    });
  });
});
