import type { CcxtBook, CcxtCandle, CcxtDataExchange, CcxtPublicTrade, CcxtTicker } from '../src/ccxt-data.js';
import type { CcxtMarket } from '../src/ccxt-exchange.js';
import { MARKET } from './stand-in-market.js';

/** News of one kind: those that nobody waits for wait themselves. */
export class News<T> {
  /** How often news were asked for. */
  asked = 0;
  private readonly waiting: { resolve(value: T): void; reject(error: Error): void }[] = [];
  private readonly told: (() => Promise<T>)[] = [];

  next(): Promise<T> {
    this.asked++;
    const told = this.told.shift();
    if (told !== undefined) return told();
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  tell(value: T): void {
    const waiting = this.waiting.shift();
    if (waiting === undefined) this.told.push(() => Promise.resolve(value));
    else waiting.resolve(value);
  }

  fail(error: Error): void {
    const waiting = this.waiting.shift();
    if (waiting === undefined) this.told.push(() => Promise.reject(error));
    else waiting.reject(error);
  }
}

/** ccxt's unified interface in process: what it tells is for the test to say. */
export class NewsExchange implements CcxtDataExchange {
  readonly id = 'news';
  readonly precisionMode = 4;
  readonly rateLimit = 1;
  readonly timeframes = { '1m': '1m' };
  readonly trades = new News<readonly CcxtPublicTrade[]>();
  readonly books = new News<CcxtBook>();
  readonly quotes = new News<CcxtTicker>();
  /** The list of trades, of which one answer has the last `page`. */
  listed: CcxtPublicTrade[] = [];
  page = 100;
  lists = 0;
  candles: CcxtCandle[] = [];
  closes = 0;

  constructor(readonly has: Readonly<Record<string, boolean>>) {}

  loadMarkets(): Promise<Readonly<Record<string, CcxtMarket>>> {
    return Promise.resolve({ [MARKET.symbol]: MARKET });
  }

  fetchTrades(_symbol: string, since = 0): Promise<readonly CcxtPublicTrade[]> {
    this.lists++;
    const recent = this.listed.slice(-this.page);
    return Promise.resolve(recent.filter(({ timestamp }) => (timestamp ?? 0) >= since));
  }

  fetchOHLCV(): Promise<readonly CcxtCandle[]> {
    return Promise.resolve(this.candles);
  }

  fetchOrderBook(): Promise<CcxtBook> {
    return this.books.next();
  }

  fetchTicker(): Promise<CcxtTicker> {
    return this.quotes.next();
  }

  watchTrades(): Promise<readonly CcxtPublicTrade[]> {
    return this.trades.next();
  }

  watchOrderBook(): Promise<CcxtBook> {
    return this.books.next();
  }

  watchTicker(): Promise<CcxtTicker> {
    return this.quotes.next();
  }

  close(): Promise<void> {
    this.closes++;
    return Promise.resolve();
  }
}
