import { setTimeout as sleep } from 'node:timers/promises';
import { STREAM_KINDS, type Bar, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import {
  BinanceScript,
  BinanceWords,
  FeedServer,
  ModelMarket,
  type BinanceSource,
  type FeedClient,
  type FeedFault,
  type FeedTraffic,
  type FeedVenue,
  type VenueReply,
  type VenueRequest,
  type VenueScript,
} from '@bourseworks/testkit';

const ID = 'BTCUSDT';
const LISTING = { symbol: ID, priceScale: 2, qtyScale: 5 };
const US_PER_MS = 1_000;
/** Between two quotes. */
const QUOTE_MS = 20;
/** Trades, and bars of each kind, that happened before: more than two pages. */
const PAST = 1_200;
/** Of one answer, unless it is asked for another. */
export const PAGE = 500;

const EXCHANGE_INFO = {
  timezone: 'UTC',
  rateLimits: [],
  symbols: [
    {
      symbol: ID,
      status: 'TRADING',
      baseAsset: 'BTC',
      baseAssetPrecision: 8,
      quoteAsset: 'USDT',
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      orderTypes: ['LIMIT', 'MARKET'],
      isSpotTradingAllowed: true,
      permissions: ['SPOT'],
      filters: [
        { filterType: 'PRICE_FILTER', minPrice: '0.01000000', maxPrice: '1000000.00000000', tickSize: '0.01000000' },
        { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' },
      ],
    },
  ],
};

/**
 * A market on this machine whose every event is known, in the words of Binance's spot market as ccxt speaks with it. Its list of
 * trades has the ids of its stream.
 */
export class StandInFeed implements FeedVenue, VenueScript, BinanceSource {
  readonly symbol = 'BTC-USDT';
  private readonly market = new ModelMarket({
    price: 5_000_000,
    tickSize: 1,
    lotSize: 1,
    resolutionUs: US_PER_MS,
    past: PAST,
  });
  private readonly words = new BinanceWords('spot', LISTING);
  private readonly answers = new BinanceScript('spot', this);
  private server!: FeedServer;

  static async start(): Promise<StandInFeed> {
    const venue = new StandInFeed();
    venue.server = await FeedServer.start(venue);
    return venue;
  }

  get url(): string {
    return this.server.url;
  }

  get traffic(): FeedTraffic {
    return this.server;
  }

  /**
   * What ccxt cannot tell is left out: when a quote was, how many trades a bar has, the numbers of a book; and quotes come one by
   * one, as ccxt makes one of those that come together.
   */
  async publish(kind: StreamKind, count: number): Promise<readonly MarketDataEvent[]> {
    const events: MarketDataEvent[] = [];
    for (let i = 0; i < count; i++) {
      const event = this.market.next(kind);
      if (event.kind !== 'bar') this.say(kind, event);
      if (event.kind === 'quote') await sleep(QUOTE_MS);
      events.push(told(event));
    }
    return events;
  }

  /** Quotes that come together. */
  burst(count: number): readonly MarketDataEvent[] {
    return Array.from({ length: count }, () => {
      const event = this.market.quote();
      this.say('quote', event);
      return told(event);
    });
  }

  past(kind: StreamKind): Promise<readonly MarketDataEvent[]> {
    return Promise.resolve((kind === 'trade' ? this.market.trades : this.market.bars(kind)).map(told));
  }

  book(): ReturnType<FeedVenue['book']> {
    const { bids, asks } = this.market.book();
    return Promise.resolve({ bids, asks });
  }

  control(fault: FeedFault): void {
    this.server.control(fault);
  }

  close(): Promise<void> {
    return this.server.close();
  }

  answer(request: VenueRequest): Promise<VenueReply> {
    return this.answers.answer(request);
  }

  connected(): void {
    // Nothing is said before it is asked for.
  }

  received(client: FeedClient, text: string): void {
    const { id, method, params } = JSON.parse(text) as { id: number; method: string; params: readonly string[] };
    for (const name of params) {
      if (method === 'SUBSCRIBE') client.topics.add(name);
      else client.topics.delete(name);
    }
    client.send({ result: null, id });
  }

  exchangeInfo(): object {
    return EXCHANGE_INFO;
  }

  depth(symbol: string, limit: number): object | undefined {
    return symbol === ID ? this.words.depth(this.market.book(), limit || 100) : undefined;
  }

  aggTrades(query: URLSearchParams): unknown {
    const { trades } = this.market;
    const from = query.get('startTime');
    const limit = Number(query.get('limit') ?? PAGE);
    const page = from === null ? trades.slice(-limit) : trades.filter(({ us }) => within(us, query)).slice(0, limit);
    return page.map((trade) => this.words.aggregate(trade, Number(trade.tradeId)));
  }

  klines(query: URLSearchParams): unknown {
    const kind = STREAM_KINDS.find((one) => one.startsWith('bar-') && one.slice(4) === query.get('interval'));
    if (kind === undefined) return undefined;
    const bars = this.market.bars(kind);
    const limit = Number(query.get('limit') ?? PAGE);
    const wanted =
      query.get('startTime') === null ? bars.slice(-limit) : bars.filter(({ startUs }) => within(startUs, query));
    return wanted.slice(0, limit).map((bar) => this.words.kline(bar));
  }

  private say(kind: StreamKind, event: MarketDataEvent): void {
    const { data } = this.words.message(kind, event) as { readonly data: object };
    this.server.publish(this.words.stream(kind), data);
  }
}

function told(event: MarketDataEvent): MarketDataEvent {
  if (event.kind === 'bar') return { ...event, trades: -1 } satisfies Bar;
  if (event.kind === 'quote') return without(event, ['us', 'ns']);
  return event.kind === 'book-delta' ? without(event, ['venueSequence']) : event;
}

function without(event: MarketDataEvent, fields: readonly string[]): MarketDataEvent {
  return Object.fromEntries(
    Object.entries(event).filter(([name]) => !fields.includes(name)),
  ) as unknown as MarketDataEvent;
}

function within(us: number, query: URLSearchParams): boolean {
  const [from, to] = ['startTime', 'endTime'].map((name) => query.get(name));
  return us / US_PER_MS >= Number(from ?? 0) && us / US_PER_MS <= Number(to ?? Number.MAX_SAFE_INTEGER);
}
