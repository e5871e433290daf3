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
    this.feed.subscribed();
  }

  lost(reason: string): void {
    this.feed.lost(reason);
    // Alpaca tells changes alone: what became of a halt meanwhile nobody knows.
    this.feed.halt(undefined);
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
