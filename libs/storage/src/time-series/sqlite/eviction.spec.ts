import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SeededRng, type Point, type SeriesKey } from '@bourseworks/ports';
import { tempDir } from '@bourseworks/testkit';
import { SteppedClock } from '../../../test/stepped-clock.js';
import {
  MIN_BYTES,
  SqliteTimeSeries,
  type Eviction,
  type OnEvict,
  type SqliteTimeSeriesOptions,
} from './sqlite-time-series.js';

const KEY: SeriesKey = { measurement: 'trade', tags: { symbol: 'A' } };
const OTHER: SeriesKey = { measurement: 'bar', tags: { symbol: 'A' } };
const HOUR_US = 3_600_000_000;
const WRITES = 120;
/** More than fits into the smallest bound. */
const FILL = 60;
const POINTS = 100;
const FIELDS = 40;

describe('a store of series', () => {
  let path: string;
  let clock: SteppedClock;
  let clients: SqliteTimeSeries[];
  let told: Eviction[];
  const tell: OnEvict = async (evictions) => void told.push(...evictions);

  beforeEach(() => {
    path = join(tempDir('eviction'), 'series.db');
    clock = new SteppedClock();
    clients = [];
    told = [];
  });

  afterEach(async () => {
    for (const client of clients) await client.close();
  });

  function open(options: Partial<SqliteTimeSeriesOptions> = {}, onEvict: OnEvict = tell): SqliteTimeSeries {
    const client = new SqliteTimeSeries({ path, timeoutUs: 100_000, maxBytes: MIN_BYTES, ...options }, clock, onEvict);
    clients.push(client);
    return client;
  }

  /** Some 30 KB that cannot be packed much. */
  function bulky(write: number): Point[] {
    const rng = new SeededRng(write + 1);
    const fields = (): Point['fields'] =>
      Object.fromEntries(Array.from({ length: FIELDS }, (_, field) => [`n${field}`, rng.next()]));
    return Array.from({ length: POINTS }, (_, index) => ({ us: write * 1_000 + index, ns: 0, fields: fields() }));
  }

  async function writesOf(client: SqliteTimeSeries, key = KEY): Promise<number[]> {
    const counts = new Map<number, number>();
    const take = async (part: readonly Point[]): Promise<void> => {
      for (const { us } of part) counts.set(Math.floor(us / 1_000), (counts.get(Math.floor(us / 1_000)) ?? 0) + 1);
    };
    await client.read(key, 0, Number.MAX_SAFE_INTEGER, take, new AbortController().signal);
    return [...counts].flatMap(([write, count]) => (count === POINTS ? [write] : []));
  }

  async function timesOf(client: SqliteTimeSeries): Promise<Set<number>> {
    const times = new Set<number>();
    const take = async (part: readonly Point[]): Promise<void> => part.forEach(({ us }) => times.add(us));
    await client.read(KEY, 0, Number.MAX_SAFE_INTEGER, take, new AbortController().signal);
    return times;
  }

  it('lets go what was written longest ago when it is full, and tells of each range', async () => {
    const client = open();
    for (let write = WRITES - 1; write >= 0; write--) await client.write(KEY, bulky(write));
    const left = await writesOf(client);
    // Written last are the earliest times: age is that of the write.
    expect(left.length).toBeGreaterThan(5);
    expect(left).toEqual(left.map((_, index) => index));
    const times = await timesOf(client);
    const wasTold = (us: number): boolean => told.some(({ fromUs, toUs }) => us >= fromUs && us < toUs);
    const all = Array.from(
      { length: WRITES * POINTS },
      (_, index) => Math.floor(index / POINTS) * 1_000 + (index % POINTS),
    );
    expect(all.filter((us) => wasTold(us) === times.has(us))).toEqual([]);
    expect(told[0]).toEqual({ series: KEY, fromUs: expect.any(Number), toUs: expect.any(Number) });
    // The file, and a log that is small beside it.
    expect(await client.bytes()).toBeLessThan(8 * MIN_BYTES);
  });

  it('that counts reads keeps what is read, and lets go what nobody reads', async () => {
    const client = open({ renewsRead: true });
    for (let write = 0; write < WRITES; write++) {
      await client.write(KEY, bulky(write));
      if (write % 4 === 0) await readPoints(client, 0, 5_000);
    }
    const left = await writesOf(client);
    expect(left.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(left.length).toBeGreaterThan(10);
    expect(left.length).toBeLessThan(WRITES / 2);
    expect(await readPoints(client, 0, 5_000)).toEqual(Array.from({ length: 5 }, (_, write) => bulky(write)).flat());
  });

  it('that has room writes nothing when it is read', async () => {
    const client = open({ renewsRead: true, maxBytes: 100 * MIN_BYTES });
    for (let write = 0; write < FILL; write++) await client.write(KEY, bulky(write));
    const before = told.length + (await client.bytes());
    await timesOf(client);
    expect(told.length + (await client.bytes())).toBe(before);
  });

  it('is as large as it may be for good', async () => {
    const client = open();
    const sizes: number[] = [];
    for (let write = 0; write < WRITES; write++) {
      await client.write(KEY, bulky(write));
      if (write % 40 === 39) sizes.push(await client.bytes());
    }
    expect(sizes[2]).toBe(sizes[1]);
  });

  it('has what it is about to let go until nobody counts on it', async () => {
    const seen: boolean[] = [];
    const client: SqliteTimeSeries = open({}, async (evictions) => {
      const times = await timesOf(open({ maxBytes: 100 * MIN_BYTES }));
      seen.push(...evictions.flatMap(({ fromUs, toUs }) => [times.has(fromUs), times.has(toUs - 1)]));
    });
    for (let write = 0; write < FILL; write++) await client.write(KEY, bulky(write));
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).not.toContain(false);
  });

  it('neither lets go nor writes when that cannot be told', async () => {
    await fill(open({ maxBytes: 100 * MIN_BYTES }));
    const client = open({}, () => Promise.reject(new Error('nobody listens')));
    await expect(client.write(KEY, bulky(99))).rejects.toThrow('nobody listens');
    expect(await writesOf(client)).toEqual(Array.from({ length: FILL }, (_, write) => write));
  });

  it('keeps what is written anew while it is being told of', async () => {
    await fill(open({ maxBytes: 100 * MIN_BYTES }), WRITES);
    const writer = open({ maxBytes: 100 * MIN_BYTES });
    let [first, last] = [-1, -1];
    const client = open({}, async (evictions) => {
      if (first >= 0) return;
      first = evictions[0]?.fromUs ?? -1;
      last = evictions.at(-1)?.fromUs ?? -1;
      await writer.write(KEY, bulky(0));
    });
    await client.write(KEY, bulky(WRITES));
    expect([first, last > POINTS]).toEqual([0, true]);
    const times = await timesOf(client);
    expect(times.has(first)).toBe(true);
    expect(times.has(last)).toBe(false);
  });

  it('lets go what is older than it keeps, and nothing of what has no such age', async () => {
    const client = open({ maxBytes: 100 * MIN_BYTES, retentionUs: { trade: HOUR_US } });
    const nowUs = clock.nowUs();
    const at = (us: number): Point[] => [{ us, ns: 0, fields: { value: 1 } }];
    for (const key of [KEY, OTHER]) await client.write(key, at(nowUs));
    clock.advance(HOUR_US);
    await client.write(OTHER, at(clock.nowUs()));
    expect(told).toEqual([]);
    clock.advance(HOUR_US / 2);
    await client.write(KEY, at(clock.nowUs()));
    expect(told).toEqual([{ series: KEY, fromUs: nowUs, toUs: nowUs + 1 }]);
    const times: number[] = [];
    for (const key of [KEY, OTHER]) {
      const take = async (part: readonly Point[]): Promise<void> =>
        void times.push(...part.map(({ us }) => us - nowUs));
      await client.read(key, 0, Number.MAX_SAFE_INTEGER, take, new AbortController().signal);
    }
    expect(times).toEqual([1.5 * HOUR_US, 0, HOUR_US]);
  });

  it('refuses bounds that are none', () => {
    for (const maxBytes of [0, MIN_BYTES - 1, NaN, 2_000_000.5])
      expect(() => open({ maxBytes })).toThrow(expect.objectContaining({ code: 'STORE_LIMIT' }));
    for (const [measurement, ageUs] of [
      ['trade', 0],
      ['trade', NaN],
      ['Trade', 1],
    ] as const)
      expect(() => open({ retentionUs: { [measurement]: ageUs } })).toThrow(
        expect.objectContaining({ code: 'STORE_LIMIT' }),
      );
  });

  async function readPoints(client: SqliteTimeSeries, fromUs: number, toUs: number): Promise<Point[]> {
    const all: Point[] = [];
    const take = async (part: readonly Point[]): Promise<void> => void all.push(...part);
    await client.read(KEY, fromUs, toUs, take, new AbortController().signal);
    return all;
  }

  async function fill(client: SqliteTimeSeries, writes = FILL): Promise<void> {
    for (let write = 0; write < writes; write++) await client.write(KEY, bulky(write));
  }
});
