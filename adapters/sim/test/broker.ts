import type { OrderTerms } from '@bourseworks/domain';
import type { BrokerOrder } from '@bourseworks/ports';
import { SimBroker } from '@bourseworks/adapters/sim';
import { RecordingBrokerSink } from '@bourseworks/testkit';

export async function connectBroker(
  url: string,
  requestTimeoutMs = 2_000,
): Promise<{ broker: SimBroker; sink: RecordingBrokerSink }> {
  const broker = new SimBroker({ url, apiKeyPrefix: 'dev-', requestTimeoutMs });
  const sink = new RecordingBrokerSink();
  await broker.connect(sink);
  return { broker, sink };
}

export function orderFor(
  broker: SimBroker,
  account: string,
  clOrdId: string,
  terms: Partial<OrderTerms> = {},
): BrokerOrder {
  const instrument = broker.instruments()[0];
  const full = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 1_000, price: 100, ...terms } as const;
  return { clOrdId, account, instrument, terms: full, sentUs: 0 };
}
