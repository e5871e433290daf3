import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { addColumn, dropColumn, dropIndex, nullable, oneOf, text } from '../columns.js';

/** Which list an order is one of; what was projected before shows that after a rebuild. */
export const orderLists: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await addColumn(db, 'orders', 'list_id', nullable(text(128)));
    await addColumn(db, 'orders', 'list_role', nullable(text(16)));
    await db.schema.createIndex('ix_orders_list_id').on('orders').column('list_id').execute();
    await addColumn(db, 'order_requests', 'list_kind', nullable(oneOf('OTO', 'OCO', 'BRACKET')));
  },

  async down(db: Kysely<unknown>): Promise<void> {
    await dropColumn(db, 'order_requests', 'list_kind');
    await dropIndex(db, 'orders', 'ix_orders_list_id');
    await dropColumn(db, 'orders', 'list_role');
    await dropColumn(db, 'orders', 'list_id');
  },
};
