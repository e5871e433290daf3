import type { DomainError, FeedTally } from '@bourseworks/domain';
import type { FeedChannel } from '@bourseworks/feeds';
import type { DataChannel } from '../../parse/advanced/message.js';
import type { Delivery, Subscriber } from '../session/subscriber.js';

/** A subscription, and the channel to those who listen to it. */
export abstract class LiveStream implements Subscriber {
  abstract readonly channel: DataChannel;
  abstract readonly feed: FeedChannel;
  readonly takesLate: boolean = false;
  /** The venue has refused it. */
  ended = false;

  constructor(readonly product: string) {}

  abstract take(delivery: Delivery): void;

  interrupted(reason: string): void {
    this.feed.gap(reason);
  }

  recheck(_reason: string): void {
    // What was interrupted need not be looked at again.
  }

  tally(what: FeedTally): void {
    this.feed.tally(what, 1);
  }

  unreadable(reason: string): void {
    this.feed.tally('malformed', 1);
    this.feed.gap(reason);
  }

  subscribed(): void {
    this.feed.subscribed();
  }

  lost(reason: string): void {
    this.feed.lost(reason);
  }

  halt(reason: string | undefined): void {
    this.feed.halt(reason);
  }

  shut(error: DomainError): void {
    this.feed.shut(error);
  }

  refused(error: DomainError): void {
    this.ended = true;
    this.feed.refused(error);
  }

  /** Leaves no timer and no request. */
  close(): void {
    this.feed.close();
  }
}
