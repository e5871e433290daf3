import {
  JSON_CODEC,
  liveTopic,
  MARKET_DATA_REQUEST,
  statusTopic,
  type FeedsReplyShape,
  type HistoricalDataRequestShape,
  type InstrumentShape,
  type LeaseRequestShape,
  type LiveDataRequestShape,
  type MarketDataItem,
  type SnapshotReplyShape,
} from '@bourseworks/dto/shapes';
import type { StreamKind, StreamState } from '@bourseworks/domain';
import { SmfBroker } from '@bourseworks/smf-broker';
import { SolaceSession, type InboundMessage } from '@bourseworks/solace-transport/session';

export const INSTRUMENT: InstrumentShape = {
  venue: 'sim',
  symbol: 'BTCUSD',
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

/** Stands in for market-data on a broker of its own: it does what a spec tells it to. */
export class FakeMarketData {
  /** Requests in the order they came. */
  readonly asked: { readonly topic: string; readonly body: unknown }[] = [];
  epoch = 1;
  /** Last sequence used on each topic. */
  readonly sequences = new Map<string, number>();
  /** Leases that are held. */
  readonly leases = new Set<string>();
  /** Answers nothing while it is set. */
  silent = false;
  /** What a snapshot says; refused while there is none. */
  snapshot: Omit<SnapshotReplyShape, 'topic' | 'epoch'> | undefined;
  /** What it says of its streams. */
  feeds: FeedsReplyShape = { feeds: [], instances: ['fake'], silent: [], omitted: 0 };
  private granted = 0;

  private constructor(
    private readonly broker: SmfBroker,
    private readonly session: SolaceSession,
    readonly url: string,
  ) {}

  static async start(): Promise<FakeMarketData> {
    const broker = new SmfBroker();
    const { tcpPort } = await broker.start();
    const url = `tcp://127.0.0.1:${tcpPort}`;
    const session = new SolaceSession({ url, vpn: 'default', username: 'development', password: 'development' });
    await session.connect();
    const fake = new FakeMarketData(broker, session, url);
    await session.subscribe('marketdata/request/>', (message) => fake.serve(message));
    return fake;
  }

  /** Bodies of the requests on a topic. */
  bodies(topic: string): unknown[] {
    return this.asked.filter((one) => one.topic === topic).map(({ body }) => body);
  }

  /** Publishes items; `skip` sequences before them are lost. @returns the message */
  publish(kind: StreamKind, items: readonly MarketDataItem[], skip = 0): Buffer {
    const topic = liveTopic(kind, INSTRUMENT.venue, INSTRUMENT.symbol);
    const seq0 = (this.sequences.get(topic) ?? 0) + 1 + skip;
    this.sequences.set(topic, seq0 + items.length - 1);
    const message = JSON_CODEC.encode({ epoch: this.epoch, seq0, items });
    this.session.publish(topic, message);
    return message;
  }

  status(kind: StreamKind, state: StreamState, reason: string): void {
    const topic = liveTopic(kind, INSTRUMENT.venue, INSTRUMENT.symbol);
    const body = { state, kind, topic, time: '0', epoch: this.epoch, sequence: 0, reason };
    this.session.publish(statusTopic(INSTRUMENT.venue, INSTRUMENT.symbol), JSON_CODEC.encode(body));
  }

  /** As after a restart: neither leases nor sequences are remembered, and the epoch is another. */
  forget(): void {
    this.epoch += 1;
    this.leases.clear();
    this.sequences.clear();
  }

  async stop(): Promise<void> {
    await this.session.close();
    await this.broker.stop();
  }

  private serve(message: InboundMessage): void {
    const { topic } = message;
    const body = JSON.parse(message.payload.toString('utf8')) as object;
    this.asked.push({ topic, body });
    if (this.silent) return;
    const reply = (answer: object): void => this.session.reply(message, JSON_CODEC.encode(answer));
    switch (topic) {
      case MARKET_DATA_REQUEST.live:
        return reply(this.grant(body as LiveDataRequestShape));
      case MARKET_DATA_REQUEST.renew:
      case MARKET_DATA_REQUEST.release:
        return this.answerLease(message, body as LeaseRequestShape, reply);
      case MARKET_DATA_REQUEST.snapshot: {
        if (this.snapshot === undefined)
          return this.session.replyError(message, { code: 'STREAM_UNKNOWN', message: 'no book yet' });
        return reply({
          topic: liveTopic('book', INSTRUMENT.venue, INSTRUMENT.symbol),
          epoch: this.epoch,
          ...this.snapshot,
        });
      }
      case MARKET_DATA_REQUEST.feeds:
        return reply(this.feeds);
      case MARKET_DATA_REQUEST.historical:
        return this.firstPart(message, body as HistoricalDataRequestShape);
      default:
        return reply({ status: 'cancelled' });
    }
  }

  private grant({ kind, leaseSeconds }: LiveDataRequestShape): object {
    const topic = liveTopic(kind, INSTRUMENT.venue, INSTRUMENT.symbol);
    const leaseId = `lease-${++this.granted}`;
    this.leases.add(leaseId);
    const sequence = this.sequences.get(topic) ?? 0;
    return { topic, status: 'started', epoch: this.epoch, sequence, leaseId, leaseSeconds, instrument: INSTRUMENT };
  }

  private answerLease(message: InboundMessage, { leaseId }: LeaseRequestShape, reply: (answer: object) => void): void {
    const released = message.topic === MARKET_DATA_REQUEST.release;
    if (!this.leases.has(leaseId)) this.session.replyError(message, { code: 'LEASE_UNKNOWN', message: 'ran out' });
    else reply({ leaseId, status: released ? 'released' : 'renewed' });
    if (released) this.leases.delete(leaseId);
  }

  /** One part of a long answer; the rest never comes. */
  private firstPart(message: InboundMessage, { requestId }: HistoricalDataRequestShape): void {
    const items = [1, 2, 3].map((i) => ({ time: `${i}000000000`, price: 100 + i, quantity: 1 }));
    const part = { requestId, part: 0, instrument: INSTRUMENT, items };
    this.session.reply(message, JSON_CODEC.encode(part), { part: 0 });
  }
}
