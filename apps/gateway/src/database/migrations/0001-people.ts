import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import {
  createTable,
  flag,
  integer,
  json,
  longText,
  nullable,
  oneOf,
  primaryId,
  references,
  text,
} from '../columns.js';

/** Who signs in, with what rights and sessions. */
export const people: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await createUsers(db);
    await createTable(
      db,
      'user_roles',
      { user_id: references('users', 'cascade'), role: oneOf('viewer', 'trader', 'risk', 'admin') },
      (table) => table.addPrimaryKeyConstraint('pk_user_roles', ['user_id', 'role']),
    );
    await createTable(
      db,
      'user_profiles',
      {
        id: primaryId,
        user_id: references('users', 'cascade'),
        full_name: nullable(text(128)),
        contact_number: nullable(text(32)),
        timezone: nullable(text(64)),
        preferences: json,
        version: { ...integer, min: 1 },
        updated_at: integer,
      },
      (table) => table.addUniqueConstraint('uq_user_profiles_user_id', ['user_id']),
    );
    await createSessions(db);
  },

  async down(db: Kysely<unknown>): Promise<void> {
    for (const table of ['sessions', 'user_profiles', 'user_roles', 'users'])
      await db.schema.dropTable(table).execute();
  },
};

async function createUsers(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'users',
    {
      id: primaryId,
      username: text(64),
      username_key: text(64),
      email: nullable(text(254)),
      password_hash: text(255),
      mfa_settings: nullable(json),
      disabled_at: nullable(integer),
      failed_logins: integer,
      must_change_password: flag,
      created_at: integer,
      last_login_at: nullable(integer),
    },
    (table) => table.addUniqueConstraint('uq_users_username_key', ['username_key']),
  );
  // An index with a condition and not a constraint: to SQL Server two nulls are the same value.
  await db.schema
    .createIndex('uq_users_email')
    .unique()
    .on('users')
    .column('email')
    .where(sql<boolean>`email is not null`)
    .execute();
}

async function createSessions(db: Kysely<unknown>): Promise<void> {
  await createTable(db, 'sessions', {
    id: primaryId,
    user_id: references('users', 'cascade'),
    ip_address: nullable(text(45)),
    user_agent: nullable(longText(512)),
    refresh_sequence: integer,
    refresh_hash: text(128),
    rotated_at: integer,
    created_at: integer,
    last_active_at: integer,
    expires_at: integer,
    revoked_at: nullable(integer),
    revoke_reason: nullable(text(64)),
  });
  await db.schema.createIndex('ix_sessions_user_id').on('sessions').columns(['user_id', 'expires_at']).execute();
  // For the job that removes what has run out.
  await db.schema.createIndex('ix_sessions_expires_at').on('sessions').column('expires_at').execute();
}
