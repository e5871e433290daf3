import type { Clock } from '@bourseworks/ports';
import { KrakenStandIn, type MarketDataHarness } from '@bourseworks/testkit';
import type { KrakenConfig } from '../src/config.js';
import { KrakenMarketData } from '../src/market-data/kraken-market-data.js';
import type { KrakenTimes } from '../src/market-data/session/times.js';

const BARS = ['bar-1m', 'bar-5m', 'bar-1h', 'bar-1d'] as const;
const SILENCE_MS = 800;
const TIMEOUT_MS = 500;

/** The venue's limits of speed are those of a service; here they would only take time. */
export const TIMES: Partial<KrakenTimes> = {
  silenceMs: SILENCE_MS,
  pingMs: 200,
  answerMs: 2_000,
  backoff: { firstMs: 20, maxMs: 200 },
  openUs: 5_000_000,
  restRequests: 1_000,
};

/** More levels than the book of the stand-in ever has. */
export const configOf = ({ url, streamUrl }: KrakenStandIn): KrakenConfig => ({
  url,
  streamUrl,
  bookDepth: 25,
  requestTimeoutMs: TIMEOUT_MS,
});

const NO_LOGIN = 'public data have no login';

/** A level of another quantity: the message is sound, the book is not the venue's. */
function falsified(text: string): string {
  return text.replace(/"(bids|asks)":\[\{"price":([\d.]+),"qty":[\d.]+/, '"$1":[{"price":$2,"qty":0.00123');
}

export const HARNESS: MarketDataHarness<KrakenStandIn> = {
  kinds: ['trade', 'quote', 'book', ...BARS],
  historyKinds: ['trade', ...BARS],
  page: 1_000,
  excused: { 'MD-520': NO_LOGIN, 'MD-521': NO_LOGIN },
  silenceMs: SILENCE_MS,
  falsified,
  requestTimeoutMs: TIMEOUT_MS,
  malformed: {
    trade: [
      '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"buy","price":0,"qty":1,"trade_id":1,"timestamp":"2026-01-01T00:00:00Z"}]}',
      '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"both","price":1,"qty":1,"trade_id":1,"timestamp":"2026-01-01T00:00:00Z"}]}',
      '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"buy","price":1e300,"qty":1,"trade_id":1,"timestamp":"2026-01-01T00:00:00Z"}]}',
      '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"buy","price":1,"qty":1,"timestamp":"2026-01-01T00:00:00Z"}]}',
      '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"buy","price":1,"qty":1,"trade_id":1,"timestamp":"now"}]}',
    ],
    quote: [
      '{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":"x","bid_qty":1,"ask":2,"ask_qty":1}]}',
      '{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":-1,"bid_qty":1,"ask":2,"ask_qty":1}]}',
      '{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":1,"ask":2,"ask_qty":1}]}',
    ],
    book: [
      '{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":[{"price":1.05,"qty":1}],"asks":[]}]}',
      '{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":{},"asks":[]}]}',
      '{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":[{"price":1,"qty":99999999999}],"asks":[]}]}',
      '{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":[],"asks":[],"checksum":-1}]}',
    ],
    'bar-1m': [
      '{"channel":"ohlc","type":"update","data":[{"symbol":"BTC/USD","interval":1,"interval_begin":"2026-01-01T00:00:00Z","open":3,"high":2,"low":1,"close":1,"volume":1,"trades":1}]}',
    ],
  },
  start: () => KrakenStandIn.start(),
  createAdapter: (venue, clock: Clock) => new KrakenMarketData(configOf(venue), { clock, times: TIMES }),
};
