import { describe, expect, it } from '@jest/globals';
import { DummyDriver, Kysely, MssqlAdapter, MssqlIntrospector, MssqlQueryCompiler } from 'kysely';
import type { Migration } from 'kysely/migration';
import { MIGRATIONS } from './migrations/index.js';

/** What SQL Server would be sent. None runs here, so that the text is all that can be looked at. */
async function compiled(
  run: (migration: Migration, db: Kysely<unknown>) => Promise<void> | undefined,
): Promise<string[]> {
  const texts: string[] = [];
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new MssqlAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (of) => new MssqlIntrospector(of),
      createQueryCompiler: () => new MssqlQueryCompiler(),
    },
    log: ({ query }) => {
      expect(query.parameters).toEqual([]);
      texts.push(query.sql);
    },
  });
  for (const migration of Object.values(MIGRATIONS)) await run(migration, db);
  return texts;
}

/** Without what a later migration dropped to make it anew. */
function standing(texts: readonly string[]): string[] {
  const dropped = texts.map((text) => /^drop table "(\w+)"/.exec(text)?.[1]);
  return texts.filter((text, place) => {
    const table = /^create (?:table|unique index "\w+" on|index "\w+" on) "(\w+)"/.exec(text)?.[1];
    return table !== undefined && !dropped.slice(place).includes(table);
  });
}

const up = async (): Promise<string[]> => standing(await compiled((migration, db) => migration.up(db)));

const BINARY = 'collate Latin1_General_100_BIN2';

describe('migrations as SQL Server gets them', () => {
  it('create all tables, with the types of SQL Server', async () => {
    const texts = await up();
    const tables = texts.flatMap((text) => /^create table "(\w+)"/.exec(text)?.[1] ?? []);
    expect(tables).toEqual([
      'users',
      'user_roles',
      'user_profiles',
      'sessions',
      'workspaces',
      'watchlists',
      'watchlist_items',
      'alerts',
      'notifications',
      'audit_log',
      'audit_checkpoints',
      'orders',
      'order_history',
      'positions',
      'order_requests',
      'projections',
    ]);
    const all = texts.join('\n');
    expect(all).not.toMatch(/ text\b| strict|json_valid|\bglob\b|substr|limit/);
    expect(texts.find((text) => text.startsWith('create table "orders"'))).toContain(
      '"quantity" decimal(38, 18) not null, "price" decimal(38, 18), "stop_price" decimal(38, 18),',
    );
  });

  it('write a whole table as it should be', async () => {
    const text = (await up()).find((one) => one.startsWith('create table "watchlist_items"'));
    const max = 'between 0 and 9007199254740991';
    expect(text).toBe(
      `create table "watchlist_items" (` +
        [
          `"id" char(36) ${BINARY} not null primary key`,
          `"watchlist_id" char(36) ${BINARY} not null`,
          `"symbol" nvarchar(64) ${BINARY} not null`,
          `"exchange" nvarchar(32) ${BINARY} not null`,
          `"custom_fields" nvarchar(max) ${BINARY}`,
          `"display_order" bigint not null`,
          `"added_at" bigint not null`,
          `constraint "ck_watchlist_items_id" check (len("id") = 36)`,
          `constraint "ck_watchlist_items_watchlist_id" check (len("watchlist_id") = 36)`,
          `constraint "fk_watchlist_items_watchlist_id" foreign key ("watchlist_id") references "watchlists" ("id") on delete cascade`,
          `constraint "ck_watchlist_items_symbol" check (datalength("symbol") between 2 and 128)`,
          `constraint "ck_watchlist_items_exchange" check (datalength("exchange") between 2 and 64)`,
          `constraint "ck_watchlist_items_custom_fields" check (isjson("custom_fields") = 1)`,
          `constraint "ck_watchlist_items_display_order" check ("display_order" ${max})`,
          `constraint "ck_watchlist_items_added_at" check ("added_at" ${max})`,
          `constraint "uq_watchlist_items_symbol" unique ("watchlist_id", "exchange", "symbol")`,
        ].join(', ') +
        ')',
    );
  });

  it('make values unique only where they are present: two nulls are equal there', async () => {
    const indexes = (await up()).filter((text) => text.startsWith('create unique index'));
    expect(indexes).toEqual([
      'create unique index "uq_users_email" on "users" ("email") where email is not null',
      'create unique index "uq_workspaces_default" on "workspaces" ("user_id") where is_default = 1',
      'create unique index "uq_watchlists_default" on "watchlists" ("user_id") where is_default = 1',
      'create unique index "uq_orders_client_order_id" on "orders" ("account", "client_order_id") where client_order_id is not null',
    ]);
  });

  it('name every constraint, each once: SQL Server has one namespace for them', async () => {
    const all = (await up()).join('\n');
    const names = [...all.matchAll(/constraint "(\w+)"/g)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(all.match(/\bcheck \(/g)?.length).toBe(names.filter((name) => name.startsWith('ck_')).length);
  });

  it('reach no table by two ways of cascading, which SQL Server refuses', async () => {
    const all = (await up()).join('\n');
    const edges = [...all.matchAll(/create table "(\w+)" \((.*)\)/g)].flatMap(([, table, body]) =>
      [...body.matchAll(/references "(\w+)" \("id"\) on delete cascade/g)].map(([, parent]) => ({ table, parent })),
    );
    expect(edges.length).toBeGreaterThan(8);
    const children = edges.map(({ table }) => table);
    expect(new Set(children).size).toBe(children.length);
  });

  it('drop on the way down what they made, children first', async () => {
    const made = (await up()).flatMap((text) => /^create table "(\w+)"/.exec(text)?.[1] ?? []);
    const texts = await compiled((migration, db) => migration.down?.(db));
    const indexes = texts.filter((text) => text.startsWith('drop index '));
    // A column goes only after its index.
    expect(indexes).toEqual(['drop index "ix_orders_list_id" on "orders"']);
    const column = 'alter table "orders" drop column "list_id"';
    expect(texts.indexOf(indexes[0])).toBeLessThan(texts.indexOf(column));
    const dropped = texts.filter((text) => text.startsWith('drop ') && text !== indexes[0]);
    expect(dropped.every((text) => text.startsWith('drop table "'))).toBe(true);
    expect([...new Set(dropped)].toSorted()).toEqual(made.map((table) => `drop table "${table}"`).toSorted());
    const place = (table: string): number => dropped.indexOf(`drop table "${table}"`);
    expect(place('watchlist_items')).toBeLessThan(place('watchlists'));
    expect(place('order_history')).toBeLessThan(place('orders'));
  });
});
