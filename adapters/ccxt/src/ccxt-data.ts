import type { CcxtListing, CcxtNumber } from './ccxt-exchange.js';

/** A public trade of the unified interface; every field still to be doubted, as of all below. */
export interface CcxtPublicTrade {
  readonly id?: string | null;
  readonly price?: CcxtNumber | null;
  readonly amount?: CcxtNumber | null;
  /** Of whoever took. */
  readonly side?: string | null;
  /** Milliseconds. */
  readonly timestamp?: number | null;
}

export interface CcxtTicker {
  readonly bid?: CcxtNumber | null;
  readonly bidVolume?: CcxtNumber | null;
  readonly ask?: CcxtNumber | null;
  readonly askVolume?: CcxtNumber | null;
  readonly timestamp?: number | null;
}

/** Price, amount, and what some exchanges add. */
export type CcxtLevel = readonly (CcxtNumber | null | undefined)[];

/** Of a stream it is the book that ccxt goes on changing. */
export interface CcxtBook {
  readonly bids: readonly CcxtLevel[];
  readonly asks: readonly CcxtLevel[];
  readonly timestamp?: number | null;
}

/** Start in milliseconds, open, high, low, close, volume. */
export type CcxtCandle = readonly (CcxtNumber | null | undefined)[];

/** A WebSocket of ccxt's. */
interface CcxtClient {
  readonly isConnected?: boolean;
  readonly connection?: { terminate?(): void };
}

/** The part of ccxt's unified interface that market data use. */
export interface CcxtDataExchange extends CcxtListing {
  /** Lengths of candles that the exchange has: `1m`. */
  readonly timeframes?: Readonly<Record<string, unknown>>;
  /** Of the streams, by address. */
  readonly clients?: Readonly<Record<string, CcxtClient>>;
  readonly streaming?: { keepAlive?: number };
  /** The last ones that the streams told, by symbol. */
  readonly bidsasks?: Readonly<Record<string, CcxtTicker | undefined>>;
  readonly tickers?: Readonly<Record<string, CcxtTicker | undefined>>;
  fetchTrades(symbol: string, since?: number, limit?: number): Promise<readonly CcxtPublicTrade[]>;
  fetchOHLCV(symbol: string, timeframe: string, since?: number, limit?: number): Promise<readonly CcxtCandle[]>;
  fetchOrderBook(symbol: string, limit?: number): Promise<CcxtBook>;
  fetchTicker(symbol: string): Promise<CcxtTicker>;
  /** Each of these resolves with what is new; only where the exchange has a WebSocket. */
  watchTrades?(symbol: string): Promise<readonly CcxtPublicTrade[]>;
  watchOrderBook?(symbol: string, limit?: number): Promise<CcxtBook>;
  watchTicker?(symbol: string): Promise<CcxtTicker>;
  watchBidsAsks?(symbols: readonly string[]): Promise<Readonly<Record<string, CcxtTicker>>>;
  unWatchTrades?(symbol: string): Promise<unknown>;
  unWatchOrderBook?(symbol: string): Promise<unknown>;
  unWatchTicker?(symbol: string): Promise<unknown>;
  unWatchBidsAsks?(symbols: readonly string[]): Promise<unknown>;
}
