import type { Clock, MarketDataAdapter } from '@bourseworks/ports';
import { met, type MarketDataHarness, type Requirement } from '@bourseworks/testkit';
import type { CcxtDataConfig } from '../src/config.js';
import { loadExchange, requireCcxt } from '../src/load-ccxt.js';
import { CcxtMarketData } from '../src/market-data/ccxt-market-data.js';
import type { CcxtTimes } from '../src/market-data/session/times.js';
import { LaterAdapter } from './later-adapter.js';
import { PAGE, StandInFeed } from './stand-in-feed.js';

const SILENCE_MS = 900;
export const TIMEOUT_MS = 500;
const BARS = ['bar-1m', 'bar-5m', 'bar-1h', 'bar-1d'] as const;

/** The limits of speed are those of a service; here they would only take time. */
export const TIMES: Partial<CcxtTimes> = {
  keepAliveMs: 300,
  settleUs: 120_000,
  backoff: { firstMs: 20, maxMs: 200 },
  retryBackoff: { firstMs: 20, maxMs: 200 },
  openUs: 5_000_000,
  barPollUs: 50_000,
  spacingMs: 1,
};

/** Without addresses. */
export const BASE: CcxtDataConfig = {
  exchange: 'binance',
  apiKey: '',
  secret: '',
  password: '',
  uid: '',
  sandbox: false,
  timeoutMs: TIMEOUT_MS,
  urls: {},
  options: {},
  dataPollMs: 50,
  bookDepth: undefined,
};

export const configOf = ({ url }: StandInFeed): CcxtDataConfig => ({
  ...BASE,
  urls: { api: { public: `${url}/api/v3`, ws: { spot: `${url.replace('http', 'ws')}/stream` } } },
  options: { fetchMarkets: { types: ['spot'] } },
});

/** ccxt is not among the dependencies: without it nothing is missing. */
export function installedCcxt(): Requirement {
  try {
    requireCcxt();
    return met;
  } catch {
    return { kind: 'absent', why: 'the optional package ccxt is not installed' };
  }
}

const NO_LOGIN = 'public data have no login';

/** ccxt itself, as it is installed, with a stand-in of one of its exchanges. */
export const HARNESS: MarketDataHarness<StandInFeed> = {
  kinds: ['trade', 'quote', 'book', ...BARS],
  historyKinds: ['trade', ...BARS],
  page: PAGE,
  excused: {
    'MD-503': 'bars are asked for, and a cut between two questions loses nothing',
    'MD-520': NO_LOGIN,
    'MD-521': NO_LOGIN,
  },
  silenceMs: SILENCE_MS,
  requestTimeoutMs: TIMEOUT_MS,
  // ccxt has one for each stream of this exchange.
  maxStreams: 10,
  start: () => StandInFeed.start(),
  createAdapter: (venue, clock: Clock) => {
    const config = configOf(venue);
    const make = (): Promise<MarketDataAdapter> =>
      CcxtMarketData.open(config, { make: (settings) => loadExchange(config, settings), clock, times: TIMES });
    return new LaterAdapter(make);
  },
};
