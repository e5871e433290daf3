import type { DomainError, FeedTally, Timestamp } from '@bourseworks/domain';
import type { DataChannel, Item } from '../../parse/advanced/message.js';
import type { Receipt } from '../../parse/fields.js';

/** Data of one subscription, from one message. */
export interface Delivery {
  readonly items: readonly Item[];
  /** The venue's time of the message. */
  readonly time: Timestamp;
  readonly receipt: Receipt;
}

/** Who wants one subscription. */
export interface Subscriber {
  readonly channel: DataChannel;
  readonly product: string;
  /** Its events can be put in their place though their message comes late. */
  readonly takesLate: boolean;
  /** Market data; throws DomainError DATA_FORMAT before it passes anything on. */
  take(delivery: Delivery): void;
  /** A message could not be read. */
  unreadable(reason: string): void;
  /** Messages of the connection are missing, whosever they were: told before what follows them. */
  interrupted(reason: string): void;
  /** The same, told after what followed them. */
  recheck(reason: string): void;
  tally(what: FeedTally): void;
  subscribed(): void;
  lost(reason: string): void;
  /** The venue lets nobody in for now; it is tried again. */
  shut(error: DomainError): void;
  refused(error: DomainError): void;
}

export function keyOf({ channel, product }: Pick<Subscriber, 'channel' | 'product'>): string {
  return `${channel}/${product}`;
}
