import assert from 'node:assert/strict';
import { TIME_SERIES_LIMITS, type Point, type SeriesKey } from '@bourseworks/ports';
import type { TimeSeriesCase } from '../contract-case.js';
import { point, trades } from '../points.js';

const { nameBytes, textBytes, tags: maxTags, fields: maxFields } = TIME_SERIES_LIMITS;
const HALF = 'half \ud83d';
const never = (): AbortSignal => new AbortController().signal;
const take = async (): Promise<void> => undefined;

const numbered = <T>(count: number, value: T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, value]));

export const BOUNDS: readonly TimeSeriesCase[] = [
  {
    id: 'TS-500',
    title: 'names of 1 to the bound in bytes of UTF-8 are taken, no others, nor half a character',
    run: async (t) => {
      const client = await t.client();
      const { measurement } = t;
      const longest = 'é'.repeat(nameBytes / 2);
      const series = { measurement: measurement.padEnd(nameBytes, 'x'), tags: { [longest]: longest } };
      await client.write(series, [point(1, { [longest]: 1 })]);
      await t.holds(client, series, [point(1, { [longest]: 1 })]);
      const bad: SeriesKey[] = [
        ...['', `${series.measurement}x`, 'Trade', 'a b', 'a_b', 'é'].map((name) => ({ measurement: name, tags: {} })),
        ...['', `${longest}x`, HALF].flatMap((text) => [
          { measurement, tags: { [text]: 'value' } },
          { measurement, tags: { name: text } },
        ]),
        { measurement, tags: numbered(maxTags + 1, 'value') },
      ];
      for (const key of bad) {
        await t.refused('STORE_LIMIT', () => client.write(key, trades(1)));
        await t.refused('STORE_LIMIT', () => client.read(key, 0, 1, take, never()));
        await t.refused('STORE_LIMIT', () => client.remove(key, 0, 1));
      }
      await t.refused('STORE_LIMIT', () => client.series('Trade'));
      for (const name of ['', `${longest}x`, HALF])
        await t.refused('STORE_LIMIT', () => client.write(t.key('a'), [point(1, { [name]: 1 })]));
    },
  },
  {
    id: 'TS-501',
    title: 'points have a number of fields, numbers are finite, texts have a bound',
    run: async (t) => {
      const client = await t.client();
      const key = t.key('a', numbered(maxTags - 1, 'value'));
      const most = [point(1, numbered(maxFields, 7)), point(2, { text: 'é'.repeat(textBytes / 2) })];
      await client.write(key, most);
      const bad: unknown[] = [
        NaN,
        Infinity,
        -Infinity,
        `${'x'.repeat(textBytes)}x`,
        HALF,
        true,
        null,
        undefined,
        1n,
        {},
      ];
      for (const value of bad)
        await t.refused('STORE_LIMIT', () => client.write(key, [point(1, { value } as Point['fields'])]));
      for (const fields of [{}, numbered(maxFields + 1, 7)])
        await t.refused('STORE_LIMIT', () => client.write(key, [point(1, fields)]));
      await t.holds(client, key, most);
    },
  },
  {
    id: 'TS-502',
    title: 'times are whole microseconds and 0 to 999 nanoseconds',
    run: async (t) => {
      const client = await t.client();
      const key = t.key('a');
      const ends = [
        { us: 0, ns: 0, fields: { value: 1 } },
        { us: Number.MAX_SAFE_INTEGER - 1, ns: 999, fields: { value: 2 } },
      ];
      await client.write(key, ends);
      for (const us of [-1, 0.5, NaN, Infinity, Number.MAX_SAFE_INTEGER, 2 ** 53]) {
        await t.refused('STORE_LIMIT', () => client.write(key, [{ us, ns: 0, fields: { value: 3 } }]));
        if (us === Number.MAX_SAFE_INTEGER) continue;
        await t.refused('STORE_LIMIT', () => client.read(key, us, 1, take, never()));
        await t.refused('STORE_LIMIT', () => client.read(key, 0, us, take, never()));
        await t.refused('STORE_LIMIT', () => client.remove(key, us, 1));
        await t.refused('STORE_LIMIT', () => client.remove(key, 0, us));
      }
      for (const ns of [-1, 0.5, NaN, 1_000])
        await t.refused('STORE_LIMIT', () => client.write(key, [{ us: 1, ns, fields: { value: 3 } }]));
      await t.holds(client, key, ends);
    },
  },
  {
    id: 'TS-510',
    title: 'a store with points takes some bytes',
    run: async (t) => {
      const client = await t.client();
      await client.write(t.key('a'), trades(1_000));
      const bytes = await client.bytes();
      assert.ok(Number.isSafeInteger(bytes) && bytes > 0, String(bytes));
    },
  },
  {
    id: 'TS-520',
    title: 'a client that was closed refuses, also a read that is under way, and is closed again without effect',
    run: async (t) => {
      const client = await t.client();
      const other = await t.client();
      await client.write(t.key('a'), trades(10_000));
      const reading = client.read(t.key('a'), 0, Number.MAX_SAFE_INTEGER, () => client.close(), never());
      await t.refused('STORE_UNAVAILABLE', () => reading);
      await client.close();
      for (const call of [
        () => client.write(t.key('a'), trades(1)),
        () => client.read(t.key('a'), 0, 1, take, never()),
        () => client.remove(t.key('a'), 0, 1),
        () => client.series(),
        () => client.bytes(),
      ])
        await t.refused('STORE_UNAVAILABLE', call);
      assert.equal((await t.read(other, t.key('a'))).length, 10_000);
    },
  },
];
