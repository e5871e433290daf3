import type { DomainError, StreamKind } from '@bourseworks/domain';
import type { FeedChannel } from '@bourseworks/feeds';
import type { Raw, Receipt } from '../../parse/fields.js';
import type { Subscriber } from '../session/connection.js';

/** Minutes of the kinds of bars that are offered. */
export const BAR_MINUTES: ReadonlyMap<StreamKind, number> = new Map([
  ['bar-1m', 1],
  ['bar-5m', 5],
  ['bar-1h', 60],
  ['bar-1d', 1_440],
]);

/** A subscription, and the channel to those who listen to it. */
export abstract class LiveStream implements Subscriber {
  abstract readonly key: string;
  abstract readonly params: Readonly<Record<string, unknown>>;
  abstract readonly snapshot: boolean;
  abstract readonly channel: FeedChannel;
  /** The venue has refused it. */
  ended = false;

  abstract take(items: readonly Raw[], snapshot: boolean, receipt: Receipt): void;

  unreadable(reason: string): void {
    this.channel.tally('malformed', 1);
    this.channel.gap(reason);
  }

  subscribed(): void {
    this.channel.subscribed();
  }

  lost(reason: string): void {
    this.channel.lost(reason);
  }

  halt(reason: string | undefined): void {
    this.channel.halt(reason);
  }

  shut(error: DomainError): void {
    this.channel.shut(error);
  }

  refused(error: DomainError): void {
    this.ended = true;
    this.channel.refused(error);
  }

  /** Leaves no timer and no request. */
  close(): void {
    this.channel.close();
  }
}
