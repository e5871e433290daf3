import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '@bourseworks/ports';
import { tempDir } from '@bourseworks/testkit';
import { SteppedClock } from '../../../test/stepped-clock.js';
import { SqliteKeyValue } from './sqlite-key-value.js';

const MINUTE_US = 60_000_000;

describe('the shared file', () => {
  let path: string;
  let clock: SteppedClock;
  let clients: SqliteKeyValue[];

  beforeEach(() => {
    path = join(tempDir('shared-file'), 'shared', 'key-value.db');
    clock = new SteppedClock();
    clients = [];
  });

  afterEach(async () => {
    for (const client of clients) await client.close();
  });

  function open(its: Clock = clock): SqliteKeyValue {
    const client = new SqliteKeyValue({ path, timeoutUs: 100_000 }, its);
    clients.push(client);
    return client;
  }

  /** As another program sees the file. */
  function rows(query: string): unknown[] {
    const database = new DatabaseSync(path, { readOnly: true });
    const found = database.prepare(query).all();
    database.close();
    return found;
  }

  const count = (table: string): unknown => (rows(`SELECT count(*) AS n FROM ${table}`)[0] as { n: unknown }).n;

  (process.platform === 'win32' ? it.skip : it)('is for its user alone (no such rights on Windows)', async () => {
    await open().put('key', 'a');
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    for (const end of ['', '-wal', '-shm']) expect(statSync(path + end).mode & 0o777).toBe(0o600);
  });

  it('keeps what it holds when all have closed it', async () => {
    const client = open();
    const version = await client.put('key', 'a');
    await client.close();
    expect(await open().get('key')).toEqual({ value: 'a', version });
  });

  it('after a new boot lets nothing run out before its time, nor much after', async () => {
    clock.advance(500 * MINUTE_US);
    await open().put('key', 'a', MINUTE_US);
    clock.reboot();
    clock.step(-5 * MINUTE_US);
    clock.advance(MINUTE_US - 1);
    const client = open();
    expect((await client.get('key'))?.value).toBe('a');
    clock.advance(1);
    expect(await client.get('key')).toBeUndefined();
  });

  it('takes a processor whose time is a little behind for no new boot', async () => {
    clock.advance(500 * MINUTE_US);
    await open().put('key', 'a', MINUTE_US);
    const behind = new SteppedClock();
    behind.advance(500 * MINUTE_US - 1_000);
    const client = open(behind);
    expect((await client.get('key'))?.value).toBe('a');
    await client.put('other', 'a');
    expect((await open().get('key'))?.value).toBe('a');
  });

  it('sweeps out what has run out, some of it with every change', async () => {
    const client = open();
    for (let index = 0; index < 100; index++) {
      await client.put(`key-${index}`, 'a', MINUTE_US);
      await client.putIn('bag', `m${index}`, 'a', MINUTE_US);
      await client.acquire(`lease-${index}`, 'owner', MINUTE_US);
    }
    clock.advance(MINUTE_US);
    for (const left of [36, 0]) {
      await client.put('key', 'a');
      expect([count('entry'), count('member'), count('lease')]).toEqual([left + 1, left, left]);
      expect(rows('SELECT members FROM bag')).toEqual(left === 0 ? [] : [{ members: left }]);
    }
  });

  it('counts what has run out and was not swept out yet as gone', async () => {
    const client = open();
    for (let index = 0; index < 400; index++) {
      await client.put(`key-${index}`, 'a', MINUTE_US);
      await client.putIn('bag', `m${index}`, 'a', MINUTE_US);
      await client.acquire(`lease-${index}`, 'owner', MINUTE_US);
    }
    const version = await client.put('last', 'a', MINUTE_US + 1);
    await client.putIn('bag', 'last', 'a', MINUTE_US + 1);
    const { token = 0 } = (await client.acquire('last', 'owner', MINUTE_US + 1)) ?? {};
    clock.advance(2 * MINUTE_US);
    expect(await client.get('last')).toBeUndefined();
    expect(await client.replace('last', version, 'b')).toBeUndefined();
    expect((await client.list('bag')).size).toBe(0);
    expect(await client.removeFrom('bag', 'last')).toBe(false);
    expect(await client.holder('last')).toBeUndefined();
    expect(await client.renew('last', 'owner', token, MINUTE_US)).toBeUndefined();
    expect(await client.release('last', 'owner', token)).toBe(false);
    expect(count('lease')).toBeGreaterThan(0);
    expect((await client.acquire('last', 'other', MINUTE_US))?.token).toBeGreaterThan(token);
  });

  it('works on when the very file is back at its place', async () => {
    const client = open();
    const version = await client.put('key', 'a');
    renameSync(path, `${path}.away`);
    await expect(client.get('key')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    renameSync(`${path}.away`, path);
    expect(await client.get('key')).toEqual({ value: 'a', version });
  });

  it('refuses when it was replaced by another file, and leaves that one whole', async () => {
    const before = open();
    await before.put('key', 'old');
    for (const end of ['', '-wal', '-shm']) rmSync(path + end);
    const after = open();
    await after.put('key', 'new');
    await expect(before.get('key')).rejects.toThrow('start this process again');
    await expect(before.acquire('lease', 'one', MINUTE_US)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await before.close();
    await after.put('more', 'new');
    expect(rows('SELECT value FROM entry ORDER BY key')).toEqual([{ value: 'new' }, { value: 'new' }]);
    expect(await after.acquire('lease', 'two', MINUTE_US)).toBeDefined();
  });

  it('says what is wrong with the file', async () => {
    mkdirSync(dirname(path));
    writeFileSync(path, 'no database at all, but long enough to be looked at as one: '.repeat(10));
    await expect(open().get('key')).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      message: expect.stringContaining(path),
    });
    rmSync(path);
    const client = open();
    await client.put('key', 'a');
    await client.close();
    const database = new DatabaseSync(path);
    database.exec('UPDATE time_mark SET format = 2');
    database.close();
    await expect(open().get('key')).rejects.toThrow('has format 2, this release reads 1');
    rmSync(dirname(path), { recursive: true });
    writeFileSync(dirname(path), '');
    await expect(open().get('key')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});
