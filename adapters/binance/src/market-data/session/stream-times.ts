import type { BackoffOptions } from '@bourseworks/venue-client';

/** Times and bounds of the streams; tests have their own. */
export interface StreamTimes {
  /** Silence after which a connection is dead, milliseconds. */
  readonly silenceMs: number;
  /** How often we ping: futures ping only every three minutes themselves, which is too rare to hear that nobody is there. */
  readonly pingMs: number;
  /** The venue ends connections after 24 hours; ours are made anew before. */
  readonly maxAgeMs: number;
  /** How long the answer to a subscription may take. */
  readonly answerMs: number;
  readonly backoff: BackoffOptions;
  /** Streams that one connection may have. */
  readonly maxStreams: number;
  /** How long a stream may take to be live, microseconds. */
  readonly openUs: number;
  /** How long a snapshot of a book waits for a change before it is the book, and from one of no use to the next. */
  readonly snapshotPauseUs: number;
  /** How often the venue is asked which symbols are traded, while there are streams, microseconds. */
  readonly statusUs: number;
  /** Silence after which a stream is stale; bars twice their length and this. */
  readonly staleUs: number;
}

const HOUR_MS = 3_600_000;

export const STREAM_TIMES: StreamTimes = {
  silenceMs: 45_000,
  pingMs: 15_000,
  maxAgeMs: 23 * HOUR_MS,
  answerMs: 10_000,
  backoff: { firstMs: 250, maxMs: 30_000 },
  maxStreams: 1_024,
  openUs: 15_000_000,
  snapshotPauseUs: 1_000_000,
  statusUs: 60_000_000,
  staleUs: 60_000_000,
};
