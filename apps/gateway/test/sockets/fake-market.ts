import {
  JSON_CODEC,
  liveTopic,
  MARKET_DATA_REQUEST,
  statusTopic,
  type InstrumentShape,
  type LeaseRequestShape,
  type LiveDataRequestShape,
  type MarketDataItem,
  type SnapshotReplyShape,
  type SnapshotRequestShape,
} from '@bourseworks/dto';
import type { StreamKind, StreamState } from '@bourseworks/domain';
import { DEVELOPMENT_USER } from '@bourseworks/smf-broker';
import { SolaceSession, type InboundMessage } from '@bourseworks/solace-transport';

const VENUE = 'sim';

export function instrumentOf(symbol: string): InstrumentShape {
  return {
    venue: VENUE,
    symbol,
    assetClass: 'crypto',
    currency: 'USD',
    base: 'BTC',
    multiplier: 1,
    tickSize: '0.01',
    lotSize: '0.0001',
    priceScale: 2,
    qtyScale: 4,
    minQuantity: '0.0001',
    maxQuantity: '100000',
  };
}

/** Stands in for market-data: it does what a spec tells it to. */
export class FakeMarket {
  /** Requests in the order they came. */
  readonly asked: { readonly topic: string; readonly body: object }[] = [];
  epoch = 1;
  /** Last sequence used on each topic. */
  readonly sequences = new Map<string, number>();
  /** Leases that are held, and their streams. */
  readonly leases = new Map<string, string>();
  /** Symbols that there are not. */
  readonly unknown = new Set<string>();
  /** Books for snapshots, by symbol; refused while there is none. */
  readonly books = new Map<string, () => SnapshotReplyShape['book']>();
  /** Requests are answered once this resolves. */
  gate: Promise<void> = Promise.resolve();
  /** Answers nothing while it is set. */
  silent = false;
  private granted = 0;

  private constructor(private readonly session: SolaceSession) {}

  static async start(url: string): Promise<FakeMarket> {
    const session = new SolaceSession({ url, ...DEVELOPMENT_USER });
    await session.connect();
    const fake = new FakeMarket(session);
    await session.subscribe('marketdata/request/>', (message) => void fake.serve(message));
    return fake;
  }

  requests(topic: string): object[] {
    return this.asked.filter((one) => one.topic === topic).map(({ body }) => body);
  }

  /** Publishes items; `skip` sequences before them are lost. */
  publish(kind: StreamKind, symbol: string, items: readonly MarketDataItem[], skip = 0): void {
    const topic = liveTopic(kind, VENUE, symbol);
    const seq0 = (this.sequences.get(topic) ?? 0) + 1 + skip;
    this.sequences.set(topic, seq0 + items.length - 1);
    this.session.publish(topic, JSON_CODEC.encode({ epoch: this.epoch, seq0, items }));
  }

  status(kind: StreamKind, symbol: string, state: StreamState, reason: string): void {
    const topic = liveTopic(kind, VENUE, symbol);
    const body = { state, kind, topic, time: '0', epoch: this.epoch, sequence: 0, reason };
    this.session.publish(statusTopic(VENUE, symbol), JSON_CODEC.encode(body));
  }

  send(topic: string, body: object): void {
    this.session.publish(topic, JSON_CODEC.encode(body));
  }

  /** As after a restart: neither leases nor sequences are remembered, and the epoch is another. */
  forget(): void {
    this.epoch += 1;
    this.leases.clear();
    this.sequences.clear();
  }

  stop(): Promise<void> {
    return this.session.close();
  }

  private async serve(message: InboundMessage): Promise<void> {
    const { topic } = message;
    const body = JSON.parse(message.payload.toString('utf8')) as object;
    this.asked.push({ topic, body });
    await this.gate;
    if (this.silent) return;
    const reply = (answer: object): void => this.session.reply(message, JSON_CODEC.encode(answer));
    switch (topic) {
      case MARKET_DATA_REQUEST.live:
        return this.grant(message, body as LiveDataRequestShape, reply);
      case MARKET_DATA_REQUEST.renew:
      case MARKET_DATA_REQUEST.release:
        return this.answerLease(message, body as LeaseRequestShape, reply);
      case MARKET_DATA_REQUEST.snapshot:
        return this.book(message, body as SnapshotRequestShape, reply);
      default:
        return undefined;
    }
  }

  private grant(
    message: InboundMessage,
    { kind, symbol, leaseSeconds }: LiveDataRequestShape,
    reply: (answer: object) => void,
  ): void {
    if (this.unknown.has(symbol))
      return this.session.replyError(message, { code: 'INSTRUMENT_UNKNOWN', message: `no ${symbol}` });
    const topic = liveTopic(kind, VENUE, symbol);
    const leaseId = `lease-${++this.granted}`;
    this.leases.set(leaseId, topic);
    const sequence = this.sequences.get(topic) ?? 0;
    reply({
      topic,
      status: 'started',
      epoch: this.epoch,
      sequence,
      leaseId,
      leaseSeconds,
      instrument: instrumentOf(symbol),
    });
  }

  private answerLease(message: InboundMessage, { leaseId }: LeaseRequestShape, reply: (answer: object) => void): void {
    const released = message.topic === MARKET_DATA_REQUEST.release;
    if (!this.leases.has(leaseId)) this.session.replyError(message, { code: 'LEASE_UNKNOWN', message: 'ran out' });
    else reply({ leaseId, status: released ? 'released' : 'renewed' });
    if (released) this.leases.delete(leaseId);
  }

  private book(message: InboundMessage, { symbol }: SnapshotRequestShape, reply: (answer: object) => void): void {
    const book = this.books.get(symbol)?.();
    const topic = liveTopic('book', VENUE, symbol);
    if (book === undefined) this.session.replyError(message, { code: 'STREAM_UNKNOWN', message: 'no book yet' });
    else reply({ topic, epoch: this.epoch, sequence: this.sequences.get(topic) ?? 0, book });
  }
}
