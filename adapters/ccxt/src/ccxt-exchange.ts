/** Numbers of the unified interface: doubles, or decimal texts where the exchange object is told to give those. */
export type CcxtNumber = number | string;

export interface CcxtMarket {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly settle?: string | null;
  readonly active?: boolean | null;
  readonly spot?: boolean;
  readonly swap?: boolean;
  readonly future?: boolean;
  readonly linear?: boolean | null;
  readonly contractSize?: CcxtNumber | null;
  readonly precision: { readonly amount?: CcxtNumber | null; readonly price?: CcxtNumber | null };
  readonly limits?: {
    readonly amount?: { readonly min?: CcxtNumber | null; readonly max?: CcxtNumber | null } | null;
  };
}

export interface CcxtOrder {
  readonly id: string;
  readonly clientOrderId?: string | null;
  readonly symbol?: string | null;
  readonly status?: string | null;
  readonly type?: string | null;
  readonly timeInForce?: string | null;
  readonly side?: string | null;
  readonly price?: CcxtNumber | null;
  readonly amount?: CcxtNumber | null;
  readonly filled?: CcxtNumber | null;
  readonly remaining?: CcxtNumber | null;
  /** Milliseconds. */
  readonly timestamp?: number | null;
}

export interface CcxtTrade {
  readonly id: string;
  /** Id of the order at the venue. */
  readonly order?: string | null;
  readonly symbol: string;
  readonly side: string;
  readonly price: CcxtNumber;
  readonly amount: CcxtNumber;
  /** Milliseconds. */
  readonly timestamp: number;
  readonly fee?: { readonly cost?: CcxtNumber | null; readonly currency?: string | null } | null;
}

export interface CcxtPosition {
  readonly symbol: string;
  readonly side?: string | null;
  readonly contracts?: CcxtNumber | null;
  readonly entryPrice?: CcxtNumber | null;
}

export interface CcxtBalances {
  readonly total: Readonly<Record<string, CcxtNumber | null | undefined>>;
}

interface CreateFeatures {
  readonly timeInForce?: Readonly<Record<string, boolean>> | null;
  readonly marketBuyRequiresPrice?: boolean | null;
}

/** Of a list that is read from a time on. */
export interface ListFeatures {
  readonly limit?: number | null;
  /** How far back it goes, days. */
  readonly daysBack?: number | null;
  /** How far one answer goes, days. */
  readonly untilDays?: number | null;
}

interface MarketFeatures {
  readonly createOrder?: CreateFeatures | null;
  readonly fetchMyTrades?: ListFeatures | null;
  readonly fetchOHLCV?: ListFeatures | null;
  readonly linear?: MarketFeatures | null;
}

export type CcxtParams = Readonly<Record<string, unknown>>;

/** What ccxt tells of an exchange; a method that an exchange lacks is false in `has`. */
export interface CcxtListing {
  readonly id: string;
  readonly has: Readonly<Record<string, boolean | 'emulated' | null | undefined>>;
  readonly features?: Readonly<Record<string, MarketFeatures | null | undefined>>;
  /** 2 decimal places, 3 significant digits, 4 tick size. */
  readonly precisionMode?: number;
  /** Milliseconds between requests. */
  readonly rateLimit?: number;
  /** `true` asks for them anew. */
  loadMarkets(reload?: boolean): Promise<Readonly<Record<string, CcxtMarket>>>;
  close?(): Promise<unknown>;
}

/** The part of ccxt's unified interface that the broker uses. */
export interface CcxtExchange extends CcxtListing {
  readonly options?: Readonly<Record<string, unknown>>;
  createOrder(
    symbol: string,
    type: string,
    side: string,
    amount: number,
    price?: number,
    params?: CcxtParams,
  ): Promise<CcxtOrder>;
  editOrder(
    id: string,
    symbol: string,
    type: string,
    side: string,
    amount?: number,
    price?: number,
    params?: CcxtParams,
  ): Promise<CcxtOrder>;
  cancelOrder(id: string, symbol: string): Promise<unknown>;
  fetchOrder(id: string, symbol: string): Promise<CcxtOrder>;
  fetchOrders(symbol: string, since?: number, limit?: number): Promise<readonly CcxtOrder[]>;
  fetchOpenOrders(symbol: string): Promise<readonly CcxtOrder[]>;
  fetchClosedOrders(symbol: string, since?: number, limit?: number): Promise<readonly CcxtOrder[]>;
  fetchCanceledOrders?(symbol: string, since?: number, limit?: number): Promise<readonly CcxtOrder[]>;
  fetchMyTrades(symbol: string, since?: number, limit?: number): Promise<readonly CcxtTrade[]>;
  fetchPositions(symbols?: readonly string[]): Promise<readonly CcxtPosition[]>;
  fetchBalance(): Promise<CcxtBalances>;
  /** Resolves with the next changes of orders; only with a WebSocket. */
  watchOrders?(symbol?: string): Promise<unknown>;
}
