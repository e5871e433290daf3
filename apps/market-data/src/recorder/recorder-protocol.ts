import type { RecordedTopic } from '@bourseworks/recording';

/** Plain data, so that it can be handed to a thread. */
export interface RecorderOptions {
  /** Folder of the segments. */
  readonly root: string;
  /** All of them together, bytes. */
  readonly maxBytes: number;
}

/** A stream that is recorded. */
export interface RecordedStreamOf extends RecordedTopic {
  readonly stream: number;
  readonly adapter: string;
}

export type ToRecorder =
  | ({ readonly type: 'open' } & RecordedStreamOf)
  /** A message as it was published. */
  | {
      readonly type: 'batch';
      readonly stream: number;
      readonly epoch: number;
      readonly seq0: number;
      readonly count: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  /** Messages are missing from here on: of a book, a snapshot is needed. */
  | { readonly type: 'hole'; readonly stream: number }
  /** The book that was wanted, as a line; all items up to `sequence` are in it. */
  | {
      readonly type: 'book';
      readonly stream: number;
      readonly epoch: number;
      readonly sequence: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly type: 'close'; readonly stream: number }
  /** The service stops. */
  | { readonly type: 'end' };

/** What was recorded since it was last told. */
export interface RecorderTally {
  readonly items: number;
  /** Items that are not in the segments: too much waited, or the disk failed. */
  readonly lost: number;
  /** Points that went into the store, and that did not. */
  readonly points: number;
  readonly lostPoints: number;
  /** All segments that were there when they were last looked at, bytes. */
  readonly bytes: number;
}

export type FromRecorder =
  /** So many bytes of batches are taken. */
  | { readonly type: 'taken'; readonly bytes: number }
  | ({ readonly type: 'tally' } & RecorderTally)
  | { readonly type: 'book-wanted'; readonly stream: number }
  /** `reason`: why segments are not written any more; absent = they are again. */
  | { readonly type: 'state'; readonly reason?: string }
  | { readonly type: 'store-trouble'; readonly code: string; readonly reason: string }
  | { readonly type: 'ended' };
