import type { Clock } from '@bourseworks/ports';
import { CoinbaseStandIn, type MarketDataHarness } from '@bourseworks/testkit';
import type { CoinbaseConfig } from '../src/config.js';
import { CoinbaseMarketData } from '../src/market-data/coinbase-market-data.js';
import type { CoinbaseTimes } from '../src/market-data/session/times.js';

const SILENCE_MS = 800;
const TIMEOUT_MS = 500;

/** The venue's limits of speed are those of a service; here they would only take time. */
export const TIMES: Partial<CoinbaseTimes> = {
  silenceMs: SILENCE_MS,
  pingMs: 200,
  answerMs: 2_000,
  questions: 1_000,
  backoff: { firstMs: 20, maxMs: 200 },
  openUs: 5_000_000,
  restRequests: 1_000,
};

export const configOf = ({ url, streamUrl }: CoinbaseStandIn): CoinbaseConfig => ({
  url,
  streamUrl,
  requestTimeoutMs: TIMEOUT_MS,
});

const NO_LOGIN = 'public data have no login';

export const HARNESS: MarketDataHarness<CoinbaseStandIn> = {
  kinds: ['trade', 'quote', 'book'],
  historyKinds: ['trade', 'bar-1m', 'bar-5m', 'bar-1h', 'bar-1d'],
  page: 1_000,
  excused: { 'MD-520': NO_LOGIN, 'MD-521': NO_LOGIN },
  silenceMs: SILENCE_MS,
  requestTimeoutMs: TIMEOUT_MS,
  // Without a number a message has no place: `unreadable.spec.ts` has those that are numbered.
  malformed: {
    trade: [
      '{"channel":"market_trades","timestamp":"2026-01-01T00:00:00Z","events":[]}',
      '{"channel":"market_trades","timestamp":"2026-01-01T00:00:00Z","sequence_num":"1","events":[]}',
      '{"channel":"market_trades","timestamp":"2026-01-01T00:00:00Z","sequence_num":-1,"events":[]}',
      '{"type":"error","message":"something went wrong"}',
    ],
    quote: ['{"channel":"ticker","timestamp":"2026-01-01T00:00:00Z","sequence_num":0.5,"events":[]}'],
    book: ['{"channel":"l2_data","timestamp":"2026-01-01T00:00:00Z","sequence_num":9007199254740993,"events":[]}'],
  },
  start: () => CoinbaseStandIn.start(),
  createAdapter: (venue, clock: Clock) => new CoinbaseMarketData(configOf(venue), { clock, times: TIMES }),
};
