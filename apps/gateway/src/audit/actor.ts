import type { Request } from 'express';
import { ipOf } from '../http/client.js';
import type { Principal } from '../http/current-user.js';
import type { AuditEntry } from './audit-entry.js';

/** Who changes something, for the audit log. */
export interface Actor {
  readonly userId: string;
  readonly ipAddress: string | undefined;
}

export function actorOf(user: Pick<Principal, 'id'>, request: Pick<Request, 'ip'>): Actor {
  return { userId: user.id, ipAddress: ipOf(request) };
}

/** The entry of what an actor did to a thing of theirs. */
export function entryOf(
  { userId, ipAddress }: Actor,
  action: string,
  resource: string,
  resourceId: string,
  details?: AuditEntry['details'],
): AuditEntry {
  return {
    userId,
    action,
    resource,
    resourceId,
    ...(details === undefined ? {} : { details }),
    ...(ipAddress === undefined ? {} : { ipAddress }),
  };
}
