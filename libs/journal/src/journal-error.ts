import type { ErrorCode } from '@bourseworks/domain';

export type JournalErrorCode = Extract<ErrorCode, `JOURNAL_${string}`>;

/** The journal cannot be used or go on; the process that holds it has to stop. */
export class JournalError extends Error {
  constructor(
    readonly code: JournalErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'JournalError';
  }
}
