import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { tempDir, VirtualClock } from '@bourseworks/testkit';
import { AuditLog } from '../src/audit/audit-log.js';
import { Db } from '../src/database/db.js';
import type { NewRow } from '../src/database/schema.js';
import { AUDIT_KEY, RecordedLog } from './audit-key.js';

export { AUDIT_KEY };

/** 22 November 2026, microseconds. */
export const START_US = 1_795_305_600_000_000;

export interface World {
  readonly path: string;
  readonly db: Db;
  readonly audit: AuditLog;
  readonly clock: VirtualClock;
  readonly log: RecordedLog;
}

export function databasePath(): string {
  return join(tempDir('gateway-db'), 'gateway.db');
}

/** A migrated database in a file of its own, with an audit log. */
export async function openWorld(checkpointEvery = 4, path = databasePath()): Promise<World> {
  const db = await Db.open({ path });
  const clock = new VirtualClock(START_US);
  const log = new RecordedLog();
  return { path, db, clock, log, audit: new AuditLog(db, clock, log, { key: AUDIT_KEY, checkpointEvery }) };
}

export function userRow(username: string, id: string = randomUUID()): NewRow<'users'> {
  return {
    id,
    username,
    username_key: username.toLowerCase(),
    email: null,
    password_hash: '$argon2id$x',
    mfa_settings: null,
    disabled_at: null,
    failed_logins: 0,
    must_change_password: 0,
    created_at: START_US / 1_000,
    last_login_at: null,
  };
}

export async function addUser(db: Db, username: string): Promise<string> {
  const row = userRow(username);
  await db.kysely.insertInto('users').values(row).execute();
  return row.id;
}
