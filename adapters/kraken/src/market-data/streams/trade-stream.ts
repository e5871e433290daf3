import { FeedChannel } from '@bourseworks/feeds';
import type { Clock, StreamSpec } from '@bourseworks/ports';
import type { KrakenPair } from '../../mapper/pair.mapper.js';
import type { Raw, Receipt } from '../../parse/fields.js';
import { parseTrade } from '../../parse/v2/items.js';
import { tradePages } from '../history/trades.js';
import type { KrakenRest } from '../session/kraken-rest.js';
import type { KrakenTimes } from '../session/times.js';
import { LiveStream } from './live-stream.js';

/** Trades that wait while missed ones are fetched. */
const MAX_HELD = 50_000;
/** Trades that came in another order wait so long for those that they overtook. */
const REORDER = { window: 256, waitUs: 500_000 };

/** Trades of a pair: their ids rise by one, which tells what is missing; it is fetched. */
export class TradeStream extends LiveStream {
  readonly key: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly snapshot = false;
  readonly channel: FeedChannel;

  constructor(
    private readonly spec: StreamSpec,
    pair: KrakenPair,
    rest: KrakenRest,
    { staleUs }: KrakenTimes,
    clock: Clock,
  ) {
    super();
    this.key = `trade/${pair.v2}`;
    this.params = { channel: 'trade', symbol: pair.v2 };
    const plan = {
      order: 'trade-id',
      reorder: REORDER,
      maxHeld: MAX_HELD,
      staleUs,
      backfill: (fromUs: number, toUs: number, signal: AbortSignal) => tradePages(rest, pair, { fromUs, toUs }, signal),
    } as const;
    this.channel = new FeedChannel(spec, plan, clock);
  }

  take(items: readonly Raw[], snapshot: boolean, receipt: Receipt): void {
    // What was before the subscription.
    if (snapshot) return;
    this.channel.receive(items.map((item) => parseTrade(item, this.spec.instrument, receipt)));
  }
}
