import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '@bourseworks/ports';
import { openTimeSeries } from '../open-time-series.js';
import type { InfluxServer } from './influx-options.js';

const LOGIN = { token: '', username: '', password: '' };
const FIRST = { version: 1, org: '', database: 'ours', ...LOGIN } as const;
const SECOND = { version: 2, org: 'us', database: 'ours', ...LOGIN } as const;
const THIRD = { version: 3, org: '', database: 'ours', ...LOGIN } as const;
const USER = { username: 'me', password: 'hunter2' };
const TOKEN = { token: 'hunter2' };

async function open(server: InfluxServer): Promise<void> {
  const client = await openTimeSeries({ form: 'influx', server, timeoutUs: 1_000_000 }, new SystemClock());
  await client.close();
}

describe('a server of InfluxDB', () => {
  it.each<InfluxServer>([
    { ...FIRST, url: 'http://127.0.0.1:8086' },
    { ...FIRST, url: 'http://[::1]:8086', ...USER },
    { ...SECOND, url: 'http://localhost:8086/behind', ...TOKEN },
    { ...SECOND, url: 'https://influx.example', ...TOKEN },
    { ...THIRD, url: 'http://influx:8181', ...TOKEN, plaintext: true },
  ])('is used at $url, version $version', (server) => expect(open(server)).resolves.toBeUndefined());

  it.each<[RegExp, InfluxServer]>([
    [/address is none/, { ...FIRST, url: 'ftp://localhost' }],
    [/address is none/, { ...FIRST, url: 'localhost:8086' }],
    [/login stands beside/, { ...FIRST, url: 'http://me:hunter2@localhost' }],
    [/login stands beside/, { ...FIRST, url: 'http://localhost/?p=hunter2' }],
    [/instead of a token/, { ...FIRST, url: 'http://localhost', ...TOKEN }],
    [/instead of a login/, { ...SECOND, url: 'http://localhost', ...USER }],
    [/together/, { ...FIRST, url: 'http://localhost', password: 'hunter2' }],
    [/organisation/, { ...SECOND, url: 'http://localhost', org: '' }],
    [/organisation/, { ...THIRD, url: 'http://localhost', org: 'us' }],
    [/needs a login/, { ...THIRD, url: 'https://influx.example' }],
    [/needs a login/, { ...FIRST, url: 'http://10.0.0.1:8086', plaintext: true }],
    [/needs TLS/, { ...FIRST, url: 'http://127.0.0.1.example', ...USER }],
    [/needs TLS/, { ...SECOND, url: 'http://10.0.0.1:8086', ...TOKEN }],
  ])('is refused where %s, and no login said', async (why, server) => {
    const error: unknown = await open(server).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringMatching(why) });
    expect(String(error)).not.toContain('hunter');
  });
});
