import { barSeconds, US_PER_SECOND, type DomainError, type MarketDataEvent } from '@bourseworks/domain';
import { FeedChannel, type FeedPlan } from '@bourseworks/feeds';
import type { Clock, StreamSpec } from '@bourseworks/ports';
import { scanBar } from '../../parse/market/bar.js';
import type { JsonScanner } from '../../parse/market/json-scanner.js';
import { scanQuote } from '../../parse/market/quote.js';
import { scanTrade } from '../../parse/market/trade.js';
import { streamName, type DataMarket } from '../data-market.js';
import { barPages } from '../history/bars.js';
import { missedTrades } from '../history/missed-trades.js';
import type { PublicRest } from '../session/public-rest.js';
import type { StreamTimes } from '../session/stream-times.js';
import type { LiveStream } from './live-stream.js';

/** Events that wait while missed ones are fetched: a minute of the busiest symbol. */
const MAX_HELD = 50_000;
/** Trades that came in another order wait so long for those that they overtook. */
const REORDER = { window: 256, waitUs: 500_000 };

/** Trades, quotes or bars of a symbol. */
export class EventStream implements LiveStream {
  readonly name: string;
  readonly channel: FeedChannel;
  ended = false;
  private event: MarketDataEvent | undefined;

  constructor(
    readonly spec: StreamSpec,
    market: DataMarket,
    rest: PublicRest,
    times: StreamTimes,
    clock: Clock,
  ) {
    this.name = streamName(spec.instrument.symbol, spec.kind);
    this.channel = new FeedChannel(spec, planOf(spec, market, rest, times), clock);
  }

  read(scan: JsonScanner, receivedUs: number): void {
    const { instrument, kind } = this.spec;
    if (kind === 'trade') this.event = scanTrade(scan, instrument, receivedUs);
    else if (kind === 'quote') this.event = scanQuote(scan, instrument, receivedUs);
    else this.event = scanBar(scan, instrument, receivedUs);
  }

  commit(): void {
    const { event } = this;
    this.event = undefined;
    if (event !== undefined) this.channel.receive([event]);
  }

  unreadable(reason: string): void {
    this.event = undefined;
    this.channel.tally('malformed', 1);
    this.channel.gap(reason);
  }

  subscribed(): void {
    this.channel.subscribed();
  }

  lost(reason: string): void {
    this.channel.lost(reason);
  }

  halt(reason: string | undefined): void {
    this.channel.halt(reason);
  }

  shut(error: DomainError): void {
    this.channel.shut(error);
  }

  refused(error: DomainError): void {
    this.ended = true;
    this.channel.refused(error);
  }

  close(): void {
    this.channel.close();
  }
}

function planOf(spec: StreamSpec, market: DataMarket, rest: PublicRest, times: StreamTimes): FeedPlan {
  const { instrument, kind } = spec;
  const { staleUs } = times;
  if (kind === 'quote') return { order: 'none', maxHeld: MAX_HELD, staleUs };
  if (kind === 'trade') {
    return {
      order: 'trade-id',
      reorder: REORDER,
      maxHeld: MAX_HELD,
      staleUs,
      backfill: (fromUs, toUs, signal) => missedTrades(rest, market, { instrument, fromUs, toUs }, signal),
    };
  }
  return {
    order: 'none',
    maxHeld: MAX_HELD,
    staleUs: staleUs + 2 * barSeconds(kind) * US_PER_SECOND,
    backfill: (fromUs, toUs, signal) => barPages(rest, market, { instrument, kind, fromUs, toUs }, signal),
  };
}
