import type { Refusal } from '@bourseworks/domain';
import type { HistorySource } from '@bourseworks/dto/shapes';
import type { HistoryQuery } from '@bourseworks/ports';
import type { CacheTally } from './cache/through-cache.js';
import type { StoreTrouble } from './cache/kept-store.js';
import type { HistoryChange } from './history-changes.js';

/**
 * Items of one part at most, some 50 kB. What is live waits behind a part in the main thread, in the connection and in the
 * broker; and beyond 128 kB each copy of one is memory of its own, whose return to the system holds all threads.
 */
export const PART_ITEMS = 250;

/** Parts that a worker may have sent and not yet seen taken: one is on its way while the next is read. */
export const PART_WINDOW = 2;

export interface HistoryRun {
  readonly job: number;
  /** Stands in every part. */
  readonly requestId: string;
  readonly adapter: string;
  readonly query: HistoryQuery;
  /** Absent = the venue. */
  readonly source?: HistorySource;
}

/** A message of the answer in its final form, HistoricalDataPartShape as JSON: the main thread only hands it on. */
export interface EncodedPart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly items: number;
}

export type ToHistoryWorker =
  | ({ readonly type: 'run' } & HistoryRun)
  /** One part was taken. */
  | { readonly type: 'taken'; readonly job: number }
  | { readonly type: 'cancel'; readonly job: number }
  /** What was kept of it is to be fetched again. */
  | { readonly type: 'forget'; readonly change: HistoryChange };

export type FromHistoryWorker =
  /** Whoever asks for what lies before `durableUs` finds it kept. */
  | ({ readonly type: 'part'; readonly job: number; readonly durableUs: number } & EncodedPart)
  /** The last message of a job: its last part, or why there is none. */
  | { readonly type: 'done'; readonly job: number; readonly end: EncodedPart; readonly tally: CacheTally }
  | { readonly type: 'failed'; readonly job: number; readonly refusal: Refusal }
  /** The file of kept history failed. */
  | ({ readonly type: 'trouble' } & StoreTrouble);
