import type { StreamKind } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import { ALPACA_KEY_ID, ALPACA_SECRET_KEY, AlpacaDataStandIn, type MarketDataHarness } from '@bourseworks/testkit';
import type { AlpacaDataConfig } from '../src/config.js';
import { AlpacaMarketData } from '../src/market-data/alpaca-market-data.js';
import type { AlpacaDataTimes } from '../src/market-data/session/times.js';

const SILENCE_MS = 800;
const TIMEOUT_MS = 500;

/** Waits of a test, not of a trading day. */
export const TIMES: Partial<AlpacaDataTimes> = {
  silenceMs: SILENCE_MS,
  pingMs: 200,
  loginMs: 2_000,
  answerMs: 2_000,
  authRetryMs: 600,
  backoff: { firstMs: 20, maxMs: 200 },
  occupied: { firstMs: 50, maxMs: 400 },
  roomMs: 200,
  lingerMs: 5_000,
  barGraceMs: 50,
  openUs: 5_000_000,
};

export function configOf(
  { url, streamUrl, symbol }: Pick<AlpacaDataStandIn, 'url' | 'streamUrl' | 'symbol'>,
  more: Partial<AlpacaDataConfig> = {},
): AlpacaDataConfig {
  const crypto = symbol === 'BTCUSD';
  return {
    keyId: ALPACA_KEY_ID,
    secretKey: ALPACA_SECRET_KEY,
    tradingUrl: url,
    dataUrl: url,
    streamUrl,
    feed: 'iex',
    historyFeed: 'iex',
    cryptoLocation: 'us',
    symbols: crypto ? [] : [symbol],
    crypto: crypto ? ['BTC/USD'] : [],
    subDollar: [],
    requestTimeoutMs: TIMEOUT_MS,
    requestsPerMinute: 10_000,
    ...more,
  };
}

const NOT_NUMBERED = 'Alpaca numbers no trades: while the connection lives nobody sees that one is missing';
const BOOK_NOT_NUMBERED =
  'Alpaca numbers no changes of a book, and has no checksum: nobody sees that one is missing, or in another place';

const EXCUSED: Readonly<Record<string, string>> = { 'MD-300': NOT_NUMBERED, 'MD-301': NOT_NUMBERED };
const CRYPTO_EXCUSED: Readonly<Record<string, string>> = {
  ...EXCUSED,
  'MD-410': BOOK_NOT_NUMBERED,
  'MD-412': BOOK_NOT_NUMBERED,
  'MD-413': BOOK_NOT_NUMBERED,
  'MD-420': BOOK_NOT_NUMBERED,
};

export function dataHarness(crypto: boolean): MarketDataHarness<AlpacaDataStandIn> {
  const S = crypto ? 'BTC/USD' : 'AAPL';
  const t = '2026-01-05T15:00:00Z';
  const item = (of: object): string => JSON.stringify([{ S, t, ...of }]);
  const trade = { T: 't', i: 1, x: 'V', p: 1, s: 1 };
  const bar = { o: 2, h: 3, l: 1, c: 2, v: 1, n: 1 };
  const live: readonly StreamKind[] = ['trade', 'quote', 'bar-1m', 'bar-1d'];
  return {
    kinds: crypto ? [...live, 'book'] : live,
    historyKinds: ['trade', 'quote', 'bar-1m', 'bar-5m', 'bar-1h', 'bar-1d'],
    page: 200,
    excused: crypto ? CRYPTO_EXCUSED : EXCUSED,
    silenceMs: SILENCE_MS,
    requestTimeoutMs: TIMEOUT_MS,
    malformed: {
      trade: [
        item({ ...trade, p: 0 }),
        item({ ...trade, p: -1 }),
        item({ ...trade, s: 0 }),
        item({ ...trade, s: undefined }),
        item({ ...trade, p: 1e300 }),
        item({ ...trade, i: 'one' }),
        item({ ...trade, t: 'now' }),
        item({ ...trade, S: undefined }),
      ],
      quote: [item({ T: 'q', bp: 'x', bs: 1, ap: 2, as: 1 }), item({ T: 'q', bp: 1, ap: 2, as: 1 })],
      'bar-1m': [item({ T: 'b', ...bar, h: 1 }), item({ T: 'b', ...bar, c: 0 }), item({ T: 'u', ...bar, v: -1 })],
      'bar-1d': [item({ T: 'd', ...bar, n: 1.5 })],
      ...(crypto && {
        book: [
          item({ T: 'o', b: [{ p: 0, s: 1 }], a: [] }),
          item({ T: 'o', b: {}, a: [] }),
          item({ T: 'o', b: [{ p: 1, s: 1e12 }], a: [] }),
        ],
      }),
    },
    secrets: [ALPACA_KEY_ID, ALPACA_SECRET_KEY],
    start: () => AlpacaDataStandIn.start({ crypto }),
    createAdapter: (venue, clock: Clock) => new AlpacaMarketData(configOf(venue), { clock, times: TIMES }),
  };
}
