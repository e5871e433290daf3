import { BinanceMarketData, SPOT_DATA } from '@bourseworks/adapters/binance';
import {
  BinanceScript,
  type BinanceSource,
  type FeedClient,
  type VenueReply,
  type VenueRequest,
} from '@bourseworks/testkit';
import type { Step, Tape, TradeStep } from '../tape.js';
import { TapeVenue } from './tape-venue.js';
import { TIMES } from './times.js';

/** The venue's limit of weight is that of a service: here it would only take time. */
const MARKET = { ...SPOT_DATA, weightAMinute: 1_000_000_000 };
/** All its streams are busy. */
const STALE_US = 1_000_000;
const MAX_ROWS = 1_000;

/** Binance as it was recorded; its streams to the letter. */
export class BinanceVenue extends TapeVenue implements BinanceSource {
  readonly numbers = 'streams';
  override readonly tellsStale = true;
  private readonly script: BinanceScript;

  constructor(tape: Tape) {
    super(tape);
    this.script = new BinanceScript('spot', this, () => Math.floor(this.clock.us / 1_000));
  }

  adapter(): BinanceMarketData {
    const { url, streamUrl } = this.server;
    const config = { url, streamUrl, symbols: [...this.books.keys()], requestTimeoutMs: TIMES.requestMs };
    const times = { ...TIMES, snapshotPauseUs: 50_000, staleUs: STALE_US };
    return new BinanceMarketData(MARKET, config, { clock: this.clock, times });
  }

  get violations(): readonly string[] {
    return this.script.violations;
  }

  answer(request: VenueRequest): Promise<VenueReply> {
    return this.script.answer(request);
  }

  connected(client: FeedClient): void {
    this.script.connected(client);
  }

  gone(client: FeedClient): void {
    this.script.gone(client);
  }

  received(client: FeedClient, text: string): void {
    this.script.received(client, text);
  }

  exchangeInfo(): object {
    const symbols = Array.from(this.books.keys(), (symbol) => ({
      symbol,
      status: 'TRADING',
      baseAsset: symbol.slice(0, 3),
      quoteAsset: symbol.slice(3),
      baseAssetPrecision: 8,
      quotePrecision: 8,
      filters: [
        { filterType: 'PRICE_FILTER', tickSize: '0.01', maxPrice: '1000000' },
        { filterType: 'LOT_SIZE', stepSize: '0.00001', minQty: '0.00001', maxQty: '9000' },
      ],
    }));
    return { symbols, rateLimits: [] };
  }

  /** All levels, however many are asked for: those behind the limit would be missing in the book for ever. */
  depth(symbol: string): object | undefined {
    if (this.withheld > 0) {
      this.withheld--;
      return undefined;
    }
    const book = this.books.get(symbol);
    if (book === undefined) return undefined;
    return { lastUpdateId: this.ids.get(symbol), bids: [...book.bids], asks: [...book.asks] };
  }

  /** Each trade by itself. */
  aggTrades(query: URLSearchParams): unknown {
    const { trades, number } = this.queried(query);
    const wanted = query.has('fromId')
      ? trades.filter(({ id }) => id >= number('fromId'))
      : trades.filter(({ us }) => us >= number('startTime') * 1_000 && us <= number('endTime') * 1_000);
    return wanted.slice(0, number('limit')).map(({ id, us, price: p, quantity: q, aggressor }) => ({
      a: id,
      p,
      q,
      f: id,
      l: id,
      T: us / 1_000,
      m: aggressor === 'SELL',
    }));
  }

  historicalTrades(query: URLSearchParams): unknown {
    const { trades, number } = this.queried(query);
    return trades
      .filter(({ id }) => id >= number('fromId'))
      .slice(0, Math.min(MAX_ROWS, number('limit')))
      .map(({ id, us, price, quantity: qty, aggressor }) => ({
        id,
        price,
        qty,
        time: us / 1_000,
        isBuyerMaker: aggressor === 'SELL',
      }));
  }

  protected tell({ symbol, kind, text = '' }: Step): void {
    this.server.publish(`${symbol.toLowerCase()}@${kind === 'book' ? 'depth@100ms' : 'trade'}`, text);
  }

  private queried(query: URLSearchParams): {
    readonly trades: readonly TradeStep[];
    readonly number: (name: string) => number;
  } {
    return {
      trades: this.happened.get(query.get('symbol') ?? '') ?? [],
      number: (name) => Number(query.get(name)),
    };
  }
}
