import { DomainError, expectOk, type ErrorCode } from '@bourseworks/domain';
import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { AuthenticatedRequest } from '../http/current-user.js';
import { SessionDirectory, type LiveSession } from '../sessions/session-directory.js';
import { PUBLIC_ROUTE, ROUTE_ROLES, WHILE_PASSWORD_PENDING } from './access-decorators.js';
import { AccessTokens } from './access-tokens.js';
import { isOpenRoute } from './open-routes.js';
import type { Role } from './role.js';

const bearer = /^Bearer ([A-Za-z0-9_.~+/-]{1,4096}=*)$/i;

/** Guards every route there is: what is not opened with @Public() needs a token of a session that is alive. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
    private readonly directory: SessionDirectory,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.isOpen(context)) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const session = await this.sessionOf(request);
    const { sid, userId: id, username, roles } = session;
    // Before the refusals: the log says who was refused.
    request.principal = { id, username, roles, sid };
    if (session.mustChangePassword && !this.says<boolean>(WHILE_PASSWORD_PENDING, context))
      throw refusal('PASSWORD_CHANGE_REQUIRED', 'change your password first');
    const allowed = this.says<readonly Role[]>(ROUTE_ROLES, context);
    if (allowed && !allowed.some((role) => roles.includes(role)))
      throw refusal('ROLE_REQUIRED', `this needs the role ${allowed.join(' or ')}`);
    return true;
  }

  private says<T>(key: string, context: ExecutionContext): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(key, [context.getHandler(), context.getClass()]);
  }

  private isOpen(context: ExecutionContext): boolean {
    return this.says<boolean>(PUBLIC_ROUTE, context) === true || isOpenRoute(context.getClass(), context.getHandler());
  }

  private async sessionOf({ headers }: AuthenticatedRequest): Promise<LiveSession> {
    const [, token] = bearer.exec(headers.authorization ?? '') ?? [];
    if (token === undefined) throw refusal('SIGN_IN_REQUIRED', 'this needs an access token');
    const { sid, userId } = expectOk(await this.tokens.verify(token));
    const session = await this.directory.find(sid);
    if (session?.userId !== userId) throw refusal('SESSION_ENDED', 'the session has ended');
    return session;
  }
}

function refusal(code: ErrorCode, message: string): DomainError {
  return new DomainError({ code, message });
}
