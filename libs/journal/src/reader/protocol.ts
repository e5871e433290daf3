import type { JournalRecord } from '../record.js';

export interface ReadRequest {
  readonly id: number;
  readonly afterSequence: number;
  /** Nothing beyond this is read, so that only what was told durable leaves. */
  readonly throughSequence: number;
  readonly limit: number;
}

export type ReadReply =
  | { readonly id: number; readonly records: readonly JournalRecord[] }
  | { readonly id: number; readonly code: 'JOURNAL_CORRUPT' | 'JOURNAL_WRITE'; readonly message: string };
