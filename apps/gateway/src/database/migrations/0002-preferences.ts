import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import {
  createTable,
  decimal,
  flag,
  integer,
  json,
  longText,
  nullable,
  primaryId,
  references,
  text,
} from '../columns.js';

/** What each person keeps: workspaces, watchlists, alerts, notifications. */
export const preferences: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await createWorkspaces(db);
    await createWatchlists(db);
    await createAlerts(db);
    await createNotifications(db);
  },

  async down(db: Kysely<unknown>): Promise<void> {
    for (const table of ['notifications', 'alerts', 'watchlist_items', 'watchlists', 'workspaces']) {
      await db.schema.dropTable(table).execute();
    }
  },
};

/** At most one default a person, by the database itself: two tabs may choose at the same moment. */
async function createDefaultIndex(db: Kysely<unknown>, table: string): Promise<void> {
  await db.schema
    .createIndex(`uq_${table}_default`)
    .unique()
    .on(table)
    .column('user_id')
    .where(sql<boolean>`is_default = 1`)
    .execute();
}

async function createWorkspaces(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'workspaces',
    {
      id: primaryId,
      user_id: references('users', 'cascade'),
      name: text(64),
      layout: json,
      is_default: flag,
      version: { ...integer, min: 1 },
      created_at: integer,
      updated_at: integer,
    },
    (table) => table.addUniqueConstraint('uq_workspaces_name', ['user_id', 'name']),
  );
  await createDefaultIndex(db, 'workspaces');
}

async function createWatchlists(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'watchlists',
    {
      id: primaryId,
      user_id: references('users', 'cascade'),
      name: text(64),
      is_default: flag,
      version: { ...integer, min: 1 },
      created_at: integer,
      updated_at: integer,
    },
    (table) => table.addUniqueConstraint('uq_watchlists_name', ['user_id', 'name']),
  );
  await createDefaultIndex(db, 'watchlists');
  await createTable(
    db,
    'watchlist_items',
    {
      id: primaryId,
      watchlist_id: references('watchlists', 'cascade'),
      symbol: text(64),
      exchange: text(32),
      custom_fields: nullable(json),
      display_order: integer,
      added_at: integer,
    },
    (table) => table.addUniqueConstraint('uq_watchlist_items_symbol', ['watchlist_id', 'exchange', 'symbol']),
  );
  await db.schema
    .createIndex('ix_watchlist_items_order')
    .on('watchlist_items')
    .columns(['watchlist_id', 'display_order'])
    .execute();
}

async function createAlerts(db: Kysely<unknown>): Promise<void> {
  await createTable(db, 'alerts', {
    id: primaryId,
    user_id: references('users', 'cascade'),
    symbol: text(64),
    exchange: text(32),
    condition: text(32),
    target_price: decimal,
    is_active: flag,
    is_triggered: flag,
    created_at: integer,
    triggered_at: nullable(integer),
  });
  await db.schema.createIndex('ix_alerts_user_id').on('alerts').columns(['user_id', 'created_at']).execute();
  // The alerts to watch when a price of an instrument comes in.
  await db.schema.createIndex('ix_alerts_symbol').on('alerts').columns(['exchange', 'symbol', 'is_active']).execute();
}

async function createNotifications(db: Kysely<unknown>): Promise<void> {
  await createTable(db, 'notifications', {
    id: primaryId,
    user_id: references('users', 'cascade'),
    type: text(64),
    title: text(200),
    message: longText(4_000),
    is_read: flag,
    metadata: nullable(json),
    created_at: integer,
  });
  await db.schema
    .createIndex('ix_notifications_user_id')
    .on('notifications')
    .columns(['user_id', 'is_read', 'created_at'])
    .execute();
}
