import { FeedChannel } from '@bourseworks/feeds';
import type { Clock, StreamSpec } from '@bourseworks/ports';
import type { KrakenPair } from '../../mapper/pair.mapper.js';
import type { Raw, Receipt } from '../../parse/fields.js';
import { parseQuote } from '../../parse/v2/items.js';
import type { KrakenTimes } from '../session/times.js';
import { LiveStream } from './live-stream.js';

/** Best bid and offer of a pair, at each change of them. Those that were missed stay missed. */
export class QuoteStream extends LiveStream {
  readonly key: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly snapshot = false;
  readonly channel: FeedChannel;

  constructor(
    private readonly spec: StreamSpec,
    pair: KrakenPair,
    { staleUs }: KrakenTimes,
    clock: Clock,
  ) {
    super();
    this.key = `ticker/${pair.v2}`;
    this.params = { channel: 'ticker', symbol: pair.v2, event_trigger: 'bbo' };
    this.channel = new FeedChannel(spec, { order: 'none', maxHeld: 0, staleUs }, clock);
  }

  take(items: readonly Raw[], _snapshot: boolean, receipt: Receipt): void {
    this.channel.receive(items.flatMap((item) => parseQuote(item, this.spec.instrument, receipt) ?? []));
  }
}
