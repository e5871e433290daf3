import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Role } from '../auth/role.js';

/** Who asks, as the access guard established it for this one request. */
export interface Principal {
  id: string;
  username: string;
  roles: readonly Role[];
  /** The session (refresh family) that the access token belongs to. */
  sid: string;
}

/** A request after the access guard; `principal` is absent only on public routes. */
export interface AuthenticatedRequest extends Request {
  principal?: Principal;
}

/** The signed-in person: `list(@CurrentUser() user: Principal)`. Throws on a public route, where there is none. */
export const CurrentUser = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (principal === undefined) throw new Error('@CurrentUser() on a route without access control');
  return principal;
});
