import type { DomainError, Quote } from '@bourseworks/domain';
import { FeedChannel } from '@bourseworks/feeds';
import type { StreamSpec } from '@bourseworks/ports';
import type { CcxtBook } from '../../ccxt-data.js';
import { toBestQuote, toQuote, type Receipt } from '../../mapper/market-data.mapper.js';
import { badData } from '../../mapper/numbers.js';
import type { Market } from '../session/market-list.js';
import type { CcxtVenue } from '../session/venue.js';
import type { LiveStream, Source } from './live-stream.js';

interface QuoteSource extends Source {
  quoteOf(answer: unknown, receipt: Receipt): Quote | undefined;
}

/**
 * Best bid and offer of a market, when they change. Of the ways that the exchange has the first one is taken that tells amounts as
 * well: its quotes, its ticker, its book; streamed before asked for. Of several that come together ccxt tells the first, and keeps
 * the last, which is taken. Those that were missed stay missed.
 */
export class QuoteStream implements LiveStream {
  readonly channel: FeedChannel;
  ended = false;
  private readonly sources: QuoteSource[];
  private last: Quote | undefined;

  constructor(
    spec: StreamSpec,
    private readonly venue: CcxtVenue,
    private readonly market: Market,
    pollUs: number,
  ) {
    this.sources = this.ways(pollUs);
    this.channel = new FeedChannel(spec, { order: 'none', maxHeld: 0, staleUs: venue.times.staleUs }, venue.clock);
  }

  get source(): Source {
    return this.sources[0];
  }

  /** Whether the exchange has any of the ways. */
  static offered(venue: CcxtVenue): boolean {
    return ['watchBidsAsks', 'watchTicker', 'watchOrderBook', 'fetchTicker', 'fetchOrderBook'].some((way) =>
      venue.has(way),
    );
  }

  take(answer: unknown, receipt: Receipt): void {
    const quote = this.sources[0].quoteOf(answer, receipt);
    if (quote === undefined) {
      // Without amounts it is no quote; the next way has them.
      if (this.sources.length === 1) return;
      this.leave();
      this.sources.shift();
    } else if (this.last === undefined || !sameQuote(quote, this.last)) {
      this.last = quote;
      this.channel.receive([quote]);
    }
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

  private leave(): void {
    void this.source.leave?.().catch(() => undefined);
  }

  private ways(pollUs: number): QuoteSource[] {
    const { exchange } = this.venue;
    const { symbol, instrument } = this.market;
    const ticker = (answer: unknown, receipt: Receipt): Quote | undefined =>
      toQuote(objectOf(answer), instrument, receipt);
    const best = (answer: unknown, receipt: Receipt): Quote | undefined =>
      toBestQuote(objectOf(answer) as CcxtBook, instrument, receipt);
    const waitUs = (): number => pollUs;
    const nothing = (): Promise<unknown> => Promise.resolve();
    const ways: (QuoteSource & { readonly way: string })[] = [
      {
        way: 'watchBidsAsks',
        streamed: true,
        next: async () => {
          const quotes = await exchange.watchBidsAsks?.([symbol]);
          return exchange.bidsasks?.[symbol] ?? exchange.tickers?.[symbol] ?? quotes?.[symbol];
        },
        quoteOf: ticker,
        leave: () =>
          (this.venue.has('unWatchBidsAsks') ? exchange.unWatchBidsAsks?.([symbol]) : undefined) ?? nothing(),
        what: `the stream of quotes of ${symbol}`,
      },
      {
        way: 'watchTicker',
        streamed: true,
        next: async () => {
          const told = await exchange.watchTicker?.(symbol);
          return exchange.tickers?.[symbol] ?? told;
        },
        quoteOf: ticker,
        leave: () => (this.venue.has('unWatchTicker') ? exchange.unWatchTicker?.(symbol) : undefined) ?? nothing(),
        what: `the stream of the ticker of ${symbol}`,
      },
      {
        way: 'watchOrderBook',
        streamed: true,
        kept: true,
        next: () => exchange.watchOrderBook?.(symbol) ?? nothing(),
        quoteOf: best,
        what: `the stream of the book of ${symbol}`,
      },
      {
        way: 'fetchTicker',
        streamed: false,
        next: () => exchange.fetchTicker(symbol),
        quoteOf: ticker,
        waitUs,
        what: `the ticker of ${symbol}`,
      },
      {
        way: 'fetchOrderBook',
        streamed: false,
        next: () => exchange.fetchOrderBook(symbol),
        quoteOf: best,
        waitUs,
        what: `the book of ${symbol}`,
      },
    ];
    return ways.filter(({ way }) => this.venue.has(way));
  }
}

function objectOf(answer: unknown): object {
  if (typeof answer === 'object' && answer !== null) return answer;
  throw badData('no quote');
}

function sameQuote(a: Quote, b: Quote): boolean {
  return (['bidPrice', 'bidQuantity', 'askPrice', 'askQuantity'] as const).every((field) => a[field] === b[field]);
}
