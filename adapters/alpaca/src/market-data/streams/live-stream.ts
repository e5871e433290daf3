import type { DomainError } from '@bourseworks/domain';
import type { FeedChannel } from '@bourseworks/feeds';
import type { Raw } from '../../parse/fields.js';
import type { Receipt } from '../../parse/market/fields.js';
import type { Channel } from '../../parse/market/message.js';
import type { Subscriber } from '../session/subscriber.js';

/** A subscription, and the channel to those who listen to it. */
export abstract class LiveStream implements Subscriber {
  abstract readonly channels: readonly Channel[];
  abstract readonly feed: FeedChannel;
  /** Alpaca has refused it. */
  ended = false;
  /** It was subscribed before. */
  private known = false;

  constructor(readonly symbol: string) {}

  abstract take(items: readonly Raw[], receipt: Receipt): void;

  /** Alpaca halts trading, or goes on with it: undefined. */
  halt(reason: string | undefined): void {
    this.feed.halt(reason);
  }

  unreadable(reason: string): void {
    this.feed.tally('malformed', 1);
    this.feed.gap(reason);
  }

  subscribed(): void {
    this.known = true;
    this.feed.subscribed();
  }

  lost(reason: string): void {
    this.feed.lost(reason);
  }

  /** Whoever opens it is told at once; a stream that was live is lost, which was told, and waits. */
  shut(error: DomainError): void {
    if (!this.known) this.refused(error);
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
