import { randomUUID } from 'node:crypto';
import { ok, type Result } from '@bourseworks/domain';
import { Clock } from '@bourseworks/ports';
import { Injectable } from '@nestjs/common';
import { entryOf, type Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Db } from '../database/db.js';
import type { Row } from '../database/schema.js';
import { parseStored } from '../database/stored-json.js';
import { versionRefusal, type Expected } from '../database/version.js';
import type { Profile } from './profile.dto.js';

export type ProfileContent = Pick<Profile, 'fullName' | 'contactNumber' | 'timezone' | 'preferences'>;

type Stored = Row<'user_profiles'>;

const UNWRITTEN: Profile = {
  fullName: null,
  contactNumber: null,
  timezone: null,
  preferences: {},
  version: 0,
  updatedAt: null,
};

/** What people say about themselves and how they like things. Everybody has a profile, an empty one to begin with. */
@Injectable()
export class Profiles {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async get(userId: string): Promise<Profile> {
    const row = await stored(this.db.kysely, userId);
    return row === undefined ? UNWRITTEN : profileOf(row);
  }

  /** Replaces the whole profile. */
  async put(actor: Actor, expected: Expected, content: ProfileContent): Promise<Result<Profile>> {
    return this.db.transaction(async (tx) => {
      const old = await stored(tx, actor.userId);
      const stale = versionRefusal(expected, old?.version ?? 0);
      if (stale !== undefined) return stale;
      const change = {
        full_name: content.fullName,
        contact_number: content.contactNumber,
        timezone: content.timezone,
        preferences: JSON.stringify(content.preferences),
        version: (old?.version ?? 0) + 1,
        updated_at: Math.floor(this.clock.nowUs() / 1_000),
      };
      const row: Stored = { id: old?.id ?? randomUUID(), user_id: actor.userId, ...change };
      await (old === undefined
        ? tx.insertInto('user_profiles').values(row).execute()
        : tx.updateTable('user_profiles').set(change).where('id', '=', old.id).execute());
      // Names of the fields only: the log is kept for long, and must not become a second store of personal data.
      const details = { fields: changedFields(old, row), version: row.version };
      await this.audit.append(entryOf(actor, 'profile.replace', 'profile', row.id, details), tx);
      return ok(profileOf(row));
    });
  }
}

function changedFields(old: Stored | undefined, row: Stored): string[] {
  const fields = ['full_name', 'contact_number', 'timezone', 'preferences'] as const;
  return fields.filter((field) => (old?.[field] ?? null) !== row[field]);
}

async function stored(db: Db['kysely'], userId: string): Promise<Stored | undefined> {
  return db.selectFrom('user_profiles').selectAll().where('user_id', '=', userId).executeTakeFirst();
}

function profileOf(row: Stored): Profile {
  return {
    fullName: row.full_name,
    contactNumber: row.contact_number,
    timezone: row.timezone,
    preferences: parseStored(row.preferences),
    version: row.version,
    updatedAt: row.updated_at,
  };
}
