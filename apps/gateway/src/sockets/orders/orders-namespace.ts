import type {
  KillView,
  OrdersEvent,
  OrdersSnapshot,
  PortfolioView,
  RiskNotice,
  RiskUsageView,
} from '@bourseworks/dto/shapes';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { OrderStream, type OrderBatch } from '../../orders/order-stream.js';
import { SocketIdentities } from '../access/socket-identity.js';
import { SocketRoster } from '../access/socket-roster.js';
import { ORDERS_EVENTS, type Handlers, type ToldBy } from '../protocol/events.js';
import { renewal } from '../renewal.js';
import { SocketMetrics } from '../socket-metrics.js';
import { SocketServer } from '../socket-server.js';
import { bufferedBytes, bytesOf, writeFrame, type WireFrame } from '../wire/connection.js';
import { encodeEvent } from '../wire/encode.js';
import { OmsBoard, type BoardListener } from './oms-board.js';
import { OrdersClient } from './orders-client.js';
import { SharedSnapshot } from './shared-snapshot.js';

export const ORDERS_NAMESPACE = '/orders';

/** None of this may be left out: a client for which more waits is closed, and begins anew. */
const MAX_BUFFERED_BYTES = 1_048_576;
const MAX_WAITING = 1_000;

type Told = typeof ORDERS_EVENTS;

/** Orders, fills, figures and switches to people: a snapshot, and every change after it. */
@Injectable()
export class OrdersNamespace implements OnApplicationBootstrap, BeforeApplicationShutdown, BoardListener {
  private readonly clients = new Set<OrdersClient>();
  private readonly snapshots: SharedSnapshot;
  private readonly handlers: Handlers<OrdersClient, Told['asked']>;
  private endBatches: () => void = () => undefined;

  constructor(
    private readonly server: SocketServer,
    private readonly roster: SocketRoster,
    private readonly stream: OrderStream,
    private readonly board: OmsBoard,
    private readonly metrics: SocketMetrics,
    identities: SocketIdentities,
  ) {
    this.snapshots = new SharedSnapshot(stream);
    this.handlers = {
      subscribe: (client) => this.subscribe(client),
      renew: renewal(identities, roster, ({ socket }: OrdersClient) => socket),
    };
  }

  onApplicationBootstrap(): void {
    this.endBatches = this.stream.onBatch((batch) => this.batch(batch));
    this.board.tell(this);
    this.server.serve({
      namespace: ORDERS_NAMESPACE,
      asked: ORDERS_EVENTS.asked,
      handlers: this.handlers,
      open: (socket) => new OrdersClient(socket),
      close: (client: OrdersClient) => void this.clients.delete(client),
    });
  }

  beforeApplicationShutdown(): void {
    this.endBatches();
  }

  portfolio(view: PortfolioView): void {
    this.tellAll('portfolio', view);
  }

  usage(view: RiskUsageView): void {
    this.tellAll('usage', view);
  }

  risk(notice: RiskNotice): void {
    this.tellAll('risk', notice);
  }

  kills(kills: readonly KillView[]): void {
    this.tellAll('kills', { kills });
  }

  live(live: boolean): void {
    this.tellAll('live', { live });
  }

  private async subscribe(client: OrdersClient): Promise<OrdersSnapshot> {
    const round = ++client.round;
    client.state = 'waiting';
    client.waiting.length = 0;
    this.clients.add(client);
    const { snapshot, batches } = this.snapshots.read();
    for (const batch of batches) client.waiting.push((waiting) => this.deliver(waiting, batch));
    const { seq, orders, fills } = await this.orDrop(client, snapshot);
    // After the answer has left: what follows a snapshot must not arrive before it.
    setImmediate(() => this.begin(client, round, seq));
    const { portfolios, kills, usages, live } = this.board;
    return { seq, orders, fills, portfolios, kills, usages, live };
  }

  private async orDrop<T>(client: OrdersClient, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.clients.delete(client);
      throw error;
    }
  }

  private begin(client: OrdersClient, round: number, seq: number): void {
    if (client.round !== round) return;
    client.seq = seq;
    client.state = 'live';
    for (const tell of client.waiting.splice(0)) tell(client);
  }

  private batch(batch: OrderBatch): void {
    this.snapshots.batch(batch);
    const frames = new Map<number, WireFrame>();
    this.each((client) => this.deliver(client, batch, frames));
  }

  /** What the client lacks of a batch; the same frame for all who hold the same. */
  private deliver(client: OrdersClient, batch: OrderBatch, frames = new Map<number, WireFrame>()): void {
    const { orders, fills, seq } = batch;
    // Projected anew: the numbers begin again, and the client subscribes again.
    const anew = batch.prev === 0;
    if (seq <= client.seq && !anew) return;
    const prev = anew ? 0 : Math.max(batch.prev, Math.min(client.seq, seq));
    const body: OrdersEvent = { prev, seq, orders, fills };
    const frame = frames.get(prev) ?? encodeEvent(ORDERS_NAMESPACE, 'event', JSON.stringify(body));
    frames.set(prev, frame);
    client.seq = seq;
    this.write(client, frame);
  }

  private tellAll<E extends Exclude<keyof Told['told'], 'event'>>(event: E, body: ToldBy<Told, E>): void {
    if (this.clients.size === 0) return;
    const frame = encodeEvent(ORDERS_NAMESPACE, event, JSON.stringify(body));
    this.each((client) => this.write(client, frame));
  }

  private each(tell: (client: OrdersClient) => void): void {
    for (const client of this.clients) {
      if (client.state === 'live') tell(client);
      else if (client.waiting.length < MAX_WAITING) client.waiting.push(tell);
      else this.tooSlow(client);
    }
  }

  private write(client: OrdersClient, frame: WireFrame): void {
    if (bufferedBytes(client.connection) > MAX_BUFFERED_BYTES) return this.tooSlow(client);
    writeFrame(client.connection, frame);
    const { counts } = this.metrics;
    counts.frames += 1;
    counts.bytes += bytesOf(frame);
  }

  private tooSlow(client: OrdersClient): void {
    this.clients.delete(client);
    this.roster.close(client.socket, 'SOCKET_SLOW', 'more waits than may; connect again and subscribe', 'reconnect');
  }
}
