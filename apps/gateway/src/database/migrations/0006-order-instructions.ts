import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { addColumn, dropColumn, json, nullable } from '../columns.js';

/** What orders say beyond price, stop price and quantity; null for plain orders, as all of before were. */
export const orderInstructions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await addColumn(db, 'orders', 'instructions', nullable(json));
  },

  async down(db: Kysely<unknown>): Promise<void> {
    await dropColumn(db, 'orders', 'instructions');
  },
};
