import type { CcxtBook, CcxtCandle, CcxtDataExchange, CcxtPublicTrade, CcxtTicker } from '../src/ccxt-data.js';
import type { CcxtMarket } from '../src/ccxt-exchange.js';
import * as errors from './errors.js';
import { MARKET } from './stand-in-market.js';

type Fetch = (url: string, request: { readonly signal: AbortSignal }) => Promise<Answer>;
interface Answer {
  readonly status: number;
  text(): Promise<string>;
}

/**
 * ccxt's unified interface without any stream, as far as market data ask it: over real sockets to a stand-in of Binance, by the
 * `fetch` that it was made with, as ccxt does.
 */
export class AskedExchange implements CcxtDataExchange {
  readonly id = 'asked';
  readonly has: CcxtDataExchange['has'] = {
    fetchTrades: true,
    fetchOHLCV: true,
    fetchOrderBook: true,
    fetchTicker: true,
    watchTrades: false,
  };
  readonly precisionMode = 4;
  readonly rateLimit = 1;
  readonly timeframes = { '1m': '1m', '1h': '1h' };
  private readonly fetch: Fetch;

  constructor(
    settings: Readonly<Record<string, unknown>>,
    private readonly url: string,
    private readonly timeoutMs: number,
  ) {
    this.fetch = settings['fetchImplementation'] as Fetch;
  }

  async loadMarkets(): Promise<Readonly<Record<string, CcxtMarket>>> {
    await this.get('exchangeInfo', {});
    return { [MARKET.symbol]: MARKET };
  }

  async fetchTrades(_symbol: string, since?: number, limit?: number): Promise<readonly CcxtPublicTrade[]> {
    const rows = await this.get('aggTrades', { startTime: since, endTime: since && since + 3_600_000, limit });
    return (rows as { a: number; p: string; q: string; T: number; m: boolean }[]).map(({ a, p, q, T, m }) => ({
      id: String(a),
      price: Number(p),
      amount: Number(q),
      timestamp: T,
      side: m ? 'sell' : 'buy',
    }));
  }

  async fetchOHLCV(_symbol: string, interval: string, since?: number, limit?: number): Promise<readonly CcxtCandle[]> {
    const rows = await this.get('klines', { interval, startTime: since, limit });
    return (rows as (string | number)[][]).map((row) => row.slice(0, 6).map(Number));
  }

  async fetchOrderBook(): Promise<CcxtBook> {
    const { bids, asks } = (await this.get('depth', { limit: 100 })) as Record<'bids' | 'asks', [string, string][]>;
    const levels = (side: readonly [string, string][]): number[][] => side.map((level) => level.map(Number));
    return { bids: levels(bids), asks: levels(asks) };
  }

  /** Without amounts, as many exchanges have it. */
  async fetchTicker(): Promise<CcxtTicker> {
    const { bids, asks } = await this.fetchOrderBook();
    return { bid: bids[0][0], ask: asks[0][0] };
  }

  private async get(name: string, query: Readonly<Record<string, string | number | undefined>>): Promise<unknown> {
    const given = Object.entries({ symbol: 'BTCUSDT', ...query }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)] as [string, string]],
    );
    const signal = AbortSignal.timeout(this.timeoutMs);
    let answer: Answer;
    try {
      answer = await this.fetch(`${this.url}/api/v3/${name}?${new URLSearchParams(given).toString()}`, { signal });
    } catch (error) {
      if (signal.aborted) throw new errors.RequestTimeout('request timed out');
      if (error instanceof TypeError) throw new errors.NetworkError('fetch failed');
      throw error;
    }
    if (answer.status === 429) throw new errors.RateLimitExceeded('429 Too Many Requests');
    if (answer.status >= 500) throw new errors.ExchangeNotAvailable(`${answer.status}`);
    return JSON.parse(await answer.text());
  }
}
