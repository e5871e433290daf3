import { FLAG, type Bar, type DomainError } from '@bourseworks/domain';
import { FeedChannel } from '@bourseworks/feeds';
import type { StreamSpec } from '@bourseworks/ports';
import type { Receipt } from '../../mapper/market-data.mapper.js';
import { barPages, lengthUsOf, toBars } from '../history/bars.js';
import type { Market } from '../session/market-list.js';
import type { CcxtVenue } from '../session/venue.js';
import { TIMEFRAMES, type LiveStream, type Source } from './live-stream.js';

/** Bars that wait while missed ones are fetched. */
const MAX_HELD = 10_000;
/** Bars of one answer. */
const LIMIT = 100;
/** How often a bar that has ended and is not told is asked for, before there is none. */
const ATTEMPTS = 5;

/**
 * Bars of a market, asked for a moment after each has ended: ccxt's streams of candles do not tell when one is closed, and mix
 * lengths on some exchanges. The last bar is told again with each answer; one that has changed is a correction with a revision.
 */
export class BarStream implements LiveStream {
  readonly channel: FeedChannel;
  readonly source: Source;
  ended = false;
  private readonly lengthUs: number;
  /** The last bar that was told. */
  private told: Bar | undefined;
  /** Start of the last bar that had ended when the stream was opened; undefined before the first answer. */
  private pastUs: number | undefined;
  /** A bar was passed on. */
  private passed = false;
  private attempts = 0;

  constructor(
    private readonly spec: StreamSpec,
    private readonly venue: CcxtVenue,
    private readonly market: Market,
    private readonly pollUs: number,
  ) {
    const { clock, times, exchange } = venue;
    const { symbol } = market;
    this.lengthUs = lengthUsOf(spec.kind);
    const plan = {
      order: 'none',
      maxHeld: MAX_HELD,
      staleUs: times.staleUs + 2 * this.lengthUs,
      backfill: (fromUs: number, toUs: number, signal: AbortSignal) => this.missed(fromUs, toUs, signal),
    } as const;
    this.channel = new FeedChannel(spec, plan, clock);
    this.source = {
      what: `the bars of ${symbol}`,
      streamed: false,
      next: () => exchange.fetchOHLCV(symbol, TIMEFRAMES.get(spec.kind) ?? '', this.sinceMs, LIMIT),
      waitUs: () => this.waitUs(),
    };
  }

  take(answer: unknown, receipt: Receipt): void {
    const bars = toBars(answer, this.market.instrument, this.spec.kind);
    const closed = bars.filter(({ endUs, volume }) => endUs <= receipt.receivedUs && volume > 0);
    if (this.pastUs === undefined) {
      this.pastUs = closed.at(-1)?.startUs ?? Math.floor(receipt.receivedUs / this.lengthUs - 1) * this.lengthUs;
      return;
    }
    const news = closed.flatMap((bar) => this.news(bar) ?? []).map((bar) => ({ ...bar, ...receipt }));
    this.attempts = news.length > 0 ? 0 : this.attempts + 1;
    this.channel.receive(news);
    this.passed ||= news.length > 0 && this.channel.live;
  }

  unreadable(reason: string): void {
    this.channel.tally('malformed', 1);
    this.channel.gap(reason);
  }

  lost(reason: string): void {
    this.channel.lost(reason);
  }

  refused(error: DomainError): void {
    this.ended = true;
    this.channel.refused(error);
  }

  close(): void {
    this.channel.close();
  }

  private get sinceMs(): number | undefined {
    const sinceUs = this.told?.startUs ?? this.pastUs;
    return sinceUs === undefined ? undefined : sinceUs / 1_000;
  }

  /** Whatever is told of an interval more than once is compared with what was told before. */
  private news(bar: Bar): Bar | undefined {
    const { told, pastUs = 0 } = this;
    if (bar.startUs > (told?.startUs ?? pastUs)) {
      this.told = bar;
      return bar;
    }
    if (told === undefined || bar.startUs < told.startUs || sameBar(bar, told)) return undefined;
    this.told = { ...bar, flags: FLAG.CORRECTION, revision: (told.revision ?? 0) + 1 };
    return this.told;
  }

  private missed(fromUs: number, toUs: number, signal: AbortSignal): AsyncIterable<readonly Bar[]> {
    const { venue, market, lengthUs, pastUs = fromUs } = this;
    const { kind } = this.spec;
    // Before the first bar the channel knows no time of one.
    const sinceUs = this.passed ? fromUs : Math.min(fromUs, pastUs + lengthUs);
    return barPages(venue, market, { kind, fromUs: sinceUs, toUs }, signal);
  }

  /** To a moment after the next bar has ended; less while the last one is not told, as the exchange may take its time. */
  private waitUs(): number {
    const { clock, times } = this.venue;
    const nowUs = clock.nowUs();
    const endedUs = Math.floor(nowUs / this.lengthUs) * this.lengthUs;
    const missing = (this.sinceMs ?? 0) * 1_000 + this.lengthUs < endedUs;
    if (missing && this.attempts < ATTEMPTS) return Math.min(this.pollUs, times.barPollUs);
    this.attempts = 0;
    return Math.min(endedUs + this.lengthUs + times.barGraceUs - nowUs, times.barPollUs);
  }
}

function sameBar(a: Bar, b: Bar): boolean {
  return (['open', 'high', 'low', 'close', 'volume'] as const).every((field) => a[field] === b[field]);
}
