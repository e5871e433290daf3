import { ok, refuse, type Result } from '@bourseworks/domain';
import { Injectable } from '@nestjs/common';
import type { Role } from '../auth/role.js';
import { Db } from '../database/db.js';
import type { Row } from '../database/schema.js';
import { parseStored } from '../database/stored-json.js';
import type { Principal } from '../http/current-user.js';
import { pageOf } from '../orders/order-book.js';
import { present } from '../projection/order-views.js';
import type { AuditEntryView, AuditPage } from './audit.dto.js';

export interface AuditFilter {
  readonly action?: string | undefined;
  readonly userId?: string | undefined;
  readonly resource?: string | undefined;
  /** Sequence of the last row of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export const AUDIT_READERS: readonly Role[] = ['admin', 'risk'];

/** Looks through the audit log, newest first. */
@Injectable()
export class AuditReader {
  constructor(private readonly db: Db) {}

  async page({ roles }: Pick<Principal, 'roles'>, filter: AuditFilter): Promise<Result<AuditPage>> {
    if (!AUDIT_READERS.some((role) => roles.includes(role)))
      return refuse('ROLE_REQUIRED', `this needs the role ${AUDIT_READERS.join(' or ')}`);
    const { action, userId, resource, before, limit } = filter;
    let query = this.db.kysely
      .selectFrom('audit_log')
      .leftJoin('users', 'users.id', 'audit_log.user_id')
      .selectAll('audit_log')
      .select('users.username')
      .orderBy('audit_log.sequence', 'desc')
      .limit(limit + 1);
    if (action !== undefined) query = query.where('audit_log.action', '=', action);
    if (userId !== undefined) query = query.where('audit_log.user_id', '=', userId);
    if (resource !== undefined) query = query.where('audit_log.resource', '=', resource);
    if (before !== undefined) query = query.where('audit_log.sequence', '<', before);
    const { rows, next } = pageOf(await query.execute(), limit, (row) => row.sequence);
    return ok({ entries: rows.map(viewOf), ...next });
  }
}

function viewOf(row: Row<'audit_log'> & { readonly username: string | null }): AuditEntryView {
  return present<AuditEntryView>({
    sequence: row.sequence,
    time: row.time,
    userId: row.user_id ?? undefined,
    user: row.username ?? undefined,
    action: row.action,
    resource: row.resource,
    resourceId: row.resource_id ?? undefined,
    details: row.details === null ? undefined : parseStored(row.details),
    ipAddress: row.ip_address ?? undefined,
    hash: row.hash,
  });
}
