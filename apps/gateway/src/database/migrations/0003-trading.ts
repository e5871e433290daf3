import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import {
  createTable,
  decimal,
  integer,
  json,
  longText,
  nullable,
  oneOf,
  primaryId,
  references,
  text,
} from '../columns.js';

/** Orders, their history and positions as the OMS's events tell them; all can be projected again. */
export const trading: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await createOrders(db);
    await createTable(
      db,
      'order_history',
      {
        id: primaryId,
        order_id: references('orders', 'cascade'),
        sequence: integer,
        status: text(32),
        exec_type: text(32),
        reason: nullable(longText(1_000)),
        status_details: nullable(json),
        time: integer,
      },
      // A projection that is run twice over the same events changes nothing.
      (table) => table.addUniqueConstraint('uq_order_history_sequence', ['order_id', 'sequence']),
    );
    await createPositions(db);
  },

  async down(db: Kysely<unknown>): Promise<void> {
    for (const table of ['positions', 'order_history', 'orders']) await db.schema.dropTable(table).execute();
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
      client_order_id: nullable(text(64)),
      cl_ord_id: text(64),
      symbol: text(64),
      exchange: text(32),
      adapter: text(64),
      order_type: text(32),
      side: oneOf('BUY', 'SELL'),
      quantity: decimal,
      price: nullable(decimal),
      stop_price: nullable(decimal),
      time_in_force: text(16),
      status: text(32),
      external_order_id: nullable(text(128)),
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
  await db.schema.createIndex('ix_orders_user_id').on('orders').columns(['user_id', 'created_at']).execute();
  await db.schema.createIndex('ix_orders_account').on('orders').columns(['account', 'created_at']).execute();
  await db.schema.createIndex('ix_orders_sequence').on('orders').column('sequence').execute();
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
      exchange: text(32),
      quantity: decimal,
      average_price: nullable(decimal),
      current_price: nullable(decimal),
      unrealized_pnl: nullable(decimal),
      realized_pnl: decimal,
      updated_at: integer,
    },
    (table) => table.addUniqueConstraint('uq_positions_key', ['account', 'strategy', 'exchange', 'symbol']),
  );
  await db.schema.createIndex('ix_positions_user_id').on('positions').column('user_id').execute();
}
