import type { OrderTerms } from '@bourseworks/domain';
import type { BrokerOrder } from '@bourseworks/ports';
import { BinanceBroker, FUTURES, SPOT, type BinanceConfig, type StreamTimes } from '@bourseworks/adapters/binance';
import { RecordingBrokerSink } from '@bourseworks/testkit';
import { API_KEY, API_SECRET, type BinanceStandIn } from './stand-in/binance-stand-in.js';

export const ACCOUNT = 'A';

export function configFor(standIn: BinanceStandIn, changes: Partial<BinanceConfig> = {}): BinanceConfig {
  return {
    url: standIn.url,
    streamUrl: standIn.streamUrl,
    account: ACCOUNT,
    symbols: ['BTCUSDT', 'ETHUSDT'],
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    recvWindowMs: 5_000,
    requestTimeoutMs: 1_000,
    ...changes,
  };
}

export function brokerFor(
  standIn: BinanceStandIn,
  changes: Partial<BinanceConfig> = {},
  times: Partial<StreamTimes> = {},
): BinanceBroker {
  const market = standIn.flavour === 'spot' ? SPOT : FUTURES;
  return new BinanceBroker(market, configFor(standIn, changes), { settleMs: 200, ...times });
}

export async function connectBroker(
  standIn: BinanceStandIn,
  changes: Partial<BinanceConfig> = {},
  times: Partial<StreamTimes> = {},
): Promise<{ broker: BinanceBroker; sink: RecordingBrokerSink }> {
  const broker = brokerFor(standIn, changes, times);
  const sink = new RecordingBrokerSink();
  await broker.connect(sink);
  return { broker, sink };
}

/** A bid for one lot, below the market unless told otherwise. */
export function orderFor(broker: BinanceBroker, clOrdId: string, terms: Partial<OrderTerms> = {}): BrokerOrder {
  const [instrument] = broker.instruments();
  const full = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 1_000, price: 9_000, ...terms } as const;
  return { clOrdId, account: ACCOUNT, instrument, terms: full, sentUs: 0 };
}
