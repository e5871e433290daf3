import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventLog, SystemClock, type LogFields } from '@bourseworks/ports';
import { describeKeyValueContract, describeWithProgram, eventually } from '@bourseworks/testkit';
import { Certificates } from '../../../../solace-transport/test/certificates.js';
import { TestRedis } from '../../../test/redis-server.js';
import { RedisKeyValue } from './redis-key-value.js';
import type { RedisServer } from './redis-options.js';

const TIMEOUT_US = 400_000;
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

function open(server: RedisServer, log?: EventLog, prefix = 'test'): RedisKeyValue {
  const client = new RedisKeyValue({ server, prefix, timeoutUs: TIMEOUT_US }, clock, log);
  clients.push(client);
  return client;
}

const contract = (): void =>
  describeKeyValueContract('Redis', {
    controls: ['leave', 'comeBack', 'restart', 'forget'],
    start: async () => {
      const redis = await TestRedis.start();
      let stopped = false;
      return {
        clock,
        open: async () => open(redis.server),
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
      const client = open(redis.server, undefined, 'ahead');
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
      const other = open(redis.server, undefined, 'ahead');
      await other.holder('lease');
      await redis.ask((admin) => admin.flushall());
      expect((await other.acquire('lease', 'other', LONG_US))?.token).toBeGreaterThan(third);
    });

    it('keeps prefixes apart, and all keys of one on one node of a cluster', async () => {
      const [one, other] = [open(redis.server, undefined, 'one'), open(redis.server, undefined, 'other')];
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
      const client = open(redis.server, undefined, 'brief');
      await client.putIn('bag', 'a', '1', 50_000);
      await client.putIn('bag', 'b', '1', 20_000);
      await client.acquire('lease', 'owner', 50_000);
      await eventually(async () => (await redis.ask((admin) => admin.keys('{brief}:*'))).join() === '{brief}:stamp', {
        what: 'nothing but the stamp',
      });
    });

    it('works on when the server has forgotten its scripts', async () => {
      const client = open(redis.server, undefined, 'scripts');
      await client.put('key', 'a');
      await redis.ask((admin) => admin.script('FLUSH'));
      await client.put('key', 'b');
      expect((await client.get('key'))?.value).toBe('b');
    });

    it('refuses beyond its bound of waiting requests, at once', async () => {
      const client = open(redis.server, undefined, 'many');
      await client.put('key', 'a');
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

    it('says once that the server is lost, and once that it is back', async () => {
      const log = new Said();
      const client = open(redis.server, log, 'said');
      await client.put('key', 'a');
      await redis.kill();
      await expect(client.get('key')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      await expect(client.get('key')).rejects.toThrow(`Redis at 127.0.0.1:${redis.server.port}`);
      await redis.run();
      await eventually(() => client.get('key'), { what: 'the value' });
      expect(log.lines.map(({ event }) => event)).toEqual(['store.lost', 'store.back']);
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
        const client = open({ ...redis.server, password: wrong }, log);
        const error = await client.put('key', 'b').catch((failure: unknown) => failure);
        expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringMatching(/NOAUTH|WRONGPASS/) });
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
        const stranger = open({ ...redis.server, tls: { ca: readFileSync(certificates.file('other.pem'), 'utf8') } });
        await expect(stranger.get('key')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
        await expect(stranger.get('key')).rejects.toThrow(/certificate/);
        const misnamed = open({ ...redis.server, host: 'localhost' });
        await expect(misnamed.get('key')).rejects.toThrow(/altnames/);
        await expect(open({ ...redis.server, tls: undefined }).get('key')).rejects.toMatchObject({
          code: 'STORE_UNAVAILABLE',
        });
      } finally {
        await redis.kill();
      }
    });
  });
});
