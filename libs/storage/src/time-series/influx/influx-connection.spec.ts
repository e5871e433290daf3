import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SystemClock, type Point, type SeriesKey } from '@bourseworks/ports';
import { describeWithProgram } from '@bourseworks/testkit';
import { Certificates } from '../../../../solace-transport/test/certificates.js';
import { InfluxStandIn } from '../../../test/influx-stand-in/influx-stand-in.js';
import { InfluxTimeSeries } from './influx-time-series.js';
import type { InfluxServer } from './influx-options.js';

const KEY: SeriesKey = { measurement: 'trade', tags: { symbol: 'A' } };
const POINTS: Point[] = [1, 2, 3].map((us) => ({ us, ns: 0, fields: { value: us } }));
const clients: InfluxTimeSeries[] = [];

function open(server: InfluxServer, timeoutUs = 500_000): InfluxTimeSeries {
  const client = new InfluxTimeSeries({ server, timeoutUs }, new SystemClock());
  clients.push(client);
  return client;
}

async function read(client: InfluxTimeSeries): Promise<Point[]> {
  const all: Point[] = [];
  const take = async (part: readonly Point[]): Promise<void> => void all.push(...part);
  await client.read(KEY, 0, Number.MAX_SAFE_INTEGER, take, new AbortController().signal);
  return all;
}

const problem = (status: number, message: string): { status: number; json: unknown } => ({
  status,
  json: { code: 'x', message },
});

describe('a connection to InfluxDB', () => {
  let standIn: InfluxStandIn;

  beforeEach(async () => {
    standIn = await InfluxStandIn.start(2);
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
    await standIn.end();
  });

  it('tries again what may pass: two times, after the pause that it is asked for', async () => {
    const client = open(standIn.server);
    standIn.instead.push({ ...problem(429, 'too many'), headers: { 'retry-after': '1' } }, problem(503, 'busy'));
    const started = performance.now();
    await client.write(KEY, POINTS);
    expect(performance.now() - started).toBeGreaterThanOrEqual(1_000);
    expect(await read(client)).toEqual(POINTS);
    standIn.asked.length = 0;
    standIn.instead.push(...[1, 2, 3].map((attempt) => problem(503, `busy ${attempt}`)));
    await expect(client.write(KEY, POINTS)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/: 503 busy 3$/),
    });
    expect(standIn.asked).toHaveLength(3);
  });

  it.each([
    [400, 'invalid lines', 'STORE_CORRUPT'],
    [422, 'partial write: field type conflict', 'STORE_CORRUPT'],
    [422, 'dropped 3 points outside retention policy', 'STORE_LIMIT'],
    [413, 'too large', 'STORE_LIMIT'],
    [404, 'bucket not found', 'STORE_UNAVAILABLE'],
    [401, 'unauthorized access', 'STORE_UNAVAILABLE'],
    // Some of the points are not kept.
    [201, '', 'STORE_CORRUPT'],
  ])('tells a refusal with %i %s as it is, once', async (status, message, code) => {
    standIn.instead.push(problem(status, message));
    await expect(open(standIn.server).write(KEY, POINTS)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`${status} ${message}`),
    });
    expect(standIn.asked).toHaveLength(1);
  });

  it('takes no answer for points that is none', async () => {
    const row = (time: unknown, text: unknown): unknown => ({
      status: 200,
      json: { results: [{ series: [{ name: 'trade', columns: ['time', 'point'], values: [[time, text]] }] }] },
    });
    const bad: unknown[] = [
      { status: 200, text: 'no JSON' },
      { status: 200, json: {} },
      row(1_700_000_000_000_000_000, '{"value":1}'),
      ...['', 'x', '7', '[1]', '{"value":null}', '{"value":1e999}'].map((text) => row('1970-01-01T00:00:00Z', text)),
    ];
    for (const answer of bad) {
      standIn.instead.push(answer as { status: number });
      await expect(read(open(standIn.server))).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    }
  });

  it('goes on where a server gives fewer points than were asked for', async () => {
    const client = open(standIn.server);
    await client.write(KEY, POINTS);
    const values = [['1970-01-01T00:00:00.000001Z', '{"value":1}']];
    standIn.instead.push({ status: 200, json: { results: [{ series: [{ name: 'trade', values, partial: true }] }] } });
    expect(await read(client)).toEqual(POINTS);
  });

  it('sends nothing to a server that gives no sign of life', async () => {
    const client = open(standIn.server, 100_000);
    standIn.silent = true;
    await expect(client.write(KEY, POINTS)).rejects.toThrow('no answer within 100 ms');
    standIn.silent = false;
    expect(await read(client)).toEqual([]);
    expect(standIn.asked).toEqual(['POST /query']);
  });

  it('ends a read with the reason of its signal, whatever the server does', async () => {
    const client = open(standIn.server, 60_000_000);
    standIn.silent = true;
    const abort = new AbortController();
    const reason = new Error('enough');
    const part = (): Promise<void> => Promise.reject(new Error('was read'));
    const reading = client.read(KEY, 0, 1, part, abort.signal);
    setImmediate(() => abort.abort(reason));
    await expect(reading).rejects.toBe(reason);
  });

  it('ends what is under way when it is closed', async () => {
    const client = open(standIn.server, 60_000_000);
    standIn.silent = true;
    const writing = client.write(KEY, POINTS);
    writing.catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    await client.close();
    await expect(writing).rejects.toThrow('it was closed');
  });

  it('says its token nowhere', async () => {
    const server = { ...standIn.server, token: 'wrong-token-of-somebody' };
    const error: unknown = await open(server)
      .write(KEY, POINTS)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('401') });
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('token-of-somebody');
  });

  describeWithProgram('over TLS', 'openssl', () => {
    it('trusts the authority that it is given and the name that it asks for, no others', async () => {
      using certificates = new Certificates();
      for (const name of ['ours', 'other']) certificates.authority(name);
      certificates.issue('server', 'ours', 'IP:127.0.0.1');
      const pem = (name: string): string => readFileSync(certificates.file(name), 'utf8');
      const safe = await InfluxStandIn.start(2, { cert: pem('server.pem'), key: pem('server.key') });
      try {
        const server = { ...safe.server, tls: { ca: pem('ours.pem') } };
        await open(server).write(KEY, POINTS);
        const refused = (wrong: Partial<InfluxServer>, why: RegExp): Promise<void> =>
          expect(open({ ...server, ...wrong }).write(KEY, POINTS)).rejects.toMatchObject({
            code: 'STORE_UNAVAILABLE',
            message: expect.stringMatching(why),
          });
        await refused({ tls: { ca: pem('other.pem') } }, /certificate/);
        await refused({ tls: undefined }, /certificate/);
        await refused({ url: server.url.replace('127.0.0.1', 'localhost') }, /altnames/);
      } finally {
        await safe.end();
      }
    });
  });
});
