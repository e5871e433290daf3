import { ROLES_FOR, type ActorAction, type ActorIdentity } from '@bourseworks/actor';
import { refuse, type Refused } from '@bourseworks/domain';
import type { Request } from 'express';
import type { Actor } from '../audit/actor.js';
import { ipOf } from '../http/client.js';
import type { Principal } from '../http/current-user.js';

/** A signed-in person who commands the platform, and from where. */
export interface Operator extends Actor {
  readonly username: string;
  readonly roles: readonly string[];
  readonly sid: string;
}

export function operatorOf({ id, username, roles, sid }: Principal, request: Pick<Request, 'ip'>): Operator {
  return { userId: id, username, roles, sid, ipAddress: ipOf(request) };
}

/** The operator as the OMS and the strategy hosts are told of them. */
export function identityOf({ userId: id, username: name, roles, sid: session }: Operator): ActorIdentity {
  return { id, name, roles, session, via: 'gateway' };
}

/**
 * Undefined for somebody who may do this. Asked again here, behind the guard of the route: a service that another part calls,
 * or a route that forgot its roles, must not command for everybody.
 */
export function roleRefusal({ roles }: Operator, ...actions: readonly ActorAction[]): Refused | undefined {
  const allowed = actions.flatMap((action) => ROLES_FOR[action]);
  if (roles.some((role) => allowed.includes(role))) return undefined;
  return refuse('ROLE_REQUIRED', `this needs the role ${[...new Set(allowed)].join(' or ')}`);
}
