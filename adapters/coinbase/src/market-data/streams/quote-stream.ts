import { FeedChannel } from '@bourseworks/feeds';
import type { Clock, StreamSpec } from '@bourseworks/ports';
import { advancedQuote } from '../../parse/advanced/items.js';
import type { Delivery } from '../session/subscriber.js';
import type { CoinbaseTimes } from '../session/times.js';
import { LiveStream } from './live-stream.js';

/** Best bid and offer of a product at each trade. Those that were missed stay missed. */
export class QuoteStream extends LiveStream {
  readonly channel = 'ticker';
  readonly feed: FeedChannel;

  constructor(
    private readonly spec: StreamSpec,
    product: string,
    { staleUs }: CoinbaseTimes,
    clock: Clock,
  ) {
    super(product);
    this.feed = new FeedChannel(spec, { order: 'none', maxHeld: 0, staleUs }, clock);
  }

  take({ items, time, receipt }: Delivery): void {
    const quotes = items
      .filter(({ snapshot }) => !snapshot)
      .flatMap(({ raw }) => advancedQuote(raw, time, this.spec.instrument, receipt) ?? []);
    this.feed.receive(quotes);
  }
}
