import type { ErrorCode } from '@bourseworks/domain';
import { EventLog } from '@bourseworks/ports';
import { Catch, HttpException, Injectable } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import type { AuthenticatedRequest } from './current-user.js';
import { failureOf, problemOf, type Failure } from './problem.js';

/** Answers of the probes have a form of their own, which watchers of every service read. */
const probes = /^\/(?:health(?:\/|$)|metrics$)/;

/** Somebody tried what is not theirs; a session that is over or a password that is pending is everyday life. */
const DENIALS: ReadonlySet<ErrorCode> = new Set(['ROLE_REQUIRED', 'TOKEN_INVALID', 'ORIGIN_REFUSED']);

/** Answers every failure with problem details (RFC 9457), whatever failed. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: EventLog) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest & { id?: unknown }>();
    const response = http.getResponse<Response>();
    const path = (request.originalUrl ?? request.url).split('?', 1)[0] ?? '/';
    if (error instanceof HttpException && error.getStatus() !== 404 && probes.test(path)) {
      response.status(error.getStatus()).json(error.getResponse());
      return;
    }
    const failure = failureOf(error);
    this.tell(failure, error, request, path);
    if (response.headersSent) {
      // Half an answer is out: cut it off, so that nobody takes it for the whole.
      response.destroy();
      return;
    }
    this.answer(failure, path, typeof request.id === 'string' ? request.id : undefined, response);
  }

  private tell(
    { code, status }: Failure,
    error: unknown,
    { method, principal }: AuthenticatedRequest,
    path: string,
  ): void {
    if (status === 500) {
      const err = error instanceof Error ? error : new Error(String(error));
      this.log.error({ event: 'http.failed', method, path, err });
      return;
    }
    // ASVS 5, 16.3.2: what somebody tried and may not do must show without a search for it.
    const level = DENIALS.has(code) ? 'warn' : 'debug';
    this.log[level]({ event: 'http.refused', method, path, status, code, userId: principal?.id });
  }

  private answer(failure: Failure, path: string, id: string | undefined, response: Response): void {
    if (failure.retryAfterS !== undefined) response.setHeader('retry-after', String(failure.retryAfterS));
    if (failure.status === 401) response.setHeader('www-authenticate', 'Bearer');
    response
      .status(failure.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemOf(failure, path, id)));
  }
}
