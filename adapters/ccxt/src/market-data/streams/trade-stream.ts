import { FLAG, type DomainError, type Trade } from '@bourseworks/domain';
import { FeedChannel } from '@bourseworks/feeds';
import type { StreamSpec } from '@bourseworks/ports';
import type { Receipt } from '../../mapper/market-data.mapper.js';
import { badData } from '../../mapper/numbers.js';
import { askTrades, keyedPages, toKeyed, type KeyedTrade } from '../history/trades.js';
import type { Market } from '../session/market-list.js';
import type { CcxtVenue } from '../session/venue.js';
import { isNumbered, KnownTrades, numberOf } from './known-trades.js';
import type { LiveStream, Source } from './live-stream.js';
import { TradeAudit } from './trade-audit.js';

/** Trades that wait while missed ones are fetched. */
const MAX_HELD = 50_000;
/** Trades that came in another order wait so long for those that they overtook. */
const REORDER = { window: 256, waitUs: 500_000 };
const UNJOINED = 'trades that do not reach back to the last one that is known';
/** An answer with so many new trades is followed by the next question at once. */
const MANY = 100;

/**
 * Trades of a market, each once, streamed or asked for. Where their ids rise by one, a jump is a gap at once; elsewhere a question
 * shows it: one that does not reach back to the last trade that is known, or one that tells trades which the stream did not.
 */
export class TradeStream implements LiveStream {
  readonly channel: FeedChannel;
  readonly source: Source;
  ended = false;
  private readonly known = new KnownTrades();
  private readonly audit: TradeAudit | undefined;
  /** What was before the stream was opened; some exchanges begin a stream with it. */
  private readonly past: ReadonlySet<string>;
  private readonly numbered: boolean;
  /** The latest that was streamed. */
  private last: Trade | undefined;
  /** The last one before which nothing is missing. */
  private anchor: KeyedTrade | undefined;
  /** The next question waits for nothing. */
  private hurry = false;

  private constructor(
    spec: StreamSpec,
    private readonly venue: CcxtVenue,
    private readonly market: Market,
    pollUs: number,
    past: readonly KeyedTrade[],
  ) {
    this.past = new Set(past.map(({ key }) => key));
    for (const one of past) this.known.add(one);
    this.anchor = past.at(-1);
    this.numbered = isNumbered(past);
    const listed = venue.has('fetchTrades');
    const plan = {
      order: this.numbered ? 'trade-id' : 'none',
      reorder: REORDER,
      maxHeld: MAX_HELD,
      staleUs: venue.times.staleUs,
      ...(listed
        ? { backfill: (fromUs: number, toUs: number, signal: AbortSignal) => this.missed(fromUs, toUs, signal) }
        : {}),
    } as const;
    this.channel = new FeedChannel(spec, plan, venue.clock);
    this.source = venue.has('watchTrades') ? this.streamed() : this.asked(pollUs);
    if (this.source.streamed && listed)
      this.audit = new TradeAudit(venue, market, this.known, this.channel, (before, count) =>
        this.untold(before, count),
      );
  }

  /** Asks first what was before. Throws DomainError ADAPTER_FAILED. */
  static async open(spec: StreamSpec, venue: CcxtVenue, market: Market, pollUs: number): Promise<TradeStream> {
    const past = venue.has('fetchTrades') ? await askTrades(venue, market, undefined, venue.signal) : [];
    return new TradeStream(spec, venue, market, pollUs, past);
  }

  take(answer: unknown, receipt: Receipt): void {
    const given = toKeyed(answer, this.market.instrument, receipt);
    const { streamed } = this.source;
    const fresh = given.filter((one) => !(streamed ? this.past.has(one.key) : this.known.has(one)));
    if (!streamed && !this.reachesBack(given, fresh)) {
      // What it tells is fetched with the rest, in its place.
      this.channel.gap(`the exchange sent ${UNJOINED}`);
      return;
    }
    this.hurry = fresh.length >= MANY;
    for (const one of fresh) this.known.add(one);
    if (fresh.length > 0) this.audit?.heard();
    const trades = fresh.map(({ event }) => event);
    this.channel.receive(this.numbered ? trades : trades.map((trade) => this.inOrder(trade)));
    if (this.channel.live) this.anchor = fresh.at(-1) ?? this.anchor;
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
    this.audit?.close();
    this.channel.refused(error);
  }

  close(): void {
    this.audit?.close();
    this.channel.close();
  }

  private streamed(): Source {
    const { exchange } = this.venue;
    const { symbol } = this.market;
    return {
      what: `the stream of trades of ${symbol}`,
      streamed: true,
      next: () => exchange.watchTrades?.(symbol) ?? Promise.resolve([]),
      ...(this.venue.has('unWatchTrades')
        ? { leave: () => exchange.unWatchTrades?.(symbol) ?? Promise.resolve() }
        : {}),
    };
  }

  private asked(pollUs: number): Source {
    const { symbol } = this.market;
    const { known, venue } = this;
    return {
      what: `the list of trades of ${symbol}`,
      streamed: false,
      next: () => venue.exchange.fetchTrades(symbol, known.lastUs === 0 ? undefined : Math.floor(known.lastUs / 1_000)),
      waitUs: () => (this.hurry ? 0 : pollUs),
    };
  }

  /** Trades of an answer are all that there were only if a known one is among them. */
  private reachesBack(given: readonly KeyedTrade[], fresh: readonly KeyedTrade[]): boolean {
    return this.anchor === undefined || fresh.length === 0 || fresh.length < given.length;
  }

  /** The list has trades that the stream did not tell; `before` is known, or the first of them. */
  private untold(before: KeyedTrade, count: number): void {
    this.anchor = before;
    this.channel.gap(`${count} trades that the exchange lists were not streamed`);
  }

  /** One that is behind another is told to be late. */
  private inOrder(trade: Trade): Trade {
    const { last } = this;
    if (last !== undefined && isBehind(trade, last)) {
      if (this.channel.live) this.channel.tally('reorders', 1);
      return { ...trade, flags: (trade.flags ?? 0) | FLAG.LATE };
    }
    this.last = trade;
    return trade;
  }

  /** What happened since the last known trade, which is told again: that shows that nothing is missing in between. */
  private async *missed(fromUs: number, toUs: number, signal: AbortSignal): AsyncGenerator<readonly Trade[]> {
    const { anchor, known, market, venue } = this;
    const since = anchor === undefined ? fromUs : Math.min(fromUs, anchor.event.us);
    let joined = anchor === undefined;
    for await (const page of keyedPages(venue, market, { fromUs: since, toUs }, signal)) {
      joined ||= page.some(({ key }) => key === anchor?.key);
      for (const one of page) known.add(one);
      yield page.filter(({ key }) => !this.past.has(key)).map(({ event }) => event);
    }
    if (!joined) throw badData(UNJOINED);
  }
}

function isBehind(trade: Trade, last: Trade): boolean {
  return trade.us === last.us ? numberOf(trade.tradeId) < numberOf(last.tradeId) : trade.us < last.us;
}
