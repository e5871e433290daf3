import { FeedChannel } from '@bourseworks/feeds';
import type { Clock, StreamSpec } from '@bourseworks/ports';
import type { Raw } from '../../parse/fields.js';
import type { Receipt } from '../../parse/market/fields.js';
import { quoteOf } from '../../parse/market/items.js';
import type { Channel } from '../../parse/market/message.js';
import { LiveStream } from './live-stream.js';

/** Best bid and offer. Those that were missed stay missed. */
export class QuoteStream extends LiveStream {
  readonly channels: readonly Channel[] = ['quotes'];
  readonly feed: FeedChannel;

  constructor(
    private readonly spec: StreamSpec,
    symbol: string,
    staleUs: number | undefined,
    clock: Clock,
  ) {
    super(symbol);
    this.feed = new FeedChannel(spec, { order: 'none', maxHeld: 0, ...(staleUs !== undefined && { staleUs }) }, clock);
  }

  take(items: readonly Raw[], receipt: Receipt): void {
    this.feed.receive(items.map((item) => quoteOf(item, this.spec.instrument, receipt)));
  }
}
