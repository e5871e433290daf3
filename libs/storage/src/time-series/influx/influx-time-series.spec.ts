import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SystemClock, TIME_SERIES_LIMITS, type Point, type SeriesKey } from '@bourseworks/ports';
import { WRITER_FIELD, describeTimeSeriesContract, describeWithProgram, startProcess } from '@bourseworks/testkit';
import { TestInflux } from '../../../test/influx-server.js';
import type { InfluxServer } from './influx-options.js';
import { InfluxTimeSeries } from './influx-time-series.js';
import { MAX_POINT_BYTES } from './lines.js';

const clock = new SystemClock();
const TIMEOUT_US = 1_000_000;
const RUNS = 60;
const clients: InfluxTimeSeries[] = [];

function open(server: InfluxServer): InfluxTimeSeries {
  const client = new InfluxTimeSeries({ server, timeoutUs: TIMEOUT_US }, clock);
  clients.push(client);
  return client;
}

async function partsOf(client: InfluxTimeSeries, key: SeriesKey): Promise<(readonly Point[])[]> {
  const parts: (readonly Point[])[] = [];
  const take = async (part: readonly Point[]): Promise<void> => void parts.push(part);
  await client.read(key, 0, Number.MAX_SAFE_INTEGER, take, new AbortController().signal);
  return parts;
}

const point = (us: number, fields: Point['fields']): Point => ({ us, ns: 0, fields });
const key = (measurement: string): SeriesKey => ({ measurement, tags: { symbol: 'BTC/USD' } });

/** Any text, and often what means something in line protocol, InfluxQL, JSON or an address. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from('\\\\"\'`,= \n\r\t\0%/;#$(){}[]_é\u2028\ufeff😀'),
      'time',
      'point',
      'tags',
      'AND',
    ),
  }),
);
const name = text.filter((one) => one.length > 0 && Buffer.byteLength(one) <= TIME_SERIES_LIMITS.nameBytes);
const value = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger());

const contract = (): void =>
  describeTimeSeriesContract('InfluxDB 1.x', {
    controls: ['leave', 'comeBack', 'restart', 'startWriter'],
    start: async () => {
      const influx = await TestInflux.start();
      const options = { server: influx.server, timeoutUs: TIMEOUT_US };
      let stopped = false;
      return {
        open: async () => new InfluxTimeSeries(options, clock),
        leave: async (how) => {
          stopped = how === 'silent';
          if (stopped) await influx.stop();
          else await influx.kill();
        },
        comeBack: async () => {
          if (stopped) influx.goOn();
          else await influx.run();
        },
        restart: async () => {
          await influx.kill();
          await influx.run();
        },
        startWriter: async (plan) => {
          const store = { form: 'influx', ...options };
          const entry = 'libs/storage/fixtures/series-writer.process.js';
          const writing = startProcess({ entry, args: [JSON.stringify({ store, field: WRITER_FIELD, ...plan })] });
          return {
            answered: async (writes) => {
              await writing.waitFor((line) => Number(line['writes']) >= writes);
            },
            kill: async () => {
              await writing.kill();
              return Math.max(0, ...writing.lines.map((line) => Number(line['writes'] ?? 0)));
            },
          };
        },
        close: () => influx.kill(),
      };
    },
  });

describeWithProgram('over influxd', 'influxd', () => {
  contract();

  describe('the store in InfluxDB 1.x', () => {
    let influx: TestInflux;
    beforeAll(async () => {
      influx = await TestInflux.start();
    });
    afterAll(() => influx.kill());
    afterEach(async () => {
      for (const client of clients.splice(0)) await client.close();
    });

    it('gives back any names, texts and numbers, -0 among them', async () => {
      const client = open(influx.server);
      let count = 0;
      const fields = fc.dictionary(name, value, { minKeys: 1, maxKeys: 8 });
      const tags = fc.dictionary(name, name, { maxKeys: 6 });
      await fc.assert(
        fc.asyncProperty(tags, fc.array(fields, { minLength: 1, maxLength: 20 }), async (some, all) => {
          const series = { measurement: `any-${++count}`, tags: some };
          const points = all.map((one, us) => point(us, one));
          await client.write(series, points);
          const read = (await partsOf(client, series)).flat();
          expect(read.map((one) => new Map(Object.entries(one.fields)))).toEqual(
            points.map((one) => new Map(Object.entries(one.fields))),
          );
          expect(read.map(({ us }) => us)).toEqual(points.map(({ us }) => us));
          const [listed, ...others] = await client.series(series.measurement);
          expect(new Map(Object.entries(listed?.tags ?? {}))).toEqual(new Map(Object.entries(some)));
          expect(others).toEqual([]);
        }),
        { numRuns: RUNS },
      );
      await client.write(key('zero'), [point(1, { value: -0 })]);
      expect(Object.is((await partsOf(client, key('zero')))[0]?.[0]?.fields['value'], -0)).toBe(true);
    });

    it('gives pages of fewer points where texts are long', async () => {
      const client = open(influx.server);
      const points = Array.from({ length: 150 }, (_, us) => point(us, { text: `${us} `.padEnd(60_000, 'x') }));
      await client.write(key('long'), points);
      const parts = await partsOf(client, key('long'));
      expect(parts.flat()).toEqual(points);
      // 9 MB in all: more than one page has.
      expect(parts.length).toBeGreaterThan(1);
    });

    it('takes a point as large as the server does, and says so of a larger one', async () => {
      const client = open(influx.server);
      const largest = 'x'.repeat(TIME_SERIES_LIMITS.textBytes);
      const of = (count: number): Point =>
        point(1, Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, largest])));
      await client.write(key('large'), [of(15)]);
      await expect(client.write(key('large'), [point(2, { value: 1 }), of(16)])).rejects.toMatchObject({
        code: 'STORE_LIMIT',
        details: { bound: MAX_POINT_BYTES },
      });
      expect((await partsOf(client, key('large'))).flat()).toEqual([of(15)]);
    });

    it('lists what is its own beside what others write there, and says where they are in its way', async () => {
      const client = open(influx.server);
      await client.write(key('ours'), [point(1, { value: 1 })]);
      const write = (line: string): Promise<Response> =>
        fetch(`${influx.server.url}/write?db=${influx.server.database}`, { method: 'POST', body: line });
      for (const line of ['cpu,host=a load=1 1', 'ours,symbol=x point="{}" 1', 'ours,tags=7,symbol=x point="{}" 1'])
        expect((await write(line)).status).toBe(204);
      expect(await client.series('ours')).toEqual([key('ours')]);
      expect((await client.series()).some(({ measurement }) => measurement === 'cpu')).toBe(false);
      expect((await partsOf(client, key('ours'))).flat()).toEqual([point(1, { value: 1 })]);
      expect((await write('theirs point=1 1')).status).toBe(204);
      await expect(client.write(key('theirs'), [point(1, { value: 1 })])).rejects.toMatchObject({
        code: 'STORE_CORRUPT',
        message: expect.stringContaining('field type conflict'),
      });
    });

    it('refuses points that the server would not keep, and a database that is not there', async () => {
      await influx.ask('CREATE DATABASE brief WITH DURATION 1h');
      await expect(
        open({ ...influx.server, database: 'brief' }).write(key('old'), [point(1, { value: 1 })]),
      ).rejects.toMatchObject({ code: 'STORE_LIMIT', message: expect.stringContaining('retention policy') });
      const none = open({ ...influx.server, database: 'none' });
      for (const call of [() => none.write(key('a'), [point(1, { value: 1 })]), () => partsOf(none, key('a'))])
        await expect(call()).rejects.toMatchObject({
          code: 'STORE_UNAVAILABLE',
          message: expect.stringContaining('database not found'),
        });
    });
  });

  it('logs in with a password, and says a wrong one nowhere', async () => {
    const influx = await TestInflux.start({ password: 'right-passphrase-of-influx' });
    try {
      const right = open(influx.server);
      await right.write(key('a'), [point(1, { value: 1 })]);
      expect(await right.bytes()).toBeGreaterThan(0);
      const wrong = open({ ...influx.server, password: 'wrong-passphrase-of-influx' });
      const error: unknown = await wrong.series().catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('401') });
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('passphrase-of-influx');
      expect((await partsOf(right, key('a'))).flat()).toEqual([point(1, { value: 1 })]);
    } finally {
      for (const client of clients.splice(0)) await client.close();
      await influx.kill();
    }
  });
});
