import type { DomainError, StreamKind } from '@bourseworks/domain';
import type { FeedChannel } from '@bourseworks/feeds';
import type { Receipt } from '../../mapper/market-data.mapper.js';

/** ccxt's names of the kinds of bars that are offered. */
export const TIMEFRAMES: ReadonlyMap<StreamKind, string> = new Map([
  ['bar-1m', '1m'],
  ['bar-5m', '5m'],
  ['bar-1h', '1h'],
  ['bar-1d', '1d'],
]);

/** A way to hear of what is new: one answer, a stream's next or that of a question. */
export interface Source {
  /** How it is said in reasons: `the stream of trades`. */
  readonly what: string;
  /** A stream's resolves when there is news, that of a question when it was answered. */
  readonly streamed: boolean;
  /** Answers are of what ccxt keeps and changes by itself. */
  readonly kept?: boolean;
  next(): Promise<unknown>;
  /** After this answer, microseconds; of questions only. */
  waitUs?(): number;
  /** Tells the exchange that nobody listens any more. */
  leave?(): Promise<unknown>;
}

/** The channel to those who listen to one stream, and what is made of the answers for it. */
export interface LiveStream {
  readonly channel: FeedChannel;
  /** Where the answers come from now. */
  readonly source: Source;
  /** Throws DomainError DATA_FORMAT before it passes anything on. */
  take(answer: unknown, receipt: Receipt): void;
  /** What was heard last cannot be relied on. */
  unreadable(reason: string): void;
  lost(reason: string): void;
  refused(error: DomainError): void;
  /** It was refused. */
  readonly ended: boolean;
  /** Leaves no timer and no request. */
  close(): void;
}
