import { peer, type Peer } from '../harness/peer.js';
import { COMPARED_LEVELS, type FeedReader, type FeedState } from './contender.js';
import type { FeedMessage, RecordedFeed } from './recording.js';

type Level = readonly [price: number, size: number];

interface CcxtClient {
  onMessage(event: { readonly data: Buffer }): void;
  reject(error: unknown): void;
}

interface CcxtOrderBook {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly nonce: number | undefined;
  limit(): CcxtOrderBook;
}

interface CcxtTicker {
  readonly bid: number;
  readonly bidVolume: number;
  readonly ask: number;
  readonly askVolume: number;
}

interface CcxtTrade {
  readonly id: string;
  readonly price: number;
}

/** What of the library's object for the exchange is used. */
interface CcxtBinance {
  fetchRestOrderBookSafe: () => Promise<unknown>;
  readonly orderbooks: Record<string, CcxtOrderBook>;
  readonly trades: Record<string, readonly CcxtTrade[] | undefined>;
  readonly bidsasks: Record<string, CcxtTicker | undefined>;
  setMarkets(markets: readonly object[]): void;
  client(url: string): CcxtClient;
  parseOrderBook(book: unknown, symbol: string): Record<string, unknown>;
  handleOrderBookSubscription(client: CcxtClient, message: object, subscription: object): void;
  handleTrade(client: CcxtClient, message: object): void;
}

interface Ccxt {
  readonly pro: { readonly binance: new (options: object) => CcxtBinance };
}

const SPOT = { url: 'wss://stream.binance.com:9443/stream', symbol: 'BTC/USDT', type: 'spot' };
const FUTURES = { url: 'wss://fstream.binance.com/public/stream', symbol: 'BTC/USDT:USDT', type: 'future' };

function marketOf(futures: boolean): object {
  const names = { id: 'BTCUSDT', lowercaseId: 'btcusdt', base: 'BTC', quote: 'USDT', baseId: 'BTC', quoteId: 'USDT' };
  const form = futures
    ? { symbol: FUTURES.symbol, type: 'swap', settle: 'USDT', settleId: 'USDT', contractSize: 1 }
    : { symbol: SPOT.symbol, type: 'spot' };
  return {
    ...names,
    ...form,
    spot: !futures,
    swap: futures,
    contract: futures,
    linear: futures ? true : undefined,
    margin: false,
    future: false,
    option: false,
    active: true,
    precision: {},
    limits: {},
    info: {},
  };
}

export const loadCcxt = (): Promise<Peer<Ccxt>> => peer<Ccxt>('ccxt');

/** ccxt's own way of a message: its client takes the bytes, and its handlers keep book, trades, and bids and asks. */
export class CcxtReader implements FeedReader {
  private readonly symbol: string;
  private failure: unknown;
  private trades = 0;

  private constructor(
    private readonly exchange: CcxtBinance,
    private readonly client: CcxtClient,
    futures: boolean,
  ) {
    this.symbol = futures ? FUTURES.symbol : SPOT.symbol;
    client.reject = (error) => (this.failure ??= error);
  }

  /** `watched`: trades are counted, for comparison. */
  static async open({ module }: Peer<Ccxt>, feed: RecordedFeed, watched = false): Promise<CcxtReader> {
    const { futures, snapshot, before } = feed;
    const { url, symbol, type } = futures ? FUTURES : SPOT;
    const exchange = new module.pro.binance({ newUpdates: true });
    exchange.setMarkets([marketOf(futures)]);
    const reader = new CcxtReader(exchange, exchange.client(url), futures);
    if (watched) reader.count();
    exchange.fetchRestOrderBookSafe = () => {
      const body = JSON.parse(snapshot) as { lastUpdateId: number };
      return Promise.resolve({ ...exchange.parseOrderBook(body, symbol), nonce: body.lastUpdateId });
    };
    // The snapshot is asked for with the next turn, and joined to the messages before it.
    exchange.handleOrderBookSubscription(reader.client, {}, { symbol, type });
    for (const message of before) reader.read(message);
    while (exchange.orderbooks[symbol].nonce === undefined) await new Promise((resolve) => setImmediate(resolve));
    return reader;
  }

  read({ bytes }: FeedMessage): void {
    this.client.onMessage({ data: bytes });
  }

  state(): FeedState {
    if (this.failure !== undefined) throw new Error('ccxt failed', { cause: this.failure });
    const { orderbooks, trades, bidsasks } = this.exchange;
    const book = orderbooks[this.symbol];
    const last = trades[this.symbol]?.at(-1);
    const ticker = bidsasks[this.symbol];
    if (last === undefined || ticker === undefined) throw new Error('ccxt has no trade or no ticker');
    // A side is an array of a kind of its own.
    const levels = (side: readonly Level[]): Level[] =>
      Array.from(side, ([price, size]): Level => [price, size]).slice(0, COMPARED_LEVELS);
    return {
      trades: this.trades,
      lastTradeId: last.id,
      lastTradePrice: last.price,
      bid: ticker.bid,
      bidSize: ticker.bidVolume,
      ask: ticker.ask,
      askSize: ticker.askVolume,
      bids: levels(book.bids),
      asks: levels(book.asks),
    };
  }

  close(): void {
    // It has no connection, and leaves nothing.
  }

  private count(): void {
    const { exchange } = this;
    const handleTrade = exchange.handleTrade.bind(exchange);
    exchange.handleTrade = (client, message) => {
      this.trades++;
      handleTrade(client, message);
    };
  }
}
