import { formatNanos } from '@bourseworks/domain';
import {
  JSON_CODEC,
  liveTopic,
  MARKET_DATA_REQUEST,
  ORDER_QUERY,
  orderEventTopic,
  parseOrderRequestTopic,
  type BarShape,
  type HistoricalDataRequestShape,
  type InstrumentShape,
  type LeaseRequestShape,
  type LiveDataRequestShape,
  type OrderEventShape,
  type OrderRequestShape,
  type OrdersQueryShape,
  type StepTag,
} from '@bourseworks/dto';
import { SolaceSession, type InboundMessage } from '@bourseworks/solace-transport';

export function instrumentShape(symbol: string): InstrumentShape {
  return {
    venue: 'sim',
    symbol,
    assetClass: 'crypto',
    currency: 'USD',
    base: symbol.slice(0, 3),
    multiplier: 1,
    tickSize: '0.01',
    lotSize: '0.0001',
    priceScale: 2,
    qtyScale: 4,
    minQuantity: '0.0001',
    maxQuantity: '100000',
  };
}

export const SYMBOLS = ['BTCUSD', 'ETHUSD'];

export function barShape(startUs: number, price: number, seconds = 1): BarShape {
  const start = formatNanos(startUs);
  return {
    start,
    end: formatNanos(startUs + seconds * 1e6),
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 1,
  };
}

/** Plays market-data and the OMS on the bus, as far as the host needs them. */
export class FakePeers {
  readonly live: LiveDataRequestShape[] = [];
  readonly histories: HistoricalDataRequestShape[] = [];
  readonly released: LeaseRequestShape[] = [];
  readonly orders: OrderRequestShape[] = [];
  readonly statuses: unknown[] = [];
  readonly eventQueries: OrdersQueryShape[] = [];
  readonly journal: OrderEventShape[] = [];
  /** Answers that the OMS swallows before it answers again. */
  dropReplies = 0;
  /** The OMS neither reads nor answers commands. */
  deaf = false;
  /** Events that are journalled but not published. */
  loseEvents = 0;
  fillPrice: (order: OrderRequestShape) => string = () => '100';
  autoFill = true;
  /** Leases that are given back are answered once this resolves. */
  releasing: Promise<void> = Promise.resolve();
  history: (request: HistoricalDataRequestShape) => BarShape[] = () => [];
  private leases = new Set<string>();
  private readonly sequences = new Map<string, number>();
  private readonly known = new Map<string, { clOrdId: string }>();
  private leaseNumber = 0;
  private epoch = 1;

  constructor(readonly session: SolaceSession) {}

  static async connect(port: number): Promise<FakePeers> {
    const session = new SolaceSession({
      url: `tcp://127.0.0.1:${port}`,
      vpn: 'default',
      username: 'development',
      password: 'development',
    });
    await session.connect();
    const peers = new FakePeers(session);
    await peers.serve();
    return peers;
  }

  /** Market-data starts anew: it knows no leases and counts from 1, in another epoch. */
  restartMarketData(): void {
    this.epoch += 1;
    this.leases = new Set();
    this.sequences.clear();
  }

  bars(symbol: string, bars: readonly BarShape[], kind: 'bar-1s' | 'bar-1m' = 'bar-1s', skip = 0): void {
    const topic = liveTopic(kind, 'sim', symbol);
    const last = (this.sequences.get(topic) ?? 0) + skip;
    this.sequences.set(topic, last + bars.length);
    this.session.publish(topic, JSON_CODEC.encode({ epoch: this.epoch, seq0: last + 1, items: bars }));
  }

  /** Makes an event of an order, journals it, and publishes it. */
  event(order: OrderRequestShape, terms: Partial<OrderEventShape>, step?: StepTag): OrderEventShape {
    const { account, strategy, commandId, venue, symbol, side, type, timeInForce, quantity } = order;
    const clOrdId = `test-${commandId}`;
    const event: OrderEventShape = {
      account,
      strategy,
      commandId,
      venue,
      symbol,
      side,
      type,
      timeInForce,
      quantity,
      clOrdId,
      sequence: this.journal.length + 1,
      streamSequence: this.journal.filter((other) => other.strategy === strategy).length + 1,
      execType: 'New',
      ordStatus: 'New',
      state: 'Acknowledged',
      adapter: 'sim',
      cumQty: '0',
      leavesQty: quantity,
      time: order.sentTime,
      ...(step === undefined ? {} : { step }),
      ...terms,
    };
    this.journal.push(event);
    if (this.loseEvents > 0) this.loseEvents -= 1;
    else this.session.publish(orderEventTopic(account, strategy, clOrdId), JSON_CODEC.encode(event));
    return event;
  }

  fill(order: OrderRequestShape, step?: StepTag): void {
    const price = this.fillPrice(order);
    const { quantity } = order;
    const terms = {
      execType: 'Trade',
      ordStatus: 'Filled',
      cumQty: quantity,
      leavesQty: '0',
      lastQty: quantity,
      lastPx: price,
      avgPx: price,
    } as const;
    this.event(order, { ...terms, execId: `x-${order.commandId}` }, step);
  }

  async ask<T>(topic: string, body: unknown, timeoutMs = 8_000): Promise<T> {
    const reply = await this.session.request(topic, JSON_CODEC.encode(body), { timeoutMs });
    return JSON.parse(reply.payload.toString()) as T;
  }

  private async serve(): Promise<void> {
    await this.on(MARKET_DATA_REQUEST.live, (message) => this.onLive(message));
    await this.on(MARKET_DATA_REQUEST.renew, (message) => {
      const { leaseId } = body<LeaseRequestShape>(message);
      if (!this.leases.has(leaseId))
        return this.session.replyError(message, { code: 'LEASE_UNKNOWN', message: 'no such lease' });
      this.reply(message, { leaseId, status: 'renewed' });
    });
    await this.on(MARKET_DATA_REQUEST.release, (message) => {
      const request = body<LeaseRequestShape>(message);
      this.released.push(request);
      void this.releasing.then(() => this.reply(message, { leaseId: request.leaseId, status: 'released' }));
    });
    await this.on(MARKET_DATA_REQUEST.instruments, (message) => {
      this.reply(message, {
        instruments: SYMBOLS.map((symbol) => ({ ...instrumentShape(symbol), adapter: 'sim', kinds: ['bar-1s'] })),
      });
    });
    await this.on(MARKET_DATA_REQUEST.historical, (message) => this.onHistory(message));
    await this.on(ORDER_QUERY.events, (message) => {
      const query = body<OrdersQueryShape>(message);
      this.eventQueries.push(query);
      const found = this.journal.filter(
        ({ strategy, streamSequence }) =>
          strategy === query.strategy && streamSequence > (query.afterStreamSequence ?? 0),
      );
      const limit = query.limit ?? 500;
      this.reply(message, { events: found.slice(0, limit), more: found.length > limit });
    });
    await this.on(ORDER_QUERY.positions, (message) => {
      this.reply(message, { positions: this.positions(body<OrdersQueryShape>(message).strategy ?? '') });
    });
    await this.on(ORDER_QUERY.orders, (message) => {
      const { strategy } = body<OrdersQueryShape>(message);
      const latest = [...new Map(this.journal.map((event) => [event.commandId, event])).values()];
      const orders = latest.filter((event) => event.strategy === strategy && event.leavesQty !== '0');
      this.reply(message, { orders, more: false });
    });
    await this.on('orders/request/v1/*/*/*', (message) => this.onOrder(message));
  }

  private positions(strategy: string): unknown[] {
    const total = this.journal
      .filter((event) => event.strategy === strategy && event.execType === 'Trade')
      .reduce((sum, { side, lastQty }) => sum + (side === 'BUY' ? 1 : -1) * Math.round(Number(lastQty) * 1e4), 0);
    return total === 0
      ? []
      : [{ account: 'SIM', strategy, venue: 'sim', symbol: 'BTCUSD', quantity: (total / 1e4).toFixed(4) }];
  }

  private onLive(message: InboundMessage): void {
    const request = body<LiveDataRequestShape>(message);
    this.live.push(request);
    const leaseId = `lease-${++this.leaseNumber}`;
    this.leases.add(leaseId);
    const topic = liveTopic(request.kind, request.venue, request.symbol);
    const sequence = this.sequences.get(topic) ?? 0;
    this.reply(message, {
      topic,
      status: 'started',
      epoch: this.epoch,
      sequence,
      leaseId,
      leaseSeconds: 15,
      instrument: instrumentShape(request.symbol),
    });
  }

  private onHistory(message: InboundMessage): void {
    const request = body<HistoricalDataRequestShape>(message);
    this.histories.push(request);
    const items = this.history(request);
    const { requestId, symbol } = request;
    const half = Math.ceil(items.length / 2);
    const parts = [items.slice(0, half), items.slice(half), []];
    parts.forEach((slice, part) => {
      const end = part === parts.length - 1;
      const shape = {
        requestId,
        part,
        items: slice,
        ...(part === 0 ? { instrument: instrumentShape(symbol) } : {}),
        ...(end ? { end, totalItems: items.length } : {}),
      };
      this.session.reply(message, JSON_CODEC.encode(shape), { part, end });
    });
  }

  private onOrder(message: InboundMessage): void {
    const place = parseOrderRequestTopic(message.topic);
    if (this.deaf || !place.ok) return;
    if (place.value.verb === 'status') {
      const { commandId = '' } = body<{ commandId?: string }>(message);
      this.statuses.push(body(message));
      const event = this.journal.findLast((candidate) => candidate.commandId === commandId);
      if (event === undefined)
        return this.session.replyError(message, { code: 'ORDER_UNKNOWN', message: 'no such order' });
      return this.reply(message, event);
    }
    const order = body<OrderRequestShape>(message);
    this.orders.push(order);
    const duplicate = this.known.has(order.commandId);
    this.known.set(order.commandId, { clOrdId: `test-${order.commandId}` });
    if (!duplicate && place.value.verb === 'submit' && order.step === undefined) {
      this.event(order, {});
      if (this.autoFill) this.fill(order);
    }
    if (this.dropReplies > 0) {
      this.dropReplies -= 1;
      return;
    }
    const { commandId } = order;
    this.reply(message, {
      commandId,
      clOrdId: `test-${commandId}`,
      ordStatus: 'New',
      state: 'Intent',
      sequence: 1,
      duplicate,
    });
  }

  private on(topic: string, handler: (message: InboundMessage) => void): Promise<void> {
    return this.session.subscribe(topic, handler);
  }

  private reply(message: InboundMessage, value: unknown): void {
    this.session.reply(message, JSON_CODEC.encode(value));
  }
}

function body<T>(message: InboundMessage): T {
  return JSON.parse(message.payload.toString()) as T;
}
