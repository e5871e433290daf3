import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { startProcess } from '@bourseworks/testkit';
import { addUser, databasePath } from '../../test/database.js';
import { Db } from './db.js';
import { migrateDown, migrateToLatest } from './migrate.js';
import { MIGRATIONS } from './migrations/index.js';
import { NodeSqliteDialect } from './sqlite/sqlite-dialect.js';

const NAMES = Object.keys(MIGRATIONS);

describe('migrations', () => {
  let path: string;
  let db: Db;

  beforeEach(() => {
    path = databasePath();
    db = new Db(new NodeSqliteDialect({ path }));
  });
  afterEach(async () => db.close());

  /** Tables and indexes as SQLite keeps them, those of the migrator aside. */
  const objects = async (): Promise<unknown[]> => {
    const text = sql`select name, sql from sqlite_schema where name not like '%kysely%' order by name`;
    return (await text.execute(db.kysely)).rows;
  };

  it('go up, all the way down, and up to the same again', async () => {
    expect((await migrateToLatest(db.kysely)).map(({ migrationName }) => migrationName)).toEqual(NAMES);
    const first = await objects();
    for (const name of NAMES.toReversed()) {
      expect((await migrateDown(db.kysely)).map(({ migrationName }) => migrationName)).toEqual([name]);
    }
    expect(await objects()).toEqual([]);
    await migrateToLatest(db.kysely);
    expect(await objects()).toEqual(first);
  });

  it('take back the last one only, and keep the data of the others', async () => {
    await migrateToLatest(db.kysely);
    const user = await addUser(db, 'ann');
    await migrateDown(db.kysely);
    await migrateToLatest(db.kysely);
    expect(await db.kysely.selectFrom('users').select('id').execute()).toEqual([{ id: user }]);
  });

  it('do nothing where all are done', async () => {
    await migrateToLatest(db.kysely);
    expect(await migrateToLatest(db.kysely)).toEqual([]);
  });

  it('leave nothing behind when one fails', async () => {
    await sql`create table watchlist_items (x integer)`.execute(db.kysely);
    await expect(migrateToLatest(db.kysely)).rejects.toThrow('migration 0002-preferences failed, nothing was changed');
    expect((await objects()).length).toBe(1);
  });

  it('refuse a database that a newer program has migrated', async () => {
    await migrateToLatest(db.kysely);
    await sql`insert into kysely_migration values ('9999-future', '2099-01-01T00:00:00.000Z')`.execute(db.kysely);
    await expect(migrateToLatest(db.kysely)).rejects.toThrow('9999-future');
  });

  it('are done by one of several processes that start at once', async () => {
    const start = (): ReturnType<typeof startProcess> =>
      startProcess({ entry: 'apps/gateway/test/migrate.process.js', args: [path] });
    const processes = [start(), start(), start()];
    const lines = await Promise.all(processes.map((one) => one.waitFor('ready')));
    expect(lines.length).toBe(3);
    for (const one of processes) one.send({ type: 'go' });
    const done = await Promise.all(processes.map((one) => one.waitFor('migrated')));
    expect(done.map((line) => line['count']).toSorted((a, b) => Number(a) - Number(b))).toEqual([0, 0, NAMES.length]);
  });
});
