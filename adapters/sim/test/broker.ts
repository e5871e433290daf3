import type { ExecutionReport, OrderTerms } from '@bourseworks/domain';
import type { BrokerOrder, BrokerSink } from '@bourseworks/ports';
import { SimBroker } from '@bourseworks/adapters/sim';

/** Keeps what a broker reports. */
export class RecordingBrokerSink implements BrokerSink {
  readonly reports: ExecutionReport[] = [];
  readonly links: boolean[] = [];
  readonly reasons: string[] = [];

  report(report: ExecutionReport): void {
    this.reports.push(report);
  }

  link(up: boolean, reason = ''): void {
    this.links.push(up);
    if (reason !== '') this.reasons.push(reason);
  }

  /** Execution types of the reports about an id, in order. */
  typesOf(clOrdId: string): string[] {
    return this.reports.filter((report) => report.clOrdId === clOrdId).map((report) => report.execType);
  }
}

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
