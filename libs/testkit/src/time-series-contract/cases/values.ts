import assert from 'node:assert/strict';
import type { SeriesKey } from '@bourseworks/ports';
import type { TimeSeriesCase } from '../contract-case.js';
import { point } from '../points.js';

const { MAX_SAFE_INTEGER, MIN_SAFE_INTEGER, MAX_VALUE, MIN_VALUE } = Number;
const NUMBERS = [
  0,
  1,
  -1,
  MAX_SAFE_INTEGER,
  MIN_SAFE_INTEGER,
  0.1,
  0.1 + 0.2,
  -1e-7,
  1e21,
  2 ** 53,
  MAX_VALUE,
  MIN_VALUE,
];
const TEXTS = [
  '',
  ' ',
  "it's",
  '{"a":[1,"\\n"]}',
  'zwölf € 🙂',
  '007',
  '42',
  '-0',
  '1e3',
  'a,b c=d"\\',
  '\r\n\t',
  'NaN',
];

/** Whatever the order of the series and of their tags. */
function texts(series: readonly SeriesKey[]): string[] {
  return [...series]
    .map(({ measurement, tags }) => [
      measurement,
      ...Object.keys(tags)
        .toSorted()
        .flatMap((name) => [name, tags[name]]),
    ])
    .map((parts) => JSON.stringify(parts))
    .toSorted();
}

export const VALUES: readonly TimeSeriesCase[] = [
  {
    id: 'TS-001',
    title: 'a series has nothing, then what was written, for every client',
    run: async (t) => {
      const [one, other] = [await t.client(), await t.client()];
      const key = t.key('a');
      assert.deepEqual(await t.read(one, key), []);
      const points = [point(1, { price: 100, side: 'buy' })];
      await one.write(key, points);
      await t.holds(other, key, points);
    },
  },
  {
    id: 'TS-002',
    title: 'numbers come back exactly: integers to the last safe one, and every double',
    run: async (t) => {
      const client = await t.client();
      const points = NUMBERS.map((value, index) => point(index, { value }));
      await client.write(t.key('all'), points);
      await t.holds(client, t.key('all'), points);
      // One at a time too: a store may write numbers of one kind differently.
      for (const [index, one] of points.entries()) {
        await client.write(t.key(`one ${index}`), [one]);
        await t.holds(client, t.key(`one ${index}`), [one]);
      }
    },
  },
  {
    id: 'TS-003',
    title: 'texts come back exactly, and stay texts',
    run: async (t) => {
      const client = await t.client();
      const points = TEXTS.map((value, index) => point(index, { value }));
      await client.write(t.key('all'), points);
      await t.holds(client, t.key('all'), points);
      for (const [index, one] of points.entries()) {
        await client.write(t.key(`one ${index}`), [one]);
        await t.holds(client, t.key(`one ${index}`), [one]);
      }
    },
  },
  {
    id: 'TS-004',
    title: 'points of one series may have different fields',
    run: async (t) => {
      const client = await t.client();
      const points = [point(1, { price: 1 }), point(2, { side: 'buy' }), point(3, { price: 3, side: 'sell', id: 'x' })];
      await client.write(t.key('a'), points);
      await t.holds(client, t.key('a'), points);
    },
  },
  {
    id: 'TS-005',
    title: 'a series is what is measured and its tags, whatever their order and characters',
    run: async (t) => {
      const client = await t.client();
      const keys = [
        t.key('a'),
        t.key('a', { venue: 'X' }),
        t.key('a', { venue: 'x' }),
        t.key('a', { venue: 'X', symbol: 'Y' }),
        t.key('a', { venue: 'Y', symbol: 'X' }),
        t.key('a,venue=X'),
        t.key('a b\\,"€'),
        { ...t.key('a'), measurement: `${t.measurement}-other` },
      ];
      for (const [index, key] of keys.entries()) await client.write(key, [point(1, { index })]);
      for (const [index, key] of keys.entries()) await t.holds(client, key, [point(1, { index })]);
      await t.holds(client, { measurement: t.measurement, tags: { symbol: 'Y', label: 'a', venue: 'X' } }, [
        point(1, { index: 3 }),
      ]);
    },
  },
  {
    id: 'TS-006',
    title: 'names of fields and tags are any text',
    run: async (t) => {
      const client = await t.client();
      const names = ['a b', 'a,b', 'a=b', '"', 'é€🙂', '__proto__', 'constructor', 'us', 'time'];
      for (const [index, name] of names.entries()) {
        const key = t.key(`${index}`, Object.fromEntries([[name, 'value']]));
        const fields = Object.fromEntries([[name, 7]]);
        await client.write(key, [point(index, fields)]);
        const [read] = await t.read(client, key);
        assert.deepEqual(Object.entries(read?.fields ?? {}), [[name, 7]]);
      }
    },
  },
  {
    id: 'TS-007',
    title: 'series that have points are listed, all or those of a measurement',
    run: async (t) => {
      const client = await t.client();
      const other = { ...t.key('other'), measurement: `${t.measurement}-other` };
      const keys = [t.key('a', { venue: 'X' }), t.key('b')];
      assert.deepEqual(texts(await client.series(t.measurement)), []);
      await client.write(t.key('empty'), []);
      for (const key of [...keys, other]) await client.write(key, [point(1, { value: 1 }), point(2, { value: 2 })]);
      assert.deepEqual(texts(await client.series(t.measurement)), texts(keys));
      const all = texts(await client.series());
      for (const text of texts([...keys, other])) assert.ok(all.includes(text), text);
    },
  },
];
