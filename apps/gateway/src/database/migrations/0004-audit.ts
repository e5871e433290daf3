import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { createTable, id, integer, json, nullable, references, text } from '../columns.js';

const sha256 = text(64, 64);

/** Who did what, as a chain of hashes. */
export const audit: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await createTable(
      db,
      'audit_log',
      {
        sequence: { ...integer, min: 1, primary: true },
        id,
        // Never cascades: a person with a history cannot be deleted, only disabled.
        user_id: nullable(references('users', 'no action')),
        action: text(64),
        resource: text(64),
        resource_id: nullable(text(128)),
        details: nullable(json),
        ip_address: nullable(text(45)),
        time: integer,
        previous_hash: sha256,
        hash: sha256,
      },
      (table) => table.addUniqueConstraint('uq_audit_log_id', ['id']),
    );
    await db.schema.createIndex('ix_audit_log_user_id').on('audit_log').columns(['user_id', 'sequence']).execute();
    await db.schema
      .createIndex('ix_audit_log_resource')
      .on('audit_log')
      .columns(['resource', 'resource_id', 'sequence'])
      .execute();
    await db.schema.createIndex('ix_audit_log_time').on('audit_log').column('time').execute();
    await createTable(db, 'audit_checkpoints', {
      sequence: { ...integer, primary: true },
      hash: sha256,
      time: integer,
      due: integer,
      mac: sha256,
    });
  },

  async down(db: Kysely<unknown>): Promise<void> {
    for (const table of ['audit_checkpoints', 'audit_log']) await db.schema.dropTable(table).execute();
  },
};
