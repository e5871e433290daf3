import type { ValidationError } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { TransportError, type WireError } from '../errors.js';

/** A refusal with a code that reaches the caller as it is; throw it from a handler. Also what `SolaceClient` fails with. */
export class CodedRpcException extends RpcException {
  constructor(
    readonly code: string,
    message: string,
    readonly details?: unknown,
    options?: { readonly cause?: unknown },
  ) {
    super(details === undefined ? { code, message } : { code, message, details });
    this.name = 'CodedRpcException';
    if (options?.cause !== undefined) this.cause = options.cause;
  }

  static from(error: unknown): CodedRpcException {
    if (error instanceof CodedRpcException) return error;
    if (error instanceof TransportError)
      return new CodedRpcException(error.code, error.message, error.details, { cause: error });
    return new CodedRpcException('INTERNAL_ERROR', error instanceof Error ? error.message : String(error), undefined, {
      cause: error,
    });
  }
}

/**
 * A payload that its DTO refuses. It carries the signature of an HTTP error too, so that one pipe serves the HTTP and
 * the bus side of a hybrid application: over HTTP it answers 400.
 */
export class ValidationRpcException extends CodedRpcException {
  readonly statusCode = 400;
  readonly status = 400;
  readonly expose = true;
}

interface FieldProblem {
  readonly field: string;
  readonly problems: readonly string[];
}

/** Bound of the problems reported: a hostile array must not turn into a larger answer. */
const MAX_PROBLEMS = 50;

/** `exceptionFactory` for ValidationPipe: without it the caller would read "Internal server error" and nothing else. */
export function validationExceptionFactory(errors: readonly ValidationError[]): ValidationRpcException {
  const problems = flatten(errors, '').slice(0, MAX_PROBLEMS);
  const first = problems[0]?.problems[0] ?? 'the payload does not match its DTO';
  return new ValidationRpcException('BAD_REQUEST', first, problems);
}

function flatten(errors: readonly ValidationError[], prefix: string): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = prefix === '' ? error.property : `${prefix}.${error.property}`;
    const own = Object.values(error.constraints ?? {});
    return [...(own.length > 0 ? [{ field, problems: own }] : []), ...flatten(error.children ?? [], field)];
  });
}

const UNKNOWN_MESSAGE = 'Internal server error';

/**
 * What an error of a handler says to the caller. Coded ones pass; everything else is INTERNAL_ERROR without its text,
 * which may hold what outsiders must not read (queries, paths, secrets).
 */
export function toWireError(error: unknown): { readonly wire: WireError; readonly unexpected: boolean } {
  const value: unknown = error instanceof RpcException ? error.getError() : error;
  if (typeof value === 'object' && value !== null && !(value instanceof Error)) {
    const { code, message, details, status } = value as Record<string, unknown>;
    if (typeof code === 'string' && typeof message === 'string') {
      return { wire: details === undefined ? { code, message } : { code, message, details }, unexpected: false };
    }
    // The shapes that Nest's own filter makes: of an RpcException with a text, and of any other error.
    if (status === 'error' && typeof message === 'string' && message !== UNKNOWN_MESSAGE) {
      return { wire: { code: 'RPC_ERROR', message }, unexpected: false };
    }
  }
  return { wire: { code: 'INTERNAL_ERROR', message: 'internal error' }, unexpected: true };
}
