import type { Clock, MarketDataAdapter } from '@bourseworks/ports';
import type { MarketDataHarness } from '@bourseworks/testkit';
import { CcxtMarketData } from '../src/market-data/ccxt-market-data.js';
import { AskedExchange } from './asked-exchange.js';
import { configOf, TIMES, TIMEOUT_MS } from './harness.js';
import { LaterAdapter } from './later-adapter.js';
import { PAGE, StandInFeed } from './stand-in-feed.js';

const NOT_STREAMED = 'nothing is streamed: the venue sends what it is asked for';
const NO_LOSS = 'a question that fails loses nothing that the next one does not tell';
const NO_LOGIN = 'public data have no login';
const excused = (reason: string, ids: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(ids.map((id) => [id, reason]));

/** An exchange without a WebSocket: everything is asked for. */
export const ASKED_HARNESS: MarketDataHarness<StandInFeed> = {
  kinds: ['trade', 'quote', 'book', 'bar-1m', 'bar-1h'],
  historyKinds: ['trade', 'bar-1m', 'bar-1h'],
  page: PAGE,
  excused: {
    ...excused(NOT_STREAMED, ['MD-220', 'MD-226', 'MD-300', 'MD-301', 'MD-302', 'MD-303', 'MD-304', 'MD-410']),
    ...excused(NO_LOSS, [
      'MD-310',
      'MD-311',
      'MD-312',
      'MD-414',
      'MD-415',
      'MD-416',
      'MD-500',
      'MD-501',
      'MD-502',
      'MD-503',
    ]),
    ...excused('quotes between two questions are not seen', ['MD-201', 'MD-224', 'MD-321', 'MD-600']),
    ...excused('what is fetched is asked for as what is live is', ['MD-322']),
    ...excused('a stream that is asked for is open with the first answer', ['MD-702']),
    ...excused(NO_LOGIN, ['MD-520', 'MD-521']),
  },
  silenceMs: 500,
  requestTimeoutMs: TIMEOUT_MS,
  start: () => StandInFeed.start(),
  createAdapter: (venue, clock: Clock) => {
    const options = {
      make: (settings: Readonly<Record<string, unknown>>) =>
        Promise.resolve(new AskedExchange(settings, venue.url, TIMEOUT_MS)),
      clock,
      times: TIMES,
    };
    const make = (): Promise<MarketDataAdapter> => CcxtMarketData.open(configOf(venue), options);
    return new LaterAdapter(make);
  },
};
