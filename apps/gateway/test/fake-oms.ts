import {
  decodeMessage,
  JSON_CODEC,
  ORDER_QUERY,
  orderEventTopic,
  PATTERNS,
  type ListReplyShape,
  type ListRequestShape,
  type OrderEventShape,
  type OrderReplyShape,
  type OrderRequestShape,
  type OrdersQueryShape,
  type OrderStatusRequestShape,
} from '@bourseworks/dto';
import { SolaceSession, type InboundMessage } from '@bourseworks/solace-transport';

/** Plays the OMS on the bus as far as placing orders needs it, and fails on demand. */
export class FakeOms {
  /** Every order request that arrived, repeats too. */
  readonly received: OrderRequestShape[] = [];
  readonly events: OrderEventShape[] = [];
  journal = 'test-1';
  /** Requests are taken and answered by nobody. */
  loseReplies = false;
  /** Requests do not even arrive. */
  deaf = false;
  /** Orders are forgotten at once. */
  forgets = false;
  /** Called before a request is taken. */
  onSubmit: (request: OrderRequestShape) => Promise<void> | void = () => undefined;

  private constructor(private readonly session: SolaceSession) {}

  static async connect(url: string): Promise<FakeOms> {
    const login = { vpn: 'default', username: 'development', password: 'development' };
    const session = new SolaceSession({ url, ...login });
    await session.connect();
    const oms = new FakeOms(session);
    await oms.serve();
    return oms;
  }

  async close(): Promise<void> {
    await this.session.close();
  }

  /** The events of distinct orders that were made. */
  get orders(): OrderEventShape[] {
    return this.events.filter(({ execType }) => execType === 'PendingNew' || execType === 'Denied');
  }

  /** Journals an event and rings the bell. */
  event(change: Partial<OrderEventShape>): OrderEventShape {
    const event = eventOf(this.events.length + 1, change);
    this.events.push(event);
    this.session.publish(orderEventTopic(event.account, event.strategy, event.clOrdId), JSON_CODEC.encode(event));
    return event;
  }

  private async serve(): Promise<void> {
    await this.on<OrderRequestShape>(PATTERNS.submit, async (request) => {
      if (this.deaf) return undefined;
      this.received.push(request);
      await this.onSubmit(request);
      const reply = this.submit(request);
      return this.loseReplies ? undefined : reply;
    });
    await this.on<ListRequestShape>(PATTERNS.submitList, (request) => {
      if (this.deaf) return undefined;
      const reply = this.submitList(request);
      return this.loseReplies ? undefined : reply;
    });
    await this.on<OrderStatusRequestShape>(PATTERNS.orderStatus, ({ commandId }) => {
      const event = this.forgets ? undefined : this.events.findLast((one) => one.commandId === commandId);
      return event ?? { error: { code: 'ORDER_UNKNOWN', message: 'no such order' } };
    });
    await this.on<OrdersQueryShape>(ORDER_QUERY.events, ({ afterSequence = 0, limit = 500 }) => {
      const left = this.events.filter(({ sequence }) => sequence > afterSequence);
      const more = left.length > limit;
      return { events: left.slice(0, limit), more, journal: this.journal, lastSequence: this.events.length };
    });
  }

  private submit(request: OrderRequestShape): OrderReplyShape {
    const { commandId, account, venue, symbol, side, type, timeInForce, quantity } = request;
    const known = this.orders.find((one) => one.commandId === commandId);
    const refused = symbol === 'NOPE';
    const made =
      known ??
      this.event({
        commandId,
        account,
        venue,
        symbol,
        side,
        type,
        timeInForce,
        quantity,
        leavesQty: quantity,
        strategy: 'manual',
        clOrdId: `test-${this.orders.length + 1}`,
        ...(refused
          ? { execType: 'Denied', ordStatus: 'Rejected', state: 'Denied', code: 'INSTRUMENT_UNKNOWN', reason: 'no' }
          : { execType: 'PendingNew', ordStatus: 'PendingNew', state: 'Intent' }),
      });
    const { clOrdId, ordStatus, state, sequence, code, reason } = made;
    const why = code === undefined ? {} : { code, ...(reason === undefined ? {} : { reason }) };
    return { commandId, clOrdId, ordStatus, state, sequence, duplicate: known !== undefined, ...why };
  }

  private submitList({ commandId, account, orders }: ListRequestShape): ListReplyShape {
    const known = this.orders.filter((one) => one.commandId === commandId);
    const listId = known[0]?.listId ?? `list-${this.orders.length + 1}`;
    const made = orders.map(({ role: listRole, venue, symbol, side, type, timeInForce, quantity }, index) => {
      const terms = { venue, symbol, side, type, timeInForce, quantity, leavesQty: quantity };
      const clOrdId = `test-${this.orders.length + 1}`;
      const names = { commandId, account, strategy: 'manual', clOrdId, listId, listRole };
      const outcome = { execType: 'PendingNew', ordStatus: 'PendingNew', state: 'Intent' } as const;
      return known[index] ?? this.event({ ...names, ...terms, ...outcome });
    });
    const outcome = { ordStatus: 'PendingNew', state: 'Intent', sequence: this.events.length } as const;
    const members = made.map(({ clOrdId }, index) => ({ role: orders[index].role, clOrdId }));
    return { commandId, listId, orders: members, ...outcome, duplicate: known.length > 0 };
  }

  private async on<T>(topic: string, answer: (body: T) => unknown): Promise<void> {
    await this.session.subscribe(topic, (message: InboundMessage) => void this.answer(message, answer));
  }

  private async answer<T>(message: InboundMessage, answer: (body: T) => unknown): Promise<void> {
    const decoded = decodeMessage(message);
    const body = await answer((decoded.ok ? decoded.value : {}) as T);
    if (body === undefined) return;
    const error = (body as { error?: { code: string; message: string } }).error;
    if (error === undefined) this.session.reply(message, JSON_CODEC.encode(body));
    else this.session.replyError(message, error);
  }
}

/** What the OMS tells of the instrument with each execution. */
export function instrumentOf({ lastQty }: Partial<OrderEventShape>): Partial<OrderEventShape> {
  return lastQty === undefined ? {} : { currency: 'USD', multiplier: 1 };
}

export function eventOf(sequence: number, change: Partial<OrderEventShape>): OrderEventShape {
  return {
    sequence,
    streamSequence: sequence,
    account: 'SIM',
    strategy: 's',
    clOrdId: 'test-1',
    commandId: 's-1-1',
    execType: 'New',
    ordStatus: 'New',
    state: 'Acknowledged',
    adapter: 'sim',
    venue: 'sim',
    symbol: 'BTCUSD',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: '1.000',
    cumQty: '0.000',
    leavesQty: '1.000',
    time: `${1_700_000_000_000_000 + sequence}000`,
    ...instrumentOf(change),
    ...change,
  };
}
