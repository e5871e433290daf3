import { randomUUID } from 'node:crypto';
import { ok, refuse, type Refused, type Result } from '@bourseworks/domain';
import { Clock } from '@bourseworks/ports';
import { Injectable } from '@nestjs/common';
import { entryOf, type Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Db, type Tx } from '../database/db.js';
import type { Row } from '../database/schema.js';
import { parseStored, type JsonObject } from '../database/stored-json.js';
import { versionRefusal, type Expected } from '../database/version.js';
import type { Workspace, WorkspaceSummary } from './workspace.dto.js';

/** Workspaces that one person may keep. */
export const MAX_WORKSPACES = 50;

export interface WorkspaceContent {
  readonly name: string;
  readonly layout: JsonObject;
}

/**
 * Saved screens. Every query names the owner: what belongs to somebody else is unknown, as if it did not exist. Every change
 * and its row of the audit log are one transaction.
 */
@Injectable()
export class Workspaces {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** All of one person by name, without their layouts. */
  async list(userId: string): Promise<WorkspaceSummary[]> {
    const rows = await this.db.kysely
      .selectFrom('workspaces')
      .select(['id', 'name', 'is_default', 'version', 'created_at', 'updated_at'])
      .where('user_id', '=', userId)
      .orderBy('name')
      .execute();
    return rows.map(summaryOf);
  }

  async get(userId: string, id: string): Promise<Result<Workspace>> {
    const row = await owned(this.db.kysely, userId, id);
    return row === undefined ? unknown() : ok(workspaceOf(row));
  }

  /** The first one of a person becomes their default. */
  async create(actor: Actor, content: WorkspaceContent): Promise<Result<Workspace>> {
    return this.db.transaction(async (tx) => {
      const mine = await tx.selectFrom('workspaces').select('name').where('user_id', '=', actor.userId).execute();
      if (mine.length >= MAX_WORKSPACES) {
        return refuse('RECORD_LIMIT', `you have ${mine.length} workspaces`, { limit: MAX_WORKSPACES });
      }
      if (mine.some(({ name }) => name === content.name)) return nameTaken(content.name);
      const now = this.nowMs();
      const row: Row<'workspaces'> = {
        id: randomUUID(),
        user_id: actor.userId,
        name: content.name,
        layout: JSON.stringify(content.layout),
        is_default: mine.length === 0 ? 1 : 0,
        version: 1,
        created_at: now,
        updated_at: now,
      };
      await tx.insertInto('workspaces').values(row).execute();
      await this.record(tx, actor, 'workspace.create', row.id, { name: row.name });
      return ok(workspaceOf(row));
    });
  }

  async replace(actor: Actor, id: string, expected: Expected, content: WorkspaceContent): Promise<Result<Workspace>> {
    return this.db.transaction(async (tx) => {
      const old = await owned(tx, actor.userId, id);
      if (old === undefined) return unknown();
      const stale = versionRefusal(expected, old.version);
      if (stale !== undefined) return stale;
      if (content.name !== old.name && (await this.nameExists(tx, actor.userId, content.name))) {
        return nameTaken(content.name);
      }
      const change = {
        name: content.name,
        layout: JSON.stringify(content.layout),
        version: old.version + 1,
        updated_at: this.nowMs(),
      };
      await tx.updateTable('workspaces').set(change).where('id', '=', id).execute();
      await this.record(tx, actor, 'workspace.replace', id, { name: change.name, version: change.version });
      return ok(workspaceOf({ ...old, ...change }));
    });
  }

  async remove(actor: Actor, id: string, expected: Expected): Promise<Result<undefined>> {
    return this.db.transaction(async (tx) => {
      const old = await owned(tx, actor.userId, id);
      if (old === undefined) return unknown();
      const stale = versionRefusal(expected, old.version);
      if (stale !== undefined) return stale;
      await tx.deleteFrom('workspaces').where('id', '=', id).execute();
      await this.record(tx, actor, 'workspace.delete', id, { name: old.name });
      return ok(undefined);
    });
  }

  /** Makes it the only default of its owner. The other one gets a new version too: its representation changes. */
  async makeDefault(actor: Actor, id: string): Promise<Result<Workspace>> {
    return this.db.transaction(async (tx) => {
      const old = await owned(tx, actor.userId, id);
      if (old === undefined) return unknown();
      if (old.is_default === 1) return ok(workspaceOf(old));
      const updated_at = this.nowMs();
      await tx
        .updateTable('workspaces')
        .set((row) => ({ is_default: 0, version: row('version', '+', 1), updated_at }))
        .where('user_id', '=', actor.userId)
        .where('is_default', '=', 1)
        .execute();
      const change = { is_default: 1, version: old.version + 1, updated_at } as const;
      await tx.updateTable('workspaces').set(change).where('id', '=', id).execute();
      await this.record(tx, actor, 'workspace.default', id, { name: old.name });
      return ok(workspaceOf({ ...old, ...change }));
    });
  }

  private async nameExists(tx: Tx, userId: string, name: string): Promise<boolean> {
    const query = tx.selectFrom('workspaces').select('id').where('user_id', '=', userId).where('name', '=', name);
    return (await query.executeTakeFirst()) !== undefined;
  }

  private async record(tx: Tx, actor: Actor, action: string, id: string, details: JsonObject): Promise<void> {
    await this.audit.append(entryOf(actor, action, 'workspace', id, details), tx);
  }

  private nowMs(): number {
    return Math.floor(this.clock.nowUs() / 1_000);
  }
}

async function owned(db: Db['kysely'], userId: string, id: string): Promise<Row<'workspaces'> | undefined> {
  const query = db.selectFrom('workspaces').selectAll().where('id', '=', id).where('user_id', '=', userId);
  return query.executeTakeFirst();
}

function unknown(): Refused {
  return refuse('RECORD_UNKNOWN', 'you have no such workspace');
}

function nameTaken(name: string): Refused {
  return refuse('RECORD_NAME_TAKEN', `you have a workspace of the name ${name}`, { name });
}

function summaryOf(row: Omit<Row<'workspaces'>, 'layout' | 'user_id'>): Omit<Workspace, 'layout'> {
  return {
    id: row.id,
    name: row.name,
    isDefault: row.is_default === 1,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function workspaceOf(row: Row<'workspaces'>): Workspace {
  return { ...summaryOf(row), layout: parseStored(row.layout) };
}
