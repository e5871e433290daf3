import { DomainError, type ErrorCode } from '@bourseworks/domain';

/** Codes after which a command may have been executed although nobody said so. */
const OPEN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'REQUEST_TIMEOUT',
  'REQUEST_ABORTED',
  'PUBLISH_UNKNOWN',
  // Also what a request in flight ends with when this process stops.
  'TRANSPORT_CLOSED',
  // The journal failed before the command was known to be in it.
  'JOURNAL_WRITE',
  'INTERNAL_ERROR',
  'BAD_REPLY',
  'BAD_MESSAGE',
  'REPLY_OVERFLOW',
]);

/**
 * Whether an error leaves open what became of a command: no answer, or one that does not say. Never to be told as a refusal.
 * Every other error means that it was not executed.
 */
export function leavesOutcomeOpen(error: unknown): boolean {
  return error instanceof DomainError && OPEN.has(error.code);
}
