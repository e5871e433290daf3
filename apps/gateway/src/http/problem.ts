import { STATUS_CODES } from 'node:http';
import { DomainError, ERRORS, isErrorCode, type ErrorCode, type RefusalDetails } from '@bourseworks/domain';
import { HttpException } from '@nestjs/common';
import { FieldErrors, type FieldError } from './field-errors.js';
import { statusOf } from './problem-status.js';
import { RefusedCommand } from './refused-command.js';

/** RFC 9457. `code` is one of the error reference; `type` names the same. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: ErrorCode;
  readonly correlationId?: string;
  /** Of a request whose fields are not as documented. */
  readonly errors?: readonly FieldError[];
  /** Facts behind the refusal, such as a limit and what was observed. */
  readonly details?: RefusalDetails;
}

/** What became of a request that failed. */
export interface Failure {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly details?: RefusalDetails;
  readonly retryAfterS?: number;
}

/** What Nest and Express refuse by themselves. */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'BAD_REQUEST',
  401: 'SIGN_IN_REQUIRED',
  403: 'ROLE_REQUIRED',
  404: 'ROUTE_UNKNOWN',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_CONTENT_TYPE',
  429: 'REQUEST_THROTTLED',
  503: 'BUSY',
};

/** Failures of the body parser, whose own messages quote the body: it may hold a password. */
const BODY_FAULTS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  'entity.parse.failed': ['BAD_MESSAGE', 'the body is not JSON'],
  'entity.verify.failed': ['BAD_MESSAGE', 'the body cannot be read'],
  'entity.too.large': ['PAYLOAD_TOO_LARGE', 'the body is larger than 1 MB'],
  'charset.unsupported': ['UNSUPPORTED_CONTENT_TYPE', 'the charset of the body is not supported'],
  'encoding.unsupported': ['UNSUPPORTED_CONTENT_TYPE', 'the encoding of the body is not supported'],
};

const internal: Failure = {
  code: 'INTERNAL_ERROR',
  status: 500,
  detail: 'the service failed in a way it did not expect',
};

function ofStatus(status: number, detail: string): Failure {
  if (status >= 500 && status !== 503) return internal;
  return { code: CODE_OF_STATUS[status] ?? 'REQUEST_REFUSED', status, detail };
}

/** Nest wraps what the parsers threw, and takes over their words. */
function faultOf(error: Error): Failure | undefined {
  const { type } = error as { type?: unknown };
  const fault = typeof type === 'string' ? BODY_FAULTS[type] : undefined;
  if (fault) return { code: fault[0], status: statusOf(fault[0]), detail: fault[1] };
  return error instanceof URIError ? ofStatus(400, 'the path is not a valid one') : undefined;
}

function ofHttpException(error: HttpException): Failure {
  const status = error.getStatus();
  const fault = error.cause instanceof Error ? faultOf(error.cause) : undefined;
  if (fault) return fault;
  // Its message repeats the path, and a path may carry what does not belong in an answer.
  return ofStatus(status, status === 404 ? 'there is nothing at this path' : error.message);
}

const retryAfterOf = (code: ErrorCode, error: Error): { retryAfterS: number } | undefined => {
  const given = error instanceof DomainError ? error.details?.['retryAfterS'] : undefined;
  if (typeof given === 'number') return { retryAfterS: given };
  return statusOf(code) === 503 ? { retryAfterS: 1 } : undefined;
};

/** Without the time to wait, which is a header. */
function factsOf(error: Error): { details: RefusalDetails } | undefined {
  if (!(error instanceof DomainError) || error.details === undefined) return undefined;
  const { retryAfterS: _, ...details } = error.details;
  return Object.keys(details).length === 0 ? undefined : { details };
}

/** What an error means to the caller. All that nobody expected is the same 500: its reason is for the log. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return internal;
  if (error instanceof HttpException) return ofHttpException(error);
  const fault = faultOf(error);
  if (fault) return fault;
  const { code, status } = error as { code?: unknown; status?: unknown };
  if (typeof code === 'string' && isErrorCode(code) && code !== 'INTERNAL_ERROR') {
    const errors = error instanceof FieldErrors ? { errors: error.errors } : {};
    const status = error instanceof RefusedCommand ? error.httpStatus : statusOf(code);
    return { code, status, detail: error.message, ...errors, ...factsOf(error), ...retryAfterOf(code, error) };
  }
  if (typeof status === 'number' && status >= 400 && status < 500)
    return ofStatus(status, STATUS_CODES[status] ?? 'the request was refused');
  return internal;
}

export function problemOf(failure: Failure, path: string, correlationId: string | undefined): Problem {
  const { code, status, detail, errors, details } = failure;
  return {
    type: `urn:bourseworks:error:${code}`,
    title: ERRORS[code].meaning,
    status,
    detail,
    instance: path,
    code,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(errors ? { errors } : {}),
    ...(details ? { details } : {}),
  };
}
