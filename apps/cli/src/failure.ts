import { ERRORS, isErrorCode, type ErrorCode } from '@bourseworks/domain';
import { EXIT, type ExitCode } from './exit-codes.js';
import { remedyOf } from './remedies.js';

export type FailureDetails = Readonly<Record<string, unknown>>;

/** A command that ends with a message for its user: what happened, and what to do next. */
export class CliFailure extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    readonly remedy?: string,
    /** Code of the error table, when the platform gave one. */
    readonly code?: string,
    /** The facts behind it: the limit, the value observed, what there is instead. */
    readonly details?: FailureDetails,
  ) {
    super(message);
    this.name = 'CliFailure';
  }
}

export const usage = (message: string, remedy?: string): CliFailure => new CliFailure(EXIT.usage, message, remedy);

const UNREACHABLE = new Set([
  'CONNECT_FAILED',
  'LOGIN_REFUSED',
  'TRANSPORT_DOWN',
  'SUBSCRIPTION_TIMEOUT',
  'NO_HANDLER',
]);
const UNKNOWN = new Set(['REQUEST_TIMEOUT', 'REQUEST_ABORTED', 'REPLY_GAP']);

export const codeOf = (error: unknown): string | undefined => {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
};

/** No answer in time, or the connection was lost in flight. */
export const isUnanswered = (error: unknown): boolean =>
  ['REQUEST_TIMEOUT', 'REQUEST_ABORTED'].includes(codeOf(error) ?? '');

const BROKEN_ANSWERS = ['JOURNAL_WRITE', 'INTERNAL_ERROR', 'BAD_REPLY', 'BAD_MESSAGE', 'REPLY_OVERFLOW'];

/**
 * A command that got no answer, or one that does not say how it went: a service that failed half way may have done it. Never
 * to be told as a refusal.
 */
export const leavesOutcomeOpen = (error: unknown): boolean =>
  isUnanswered(error) || BROKEN_ANSWERS.includes(codeOf(error) ?? '');

/** Why the outcome is open, at the beginning of a sentence. */
export const openReason = (error: unknown): string =>
  isUnanswered(error) ? 'no answer' : `no answer that says so (${failureOf(error).message})`;

function exitOf(code: ErrorCode): ExitCode {
  if (UNREACHABLE.has(code)) return EXIT.unreachable;
  // Refused here, before anything else could.
  if (ERRORS[code].category === 'research') return EXIT.usage;
  return UNKNOWN.has(code) ? EXIT.unknown : EXIT.refused;
}

function detailsOf(error: Error): FailureDetails | undefined {
  const { details } = error as { details?: unknown };
  return typeof details === 'object' && details !== null ? (details as FailureDetails) : undefined;
}

/** Any error as a failure: a coded one with the remedy of the error table, the rest as it is. */
export function failureOf(error: unknown): CliFailure {
  if (error instanceof CliFailure) return error;
  if (!(error instanceof Error)) return new CliFailure(EXIT.failed, String(error));
  const code = codeOf(error);
  if (code === undefined || !isErrorCode(code)) return new CliFailure(EXIT.failed, error.message);
  return new CliFailure(exitOf(code), error.message, remedyOf(code), code, detailsOf(error));
}
