import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { addUser, databasePath, openWorld, userRow, type World } from '../../../test/database.js';
import { Db } from '../db.js';
import { NodeSqliteDialect } from './sqlite-dialect.js';

const wait = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

describe('Kysely over node:sqlite', () => {
  let world: World;

  beforeEach(async () => void (world = await openWorld()));
  afterEach(async () => world.db.close());

  it('is in WAL mode with full sync and foreign keys', async () => {
    const pragma = async (name: string): Promise<unknown> => {
      const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(world.db.kysely);
      return Object.values(rows[0])[0];
    };
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
  });

  it('gives rows, counts and streams', async () => {
    const { kysely } = world.db;
    for (const name of ['ann', 'bob', 'cid']) await addUser(world.db, name);
    const changed = await kysely.updateTable('users').set({ failed_logins: 2 }).where('username', '>', 'ann').execute();
    expect(changed[0].numUpdatedRows).toBe(2n);
    const names: string[] = [];
    for await (const row of kysely.selectFrom('users').select('username').orderBy('username').stream(2)) {
      names.push(row.username);
    }
    expect(names).toEqual(['ann', 'bob', 'cid']);
    expect(await kysely.selectFrom('users').select('id').where('username', '=', 'dan').execute()).toEqual([]);
  });

  it('serves on after a stream was left half-way', async () => {
    for (const name of ['ann', 'bob']) await addUser(world.db, name);
    for await (const row of world.db.kysely.selectFrom('users').selectAll().stream(1)) {
      expect(row.username).toBeDefined();
      break;
    }
    await addUser(world.db, 'cid');
  });

  it('refuses what SQLite would store as something else', async () => {
    const set = (value: unknown): Promise<unknown> =>
      sql`update users set created_at = ${value}`.execute(world.db.kysely);
    for (const value of [1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1, new Date(0), true, 1n, undefined, {}]) {
      await expect(set(value)).rejects.toThrow(/parameter 1 must be/);
    }
  });

  it('refuses to read an integer that a number cannot hold', async () => {
    await expect(sql`select 9007199254740993 as large`.execute(world.db.kysely)).rejects.toThrow('too large');
    expect((await sql`select 9007199254740991 as large`.execute(world.db.kysely)).rows).toEqual([
      { large: Number.MAX_SAFE_INTEGER },
    ]);
  });

  it('keeps as many statements as it may', async () => {
    const driver = new NodeSqliteDialect({ path: databasePath(), statements: 3 }).createDriver();
    await driver.init();
    const connection = await driver.acquireConnection();
    for (let n = 0; n < 10; n += 1) {
      const query = sql`select ${sql.lit(n)} as n`.compile(world.db.kysely);
      expect((await connection.executeQuery(query)).rows).toEqual([{ n }]);
    }
    expect(connection).toHaveProperty('cachedStatements', 3);
    await driver.destroy();
  });

  it('rolls back on a throw, which comes out unchanged', async () => {
    const failure = new Error('no');
    const work = world.db.transaction(async (tx) => {
      await tx.insertInto('users').values(userRow('ann')).execute();
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect(await world.db.kysely.selectFrom('users').selectAll().execute()).toEqual([]);
  });

  it('runs transactions one after the other and shows nobody half of one', async () => {
    const order: string[] = [];
    const work = async (name: string): Promise<void> =>
      world.db.transaction(async (tx) => {
        order.push(`${name} begins`);
        await tx.insertInto('users').values(userRow(name)).execute();
        await wait(5);
        order.push(`${name} ends`);
      });
    const first = work('ann');
    const second = work('bob');
    const seen = world.db.kysely.selectFrom('users').select('username').orderBy('username').execute();
    await Promise.all([first, second]);
    expect(order).toEqual(['ann begins', 'ann ends', 'bob begins', 'bob ends']);
    expect((await seen).map(({ username }) => username)).toEqual(['ann', 'bob']);
  });

  it('says at once where a transaction would wait for itself', async () => {
    const inner = world.db.transaction(async () => world.db.kysely.selectFrom('users').selectAll().execute());
    await expect(inner).rejects.toThrow('inside a transaction use the transaction');
    const nested = world.db.transaction(async () => world.db.transaction(async () => undefined));
    await expect(nested).rejects.toThrow('a transaction inside a transaction');
    await addUser(world.db, 'ann');
  });

  it('lets work that a transaction left running use the database after its end', async () => {
    const left: Promise<unknown>[] = [];
    await world.db.transaction(async () => {
      left.push(wait(5).then(() => world.db.kysely.selectFrom('users').selectAll().execute()));
    });
    await expect(Promise.all(left)).resolves.toEqual([[]]);
  });

  it('bounds the line of those who wait, and their wait', async () => {
    const db = new Db(new NodeSqliteDialect({ path: world.path, maxWaiting: 1, maxWaitMs: 20 }));
    const read = (): Promise<unknown> => sql`select 1`.execute(db.kysely);
    let end: () => void = () => undefined;
    const holds = db.transaction(async () => new Promise<void>((resolve) => void (end = resolve)));
    await wait(1);
    const waiting = read();
    await expect(read()).rejects.toMatchObject({ code: 'BUSY', message: expect.stringContaining('waiting already') });
    await expect(waiting).rejects.toMatchObject({ code: 'BUSY', message: expect.stringContaining('not free within') });
    end();
    await holds;
    await read();
    await db.close();
  });

  it('reads one moment while another connection writes', async () => {
    const other = new Db(new NodeSqliteDialect({ path: world.path }));
    const names = async (): Promise<string[]> =>
      world.db.snapshot(async (tx) => {
        const count = async (): Promise<number> => (await tx.selectFrom('users').select('id').execute()).length;
        const before = await count();
        await wait(10);
        expect(await count()).toBe(before);
        return (await tx.selectFrom('users').select('username').execute()).map(({ username }) => username);
      });
    let end: () => void = () => undefined;
    const writes = other.transaction(async (tx) => {
      await tx.insertInto('users').values(userRow('ann')).execute();
      await new Promise<void>((resolve) => void (end = resolve));
    });
    await wait(1);
    expect(await names()).toEqual([]);
    end();
    await writes;
    const reading = names();
    await wait(2);
    await addUser(other, 'bob');
    expect(await reading).toEqual(['ann']);
    await other.close();
  });

  it('waits for another connection to the file without stopping the event loop', async () => {
    const other = new Db(new NodeSqliteDialect({ path: world.path }));
    let end: () => void = () => undefined;
    const holds = other.transaction(async () => new Promise<void>((resolve) => void (end = resolve)));
    await wait(1);
    let turns = 0;
    const timer = setInterval(() => void (turns += 1), 5);
    const added = addUser(world.db, 'ann');
    await wait(150);
    clearInterval(timer);
    end();
    await Promise.all([holds, added]);
    expect(turns).toBeGreaterThan(2);
    await other.close();
  });
});
