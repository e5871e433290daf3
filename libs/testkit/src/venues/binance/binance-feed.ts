import { STREAM_KINDS, type Bar, type MarketDataEvent, type StreamKind, type Trade } from '@bourseworks/domain';
import type { FeedVenue } from '../../market-data-contract/harness.js';
import type { FeedFault } from '../feed/faults.js';
import { FeedServer } from '../feed/feed-server.js';
import { ModelMarket } from '../feed/model-market.js';
import { BinanceScript, type BinanceSource } from './binance-script.js';
import { BinanceWords, intervalOf, type BinanceFlavour, type BinanceListing } from './binance-words.js';

const SYMBOL = 'BTCUSDT';
const US_PER_MS = 1_000;

interface Steps {
  readonly listing: BinanceListing;
  readonly tickSize: number;
  readonly lotSize: number;
  readonly symbol: object;
}

/** How the symbol is listed; units are as fine as the venue writes numbers. */
const STEPS: Readonly<Record<BinanceFlavour, Steps>> = {
  spot: {
    listing: { symbol: SYMBOL, priceScale: 8, qtyScale: 8 },
    tickSize: 1_000_000,
    lotSize: 1_000,
    symbol: {
      baseAssetPrecision: 8,
      quotePrecision: 8,
      filters: [
        { filterType: 'PRICE_FILTER', minPrice: '0.01000000', maxPrice: '1000000.00000000', tickSize: '0.01000000' },
        { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' },
      ],
    },
  },
  usdm: {
    listing: { symbol: SYMBOL, priceScale: 2, qtyScale: 3 },
    tickSize: 10,
    lotSize: 1,
    symbol: {
      marginAsset: 'USDT',
      pricePrecision: 2,
      quantityPrecision: 3,
      baseAssetPrecision: 8,
      quotePrecision: 8,
      filters: [
        { filterType: 'PRICE_FILTER', minPrice: '556.80', maxPrice: '4529764', tickSize: '0.10' },
        { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '1000', stepSize: '0.001' },
      ],
    },
  },
};

export interface BinanceFeedOptions {
  /** Trades, and bars of each kind, that happened before. */
  readonly past: number;
}

/** Market data of Binance on this machine, about a market whose every event is known. */
export class BinanceFeed implements FeedVenue {
  readonly symbol = SYMBOL;

  private constructor(
    private readonly source: ModelSource,
    private readonly words: BinanceWords,
    private readonly market: ModelMarket,
    readonly script: BinanceScript,
    readonly traffic: FeedServer,
  ) {}

  static async start(flavour: BinanceFlavour, { past }: BinanceFeedOptions): Promise<BinanceFeed> {
    const { listing, tickSize, lotSize } = STEPS[flavour];
    const price = 50_000 * 10 ** listing.priceScale;
    const market = new ModelMarket({ price, tickSize, lotSize, resolutionUs: US_PER_MS, past });
    const words = new BinanceWords(flavour, listing);
    const source = new ModelSource(flavour, words, market);
    const script = new BinanceScript(flavour, source, () => source.nowMs());
    return new BinanceFeed(source, words, market, script, await FeedServer.start(script));
  }

  /** Spot tells no time of its quotes, and the numbers of a book are the adapter's own. */
  publish(kind: StreamKind, count: number): Promise<readonly MarketDataEvent[]> {
    const events = Array.from({ length: count }, () => {
      const event = this.market.next(kind);
      this.traffic.publish(this.words.stream(kind), this.words.message(kind, event));
      if (event.kind === 'quote' && this.words.flavour === 'spot') return without(event, ['us', 'ns']);
      return event.kind === 'book-delta' ? without(event, ['venueSequence']) : event;
    });
    return Promise.resolve(events);
  }

  past(kind: StreamKind): Promise<readonly MarketDataEvent[]> {
    return Promise.resolve(kind === 'trade' ? [...this.market.trades] : [...this.market.bars(kind)]);
  }

  book(): ReturnType<FeedVenue['book']> {
    const { bids, asks } = this.market.book();
    return Promise.resolve({ bids, asks });
  }

  /** Another status of the symbol from now on: `HALT`. */
  become(status: string): void {
    this.source.status = status;
  }

  control(fault: FeedFault): void {
    this.traffic.control(fault);
  }

  close(): Promise<void> {
    return this.traffic.close();
  }
}

/** An event without what the adapter cannot know of it. */
function without(event: MarketDataEvent, fields: readonly string[]): MarketDataEvent {
  return Object.fromEntries(
    Object.entries(event).filter(([name]) => !fields.includes(name)),
  ) as unknown as MarketDataEvent;
}

/** Answers out of the model. */
class ModelSource implements BinanceSource {
  status = 'TRADING';

  constructor(
    private readonly flavour: BinanceFlavour,
    private readonly words: BinanceWords,
    private readonly market: ModelMarket,
  ) {}

  /** Now, and not before the end of a bar that was published. */
  nowMs(): number {
    const ends = STREAM_KINDS.filter((kind) => kind.startsWith('bar-')).map(
      (kind) => this.market.bars(kind).at(-1)?.endUs,
    );
    return Math.max(Date.now(), ...ends.map((us = 0) => us / US_PER_MS));
  }

  exchangeInfo(): object {
    const names = { symbol: SYMBOL, status: this.status, baseAsset: 'BTC', quoteAsset: 'USDT' };
    const rateLimits = [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6_000 }];
    return { serverTime: Date.now(), rateLimits, symbols: [{ ...names, ...STEPS[this.flavour].symbol }] };
  }

  depth(symbol: string, limit: number): object | undefined {
    return symbol === SYMBOL ? this.words.depth(this.market.book(), limit) : undefined;
  }

  aggTrades(query: URLSearchParams): unknown {
    const rows = this.market.trades.map((trade, index) => ({ id: index + 1, trade }));
    const fromId = query.get('fromId');
    const inRange = ({ id, trade }: { id: number; trade: Trade }): boolean =>
      fromId === null ? within(trade.us, query) : id >= Number(fromId);
    return page(rows.filter(inRange), query).map(({ id, trade }) => this.words.aggregate(trade, id));
  }

  trades(query: URLSearchParams): unknown {
    return this.market.trades.slice(-limitOf(query)).map((trade) => this.words.trade(trade));
  }

  historicalTrades(query: URLSearchParams): unknown {
    const later = this.market.trades.filter(({ tradeId }) => Number(tradeId) >= Number(query.get('fromId')));
    return page(later, query).map((trade) => this.words.trade(trade));
  }

  klines(query: URLSearchParams): unknown {
    const kind = STREAM_KINDS.find((one) => one.startsWith('bar-') && intervalOf(one) === query.get('interval'));
    if (kind === undefined) return undefined;
    const bars = [...this.market.bars(kind), ...this.openBar(kind)];
    return page(
      bars.filter((bar) => within(bar.startUs, query)),
      query,
    ).map((bar) => this.words.kline(bar));
  }

  /** The bar that is not closed yet, with what it has so far; none where the model lags behind the time. */
  private openBar(kind: StreamKind): Bar[] {
    const { startUs, endUs, close } = this.market.bars(kind).at(-1) as Bar;
    const times = { startUs: endUs, endUs: 2 * endUs - startUs };
    if (times.endUs / US_PER_MS <= this.nowMs()) return [];
    return [{ kind: 'bar', ...times, open: close, high: close, low: close, close, volume: 0, trades: 0 }];
  }
}

function within(us: number, query: URLSearchParams): boolean {
  const [from, to] = ['startTime', 'endTime'].map((name) => query.get(name));
  return us / US_PER_MS >= Number(from ?? 0) && us / US_PER_MS <= Number(to ?? Number.MAX_SAFE_INTEGER);
}

function page<T>(rows: readonly T[], query: URLSearchParams): readonly T[] {
  return rows.slice(0, limitOf(query));
}

function limitOf(query: URLSearchParams): number {
  return Math.min(1_000, Number(query.get('limit') ?? 500));
}
