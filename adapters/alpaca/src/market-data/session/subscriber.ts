import type { DomainError } from '@bourseworks/domain';
import type { Raw } from '../../parse/fields.js';
import type { Receipt } from '../../parse/market/fields.js';
import type { Channel } from '../../parse/market/message.js';

/** Who wants one subscription. */
export interface Subscriber {
  /** What it is made of: the first names it, and its data are told as those of that one. */
  readonly channels: readonly Channel[];
  /** In Alpaca's spelling. */
  readonly symbol: string;
  /** Items of one message; throws DomainError DATA_FORMAT before it passes anything on. */
  take(items: readonly Raw[], receipt: Receipt): void;
  /** An item could not be read. */
  unreadable(reason: string): void;
  subscribed(): void;
  lost(reason: string): void;
  /** Alpaca refuses the login for now; it is tried again. */
  shut(error: DomainError): void;
  refused(error: DomainError): void;
}

export function keyOf({ channels, symbol }: Pick<Subscriber, 'channels' | 'symbol'>): string {
  return `${channels[0]}/${symbol}`;
}
