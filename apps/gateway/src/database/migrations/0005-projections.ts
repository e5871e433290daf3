import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import {
  createTable,
  decimal,
  flag,
  id,
  integer,
  json,
  longText,
  nullable,
  oneOf,
  primaryId,
  references,
  text,
} from '../columns.js';
import { trading } from './0003-trading.js';

const TABLES = ['positions', 'order_history', 'orders'];

/**
 * Projections anew, with all that their views show, and how far they are; what people asked for, which is no projection. The
 * tables of before never held a row that the OMS cannot tell again.
 */
export const projections: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const table of TABLES) await db.schema.dropTable(table).execute();
    await createOrders(db);
    await createHistory(db);
    await createPositions(db);
    await createOrderRequests(db);
    await createTable(db, 'projections', {
      name: { ...text(64), primary: true },
      sequence: integer,
      journal: text(100, 0),
      updated_at: integer,
    });
  },

  async down(db: Kysely<unknown>): Promise<void> {
    for (const table of ['projections', 'order_requests', ...TABLES]) await db.schema.dropTable(table).execute();
    await trading.up(db);
  },
};

async function createOrders(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'orders',
    {
      id: primaryId,
      user_id: nullable(references('users', 'no action')),
      account: text(64),
      strategy: text(64),
      client_order_id: nullable(text(64)),
      command_id: text(200, 0),
      cl_ord_id: text(128),
      symbol: text(64),
      exchange: text(64),
      adapter: text(64, 0),
      order_type: text(32),
      side: oneOf('BUY', 'SELL'),
      quantity: decimal,
      price: nullable(decimal),
      stop_price: nullable(decimal),
      time_in_force: text(16),
      cum_quantity: decimal,
      leaves_quantity: decimal,
      average_price: nullable(decimal),
      status: text(32),
      state: text(32),
      is_closed: flag,
      code: nullable(text(64)),
      reason: nullable(longText(1_000)),
      external_order_id: nullable(text(128)),
      first_sequence: integer,
      sequence: integer,
      created_at: integer,
      updated_at: integer,
    },
    (table) => table.addUniqueConstraint('uq_orders_cl_ord_id', ['cl_ord_id']),
  );
  // Orders of strategies have no client order id; to SQL Server two nulls are the same value.
  await db.schema
    .createIndex('uq_orders_client_order_id')
    .unique()
    .on('orders')
    .columns(['account', 'client_order_id'])
    .where(sql<boolean>`client_order_id is not null`)
    .execute();
  await indexOf(db, 'orders', 'user_id', ['user_id', 'first_sequence']);
  await indexOf(db, 'orders', 'account', ['account', 'first_sequence']);
  await indexOf(db, 'orders', 'first_sequence', ['first_sequence']);
  await indexOf(db, 'orders', 'sequence', ['sequence']);
  await indexOf(db, 'orders', 'is_closed', ['is_closed', 'first_sequence']);
  await indexOf(db, 'orders', 'command_id', ['command_id']);
}

async function createHistory(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'order_history',
    {
      id: primaryId,
      order_id: references('orders', 'cascade'),
      sequence: integer,
      status: text(32),
      state: text(32),
      exec_type: text(32),
      exec_id: nullable(text(128)),
      exec_ref_id: nullable(text(128)),
      is_fill: flag,
      quantity: nullable(decimal),
      price: nullable(decimal),
      fee: nullable(decimal),
      fee_currency: nullable(text(16)),
      cum_quantity: decimal,
      leaves_quantity: decimal,
      code: nullable(text(64)),
      reason: nullable(longText(1_000)),
      status_details: nullable(json),
      time: integer,
    },
    // A projection that is run twice over the same events changes nothing.
    (table) => table.addUniqueConstraint('uq_order_history_sequence', ['order_id', 'sequence']),
  );
  await indexOf(db, 'order_history', 'is_fill', ['is_fill', 'sequence']);
}

async function createPositions(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'positions',
    {
      id: primaryId,
      user_id: nullable(references('users', 'no action')),
      account: text(64),
      strategy: text(64, 0),
      symbol: text(64),
      exchange: text(64),
      currency: text(16),
      multiplier: { ...integer, min: 1 },
      price_scale: integer,
      quantity_scale: integer,
      quantity: decimal,
      average_price: nullable(decimal),
      cost: decimal,
      current_price: nullable(decimal),
      unrealized_pnl: nullable(decimal),
      realized_pnl: decimal,
      fees: decimal,
      sequence: integer,
      updated_at: integer,
    },
    (table) => table.addUniqueConstraint('uq_positions_key', ['account', 'strategy', 'exchange', 'symbol']),
  );
  await indexOf(db, 'positions', 'user_id', ['user_id']);
}

async function createOrderRequests(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'order_requests',
    {
      id: primaryId,
      account: text(64),
      client_order_id: text(64),
      command_id: text(64),
      user_id: references('users', 'no action', id),
      body_hash: text(64, 64),
      created_at: integer,
      sent_at: nullable(integer),
      receipt: nullable(json),
      resolved_at: nullable(integer),
    },
    (table) =>
      table
        .addUniqueConstraint('uq_order_requests_client_order_id', ['account', 'client_order_id'])
        .addUniqueConstraint('uq_order_requests_command_id', ['command_id']),
  );
  await indexOf(db, 'order_requests', 'resolved_at', ['resolved_at', 'sent_at']);
}

async function indexOf(db: Kysely<unknown>, table: string, name: string, columns: string[]): Promise<void> {
  await db.schema.createIndex(`ix_${table}_${name}`).on(table).columns(columns).execute();
}
