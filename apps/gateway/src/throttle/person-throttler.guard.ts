import { DomainError } from '@bourseworks/domain';
import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { AuthenticatedRequest } from '../http/current-user.js';
import { NEVER_THROTTLED } from './throttle-decorators.js';

/**
 * Limits what one person may ask, in all their sessions together and apart for questions and commands. Public routes have
 * limits of their own. Stands behind the access guard, which says who asks.
 */
@Injectable()
export class PersonThrottlerGuard extends ThrottlerGuard {
  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    if (context.switchToHttp().getRequest<AuthenticatedRequest>().principal === undefined) return true;
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<boolean | undefined>(NEVER_THROTTLED, targets) === true;
  }

  protected override async getTracker(request: AuthenticatedRequest): Promise<string> {
    return request.principal?.id ?? '';
  }

  /** One count for all routes of a class, and not one for each route. */
  protected override generateKey(_context: ExecutionContext, tracker: string, name: string): string {
    return `${name} ${tracker}`;
  }

  protected override async throwThrottlingException(
    _context: ExecutionContext,
    { limit, timeToBlockExpire: retryAfterS }: ThrottlerLimitDetail,
  ): Promise<void> {
    const message = `you may ask ${limit} of these a minute`;
    throw new DomainError({ code: 'REQUEST_THROTTLED', message, details: { limit, retryAfterS } });
  }
}
