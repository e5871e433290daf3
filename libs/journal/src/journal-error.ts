export type JournalErrorCode = 'JOURNAL_LOCKED' | 'JOURNAL_CORRUPT' | 'JOURNAL_VERSION' | 'JOURNAL_WRITE';

/** The journal cannot be used or go on; the process that holds it has to stop. Code of the platform's error table. */
export class JournalError extends Error {
  constructor(
    readonly code: JournalErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'JournalError';
  }
}
