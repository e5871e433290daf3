import type { BookShape } from '@bourseworks/dto/shapes';
import type { ErrorCode, FeedTally, Instrument, Refusal, StreamKind, StreamState } from '@bourseworks/domain';
import type { StreamMark, StreamSpec } from '@bourseworks/ports';

/** Batches a worker may have posted and not yet seen taken; beyond it, it drops and the sequences show it. */
export const BATCH_WINDOW = 4_096;

/** Of so many it is told at once: each message to it wakes it, and takes time from what is live in both threads. */
export const TAKEN_AT_ONCE = 256;

export interface ListedInstrument {
  readonly instrument: Instrument;
  readonly kinds: readonly StreamKind[];
}

/** Where a topic stands: its epoch, and the last sequence used in it. */
export interface TopicPlace {
  readonly epoch: number;
  readonly sequence: number;
}

/** The same, and what was told of the stream last. */
export interface StreamStanding extends TopicPlace {
  readonly state?: StreamState;
  readonly reason?: string;
}

/** A book with all items of its topic up to its place. */
export interface BookAt extends TopicPlace {
  readonly book: BookShape;
}

/** How often what happened to a feed, since it was last told. */
export type Tallies = Partial<Record<FeedTally, number>>;

/** How a stream fares just now, as its worker sees it: see FeedShape. */
export interface StreamMeter {
  readonly stream: number;
  readonly ratePerSecond: number;
  readonly lagMs: number | undefined;
  readonly quietMs: number | undefined;
}

export type ToLiveWorker =
  /** The stream goes on from `place`. */
  | {
      readonly type: 'open';
      readonly stream: number;
      readonly adapter: string;
      readonly spec: StreamSpec;
      readonly place: TopicPlace;
    }
  | { readonly type: 'close'; readonly stream: number }
  | { readonly type: 'taken'; readonly batches: number }
  | { readonly type: 'snapshot'; readonly call: number; readonly stream: number }
  | { readonly type: 'instruments'; readonly call: number; readonly adapter: string }
  /** Answered with a StreamMeter of each stream. */
  | { readonly type: 'meters'; readonly call: number };

/** A MarketDataBatch as JSON bytes, ready to be published. */
export interface EncodedBatch {
  readonly stream: number;
  readonly seq0: number;
  readonly count: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Up to where the stream is published with it; absent of kinds that have no history. */
  readonly mark?: StreamMark;
}

export type FromLiveWorker =
  | { readonly type: 'opened'; readonly stream: number; readonly refusal?: Refusal }
  | { readonly type: 'batches'; readonly batches: readonly EncodedBatch[] }
  /** Items that got a sequence but no message: the main thread was too far behind. */
  | { readonly type: 'dropped'; readonly stream: number; readonly count: number }
  | { readonly type: 'tally'; readonly stream: number; readonly tallies: Tallies }
  | {
      readonly type: 'state';
      readonly stream: number;
      readonly state: StreamState;
      readonly reason?: string;
      readonly code?: ErrorCode;
    }
  | { readonly type: 'answer'; readonly call: number; readonly value?: unknown; readonly refusal?: Refusal };
