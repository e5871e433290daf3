import { FeedChannel } from '@bourseworks/feeds';
import type { Clock, StreamSpec } from '@bourseworks/ports';
import { tradeOf } from '../../parse/fields.js';
import { tradePages } from '../history/trades.js';
import type { CoinbaseRest } from '../session/coinbase-rest.js';
import type { Delivery } from '../session/subscriber.js';
import type { CoinbaseTimes } from '../session/times.js';
import { LiveStream } from './live-stream.js';

/** Trades that wait while missed ones are fetched. */
const MAX_HELD = 50_000;

/** Trades of a product: their ids rise by one, which tells what is missing; it is fetched. */
export class TradeStream extends LiveStream {
  readonly channel = 'market_trades';
  readonly feed: FeedChannel;
  override readonly takesLate = true;

  constructor(
    private readonly spec: StreamSpec,
    product: string,
    rest: CoinbaseRest,
    { staleUs }: CoinbaseTimes,
    clock: Clock,
  ) {
    super(product);
    const { instrument } = spec;
    const plan = {
      order: 'trade-id',
      maxHeld: MAX_HELD,
      staleUs,
      backfill: (fromUs: number, toUs: number, signal: AbortSignal) =>
        tradePages(rest, instrument, { fromUs, toUs }, signal),
    } as const;
    this.feed = new FeedChannel(spec, plan, clock);
  }

  /** One message may hold several, in no order that is promised. */
  take({ items, receipt }: Delivery): void {
    const trades = items
      .filter(({ snapshot }) => !snapshot)
      .map(({ raw }) => tradeOf(raw, this.spec.instrument, receipt));
    this.feed.receive(trades.sort((a, b) => Number(a.tradeId) - Number(b.tradeId)));
  }

  /** The ids of what follows tell whether one of ours is missing. */
  override interrupted(_reason: string): void {
    // Looked at once all that came is passed on.
  }

  /** Nothing may follow for long: so it is asked for. */
  override recheck(reason: string): void {
    this.feed.gap(reason);
  }
}
