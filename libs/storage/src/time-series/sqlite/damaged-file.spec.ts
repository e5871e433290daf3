import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SeededRng, SystemClock, type Point, type SeriesKey } from '@bourseworks/ports';
import { tempDir } from '@bourseworks/testkit';
import { SqliteTimeSeries } from './sqlite-time-series.js';

const KEY: SeriesKey = { measurement: 'trade', tags: { symbol: 'A' } };
const OTHER: SeriesKey = { measurement: 'trade', tags: { symbol: 'B' } };
const COUNT = 20_000;
const DAMAGES = 40;

const rng = new SeededRng(7);
const points: Point[] = Array.from({ length: COUNT }, (_, index) => ({
  us: 1_700_000_000_000_000 + index,
  ns: 0,
  fields: { price: rng.next(), id: String(index) },
}));

describe('the file of series', () => {
  let path: string;
  let clients: SqliteTimeSeries[];

  beforeEach(() => {
    path = join(tempDir('damaged-file'), 'shared', 'series.db');
    clients = [];
  });

  afterEach(async () => {
    for (const client of clients) await client.close();
  });

  function open(): SqliteTimeSeries {
    const client = new SqliteTimeSeries({ path, timeoutUs: 100_000, maxBytes: 100_000_000 }, new SystemClock());
    clients.push(client);
    return client;
  }

  async function read(client: SqliteTimeSeries, key = KEY): Promise<Point[]> {
    const all: Point[] = [];
    const take = async (part: readonly Point[]): Promise<void> => void all.push(...part);
    await client.read(key, 0, Number.MAX_SAFE_INTEGER, take, new AbortController().signal);
    return all;
  }

  async function filled(): Promise<void> {
    const client = open();
    for (let first = 0; first < COUNT; first += 10_000) await client.write(KEY, points.slice(first, first + 10_000));
    await client.write(OTHER, points.slice(0, 10));
    await client.close();
  }

  /** As another program changes the file. */
  function change(statement: string): void {
    const database = new DatabaseSync(path);
    database.exec(statement);
    database.close();
  }

  const damaged = { code: 'STORE_CORRUPT', message: expect.stringContaining('series.db') };

  (process.platform === 'win32' ? it.skip : it)('is for its user alone (no such rights on Windows)', async () => {
    await open().write(KEY, points.slice(0, 1));
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    for (const end of ['', '-wal', '-shm']) expect(statSync(path + end).mode & 0o777).toBe(0o600);
  });

  it('gives space back when much is removed', async () => {
    await filled();
    const before = statSync(path).size;
    const client = open();
    await client.remove(KEY, 0, Number.MAX_SAFE_INTEGER);
    await client.close();
    expect(statSync(path).size).toBeLessThan(before / 2);
  });

  it('that is none, of a later release, or of something else is refused', async () => {
    mkdirSync(dirname(path));
    writeFileSync(path, 'no database at all, but long enough to be looked at as one: '.repeat(10));
    await expect(open().series()).rejects.toMatchObject(damaged);
    rmSync(path);
    await filled();
    change('PRAGMA user_version = 2');
    await expect(open().series()).rejects.toMatchObject(damaged);
    await expect(open().series()).rejects.toThrow('has format 2, this release reads 1');
    change('PRAGMA user_version = 0');
    await expect(open().write(KEY, points.slice(0, 1))).rejects.toMatchObject(damaged);
  });

  it('with a damaged block refuses to read it and to write into it, and gives the others', async () => {
    await filled();
    change(`UPDATE block SET data = zeroblob(length(data)) WHERE id = (SELECT max(id) - 1 FROM block)`);
    const client = open();
    await expect(read(client)).rejects.toMatchObject(damaged);
    await expect(
      client.write(KEY, [{ us: points[COUNT - 2]?.us ?? 0, ns: 5, fields: { price: 1 } }]),
    ).rejects.toMatchObject(damaged);
    expect(await read(client, OTHER)).toEqual(points.slice(0, 10));
    // What was lost can be removed, and fetched again.
    await client.remove(KEY, 0, Number.MAX_SAFE_INTEGER);
    await client.write(KEY, points.slice(0, 100));
    expect(await read(client)).toEqual(points.slice(0, 100));
  });

  it('whose blocks were exchanged gives no points at times that are not theirs', async () => {
    await filled();
    change(
      `UPDATE block SET data = (SELECT data FROM block ORDER BY id LIMIT 1) WHERE id = (SELECT max(id) - 1 FROM block)`,
    );
    await expect(read(open())).rejects.toMatchObject(damaged);
  });

  it('damaged anywhere gives no point that was not written', async () => {
    await filled();
    const whole = readFileSync(path);
    const texts = new Map(points.map((point) => [point.us, JSON.stringify(point)]));
    let refused = 0;
    for (let damage = 0; damage < DAMAGES; damage++) {
      for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
      writeFileSync(path, whole);
      const at = Math.floor((whole.length * (damage + 0.5)) / DAMAGES);
      const descriptor = openSync(path, 'r+');
      writeSync(descriptor, Buffer.alloc(48, 0x5a), 0, 48, at);
      closeSync(descriptor);
      const client = open();
      try {
        const wrong = (await read(client)).filter((point) => JSON.stringify(point) !== texts.get(point.us));
        expect(wrong).toEqual([]);
      } catch (error) {
        expect(error).toMatchObject({ code: 'STORE_CORRUPT' });
        refused++;
      }
      await client.close();
    }
    expect(refused).toBeGreaterThan(DAMAGES / 2);
  });

  it('that was replaced by another refuses, and leaves that one whole', async () => {
    const before = open();
    await before.write(KEY, points.slice(0, 10));
    for (const end of ['', '-wal', '-shm']) rmSync(path + end);
    const after = open();
    await after.write(KEY, points.slice(10, 20));
    await expect(before.write(KEY, points.slice(0, 5))).rejects.toThrow('start this process again');
    await expect(read(before)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await before.close();
    await after.write(KEY, points.slice(20, 30));
    expect(await read(open())).toEqual(points.slice(10, 30));
  });
});
