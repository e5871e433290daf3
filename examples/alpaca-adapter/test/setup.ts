import { afterEach } from '@jest/globals';
import type { Instrument, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import type { AlpacaConfig } from '../src/config.js';
import { AlpacaMarketData, type Timings } from '../src/market-data.js';
import { RecordingSink } from './recording-sink.js';
import { StandIn } from './stand-in.js';

/** As in earnest, only quicker. */
export const QUICK: Timings = {
  rest: { timeoutMs: 2_000, firstRetryMs: 5, maxRetryMs: 1_500 },
  session: {
    loginMs: 2_000,
    answerMs: 2_000,
    silenceMs: 30_000,
    backoff: { firstMs: 10, maxMs: 60 },
    stableMs: 10_000,
  },
  openMs: 3_000,
  lingerMs: 30_000,
  resubscribeMs: 50,
};

export interface Setup {
  readonly standIn: StandIn;
  readonly adapter: AlpacaMarketData;
  readonly open: (symbol: string, kind: StreamKind) => Promise<RecordingSink>;
}

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

export async function instrumentOf(adapter: AlpacaMarketData, symbol: string): Promise<Instrument> {
  const found = (await adapter.instruments()).find((one) => one.symbol === symbol);
  if (found === undefined) throw new Error(`${symbol} is not listed`);
  return found;
}

/** A stand-in and an adapter that speaks to it; both end with the test. */
export async function setUp(
  timings: Partial<Timings> = {},
  session: Partial<Timings['session']> = {},
  config: Partial<AlpacaConfig> = {},
): Promise<Setup> {
  const standIn = await StandIn.start();
  const all = { ...QUICK, ...timings, session: { ...QUICK.session, ...session } };
  const adapter = new AlpacaMarketData({ ...standIn.config, ...config }, all);
  ends.push(async () => {
    await adapter.close();
    await standIn.stop();
  });
  return {
    standIn,
    adapter,
    open: async (symbol, kind) => {
      const sink = new RecordingSink();
      await adapter.open({ instrument: await instrumentOf(adapter, symbol), kind }, sink);
      return sink;
    },
  };
}

export interface Query {
  readonly symbol: string;
  readonly kind: StreamKind;
  readonly from?: string;
  readonly to?: string;
}

export const never = new AbortController().signal;

/** All events of a history answer and the sizes of its parts. */
export async function read(
  adapter: AlpacaMarketData,
  { symbol, kind, from = '2016-01-01', to = '2026-01-01' }: Query,
): Promise<{ readonly events: MarketDataEvent[]; readonly parts: number[] }> {
  const events: MarketDataEvent[] = [];
  const parts: number[] = [];
  const query = {
    instrument: await instrumentOf(adapter, symbol),
    kind,
    fromUs: Date.parse(from) * 1_000,
    toUs: Date.parse(to) * 1_000,
  };
  const part = (items: readonly MarketDataEvent[]): Promise<void> => {
    events.push(...items);
    parts.push(items.length);
    return Promise.resolve();
  };
  await adapter.history(query, part, never);
  return { events, parts };
}
