import type { OrderTerms } from '@bourseworks/domain';
import { SystemClock, type BrokerOrder } from '@bourseworks/ports';
import { ALPACA_KEY_ID, ALPACA_SECRET_KEY, type AlpacaStandIn, RecordingBrokerSink } from '@bourseworks/testkit';
import { AlpacaBroker, DEFAULT_TIMINGS, type AlpacaConfig, type AlpacaTimings } from '@bourseworks/adapters/alpaca';

export const ACCOUNT = 'A';

/** Waits of a test, not of a trading day. */
export const QUICK: AlpacaTimings = {
  ...DEFAULT_TIMINGS,
  authRetryMs: 200,
  consistencyHorizonUs: 20_000,
  backoff: { firstMs: 5, maxMs: 50 },
};

export function configFor(url: string, more: Partial<AlpacaConfig> = {}): AlpacaConfig {
  return {
    keyId: ALPACA_KEY_ID,
    secretKey: ALPACA_SECRET_KEY,
    environment: 'paper',
    tradingUrl: url,
    streamUrl: `${url.replace(/^http/, 'ws')}/stream`,
    account: ACCOUNT,
    symbols: ['AAPL', 'SPY'],
    crypto: ['BTC/USD'],
    subDollar: [],
    requestTimeoutMs: 2_000,
    requestsPerMinute: 10_000,
    ...more,
  };
}

export interface Connected {
  readonly broker: AlpacaBroker;
  readonly sink: RecordingBrokerSink;
}

export async function connectBroker(
  standIn: AlpacaStandIn,
  config: Partial<AlpacaConfig> = {},
  timings: Partial<AlpacaTimings> = {},
): Promise<Connected> {
  const broker = new AlpacaBroker(configFor(standIn.url, config), new SystemClock(), { ...QUICK, ...timings });
  const sink = new RecordingBrokerSink();
  await broker.connect(sink);
  return { broker, sink };
}

/** Ten shares of AAPL at 100 dollars, unless told otherwise. */
export function orderFor(
  broker: AlpacaBroker,
  clOrdId: string,
  terms: Partial<OrderTerms> = {},
  symbol = 'AAPL',
): BrokerOrder {
  const instrument = broker.instruments().find((one) => one.symbol === symbol);
  if (instrument === undefined) throw new Error(`no instrument ${symbol}`);
  const whole = { side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: shares(10), price: dollars(100) } as const;
  return { clOrdId, account: ACCOUNT, instrument, terms: { ...whole, ...terms }, sentUs: Date.now() * 1_000 };
}

/** Units of the adapter's instruments. */
export const shares = (count: number): number => Math.round(count * 1e9);
export const dollars = (amount: number): number => Math.round(amount * 1e9);
