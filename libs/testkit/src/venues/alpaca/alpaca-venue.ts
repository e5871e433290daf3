import {
  decimal,
  isOpen,
  leavesOf,
  unitsOf,
  type AlpacaFill,
  type AlpacaOrder,
  type OrderBody,
} from './alpaca-order.js';

/** An answer of the REST interface. */
export interface VenueAnswer {
  readonly status: number;
  readonly body?: unknown;
}

export interface AlpacaAsset {
  readonly symbol: string;
  readonly class: 'us_equity' | 'crypto';
  readonly fractionable: boolean;
  readonly min_order_size?: string;
  readonly min_trade_increment?: string;
  readonly price_increment?: string;
}

/** A message of the stream `trade_updates`, without its envelope. */
export interface TradeUpdate {
  readonly event: string;
  readonly execution_id: string;
  readonly order: AlpacaOrder;
  readonly timestamp: string;
  readonly price?: string;
  readonly qty?: string;
  readonly position_qty?: string;
}

const refusal = (status: number, code: number, message: string): VenueAnswer => ({ status, body: { code, message } });

const ASSETS: readonly AlpacaAsset[] = [
  { symbol: 'AAPL', class: 'us_equity', fractionable: true },
  { symbol: 'MSFT', class: 'us_equity', fractionable: true },
  { symbol: 'SPY', class: 'us_equity', fractionable: false },
  {
    symbol: 'BTC/USD',
    class: 'crypto',
    fractionable: true,
    min_order_size: '0.0001',
    min_trade_increment: '0.0001',
    price_increment: '1',
  },
];

/**
 * The books of one account at Alpaca, in memory: orders with their life cycles, fills, positions, cash. Nothing happens by
 * itself but what an accepted order goes through at once; fills and ends are the test's to order.
 */
export class AlpacaVenue {
  readonly orders = new Map<string, AlpacaOrder>();
  readonly fills: AlpacaFill[] = [];
  readonly assets: readonly AlpacaAsset[] = ASSETS;
  readonly positions = new Map<string, bigint>();
  /** At 10^-18 dollars. */
  cash = 1_000_000n * 10n ** 18n;
  /** Orders stay `accepted`, as they do while the market is closed. */
  marketClosed = false;
  /** A replace waits until the test settles it. */
  holdReplaces = false;
  /** A cancel waits until the test settles it. */
  holdCancels = false;
  /** Refuses the next order that is placed, or replaced, for this reason. */
  refuseNext: VenueAnswer | undefined;
  /** Price at which market orders fill as soon as they come; undefined = when the test says. */
  marketPrice: string | undefined;
  private readonly byClientId = new Map<string, AlpacaOrder>();
  private sequence = 0;

  constructor(private readonly publish: (update: TradeUpdate) => void) {}

  /** As an account that nobody has used. */
  reset(): void {
    for (const books of [this.orders, this.positions, this.byClientId]) books.clear();
    this.fills.length = 0;
  }

  place(body: OrderBody): VenueAnswer {
    const refused = this.checks(body);
    if (refused !== undefined) return refused;
    const order = this.create(body, null);
    // The answer shows the order as it was when it came in, whatever becomes of it at once.
    const answer = { status: 200, body: { ...order } };
    if (this.marketClosed) this.say(order, 'accepted');
    else this.accept(order);
    return answer;
  }

  replace(id: string, body: OrderBody): VenueAnswer {
    const old = this.orders.get(id);
    if (old === undefined) return refusal(404, 40410000, `order not found for ${id}`);
    if (!isOpen(old) || old.status === 'pending_replace' || old.status === 'pending_cancel') {
      return refusal(422, 42210000, `order is not open for replace: it is ${old.status}`);
    }
    const terms: OrderBody = {
      symbol: old.symbol,
      side: old.side,
      type: old.type,
      qty: body['qty'] ?? old.qty,
      time_in_force: body['time_in_force'] ?? old.time_in_force,
      limit_price: body['limit_price'] ?? old.limit_price,
      stop_price: body['stop_price'] ?? old.stop_price,
      trail_price: body['trail'] ?? old.trail_price,
      client_order_id: body['client_order_id'],
    };
    const refused = this.checks(terms);
    if (refused !== undefined) return refused;
    const created = this.create(terms, old.id);
    const answer = { status: 200, body: { ...created } };
    if (this.holdReplaces) this.move(old, 'pending_replace', 'pending_replace');
    else this.settleReplace(created.id);
    return answer;
  }

  /** Orders that are to replace another and do not yet. */
  get unsettled(): readonly AlpacaOrder[] {
    const waits = ({ replaces }: AlpacaOrder) => this.orders.get(replaces ?? '')?.status === 'pending_replace';
    return [...this.orders.values()].filter((order) => waits(order) && order.status === 'pending_new');
  }

  /** The replace by the order `id` takes effect, or is refused by the exchange; always when the old order is over. */
  settleReplace(id: string, accepted = true): void {
    const created = this.need(id);
    const old = this.need(created.replaces ?? '');
    if (accepted && isOpen(old)) {
      old.replaced_by = created.id;
      old.replaced_at = this.now();
      this.move(old, 'replaced', 'replaced');
      this.accept(created);
      return;
    }
    if (isOpen(old)) old.status = unitsOf(old.filled_qty) > 0n ? 'partially_filled' : 'new';
    this.say(old, 'order_replace_rejected');
    created.failed_at = this.now();
    this.move(created, 'rejected', 'rejected');
  }

  cancel(id: string): VenueAnswer {
    const order = this.orders.get(id);
    if (order === undefined) return refusal(404, 40410000, `order not found for ${id}`);
    if (order.status === 'pending_cancel') return { status: 204 };
    if (!isOpen(order) || order.status === 'pending_replace') {
      return refusal(422, 42210000, `order is already in "${order.status}" state`);
    }
    if (this.holdCancels) this.move(order, 'pending_cancel', 'pending_cancel');
    else this.end(id, 'canceled');
    return { status: 204 };
  }

  /** The exchange keeps an order that was to be cancelled. */
  refuseCancel(id: string): void {
    const order = this.need(id);
    if (isOpen(order)) order.status = unitsOf(order.filled_qty) > 0n ? 'partially_filled' : 'new';
    this.say(order, 'order_cancel_rejected');
  }

  /** Ends an open order, or halts it: canceled, expired, rejected, done_for_day, suspended, stopped, calculated. */
  end(id: string, status: string): void {
    const order = this.need(id);
    if (status === 'canceled') order.canceled_at = this.now();
    if (status === 'expired') order.expired_at = this.now();
    if (status === 'rejected') order.failed_at = this.now();
    this.move(order, status, status);
  }

  /** Fills `qty` of an open order; decimals as text. */
  fill(id: string, qty: string, price: string): void {
    const order = this.need(id);
    const units = unitsOf(qty);
    if (units <= 0n || units > leavesOf(order)) throw new Error(`${qty} of ${order.qty} cannot be filled`);
    const before = unitsOf(order.filled_qty);
    const cum = before + units;
    const paid = unitsOf(order.filled_avg_price ?? '0') * before + unitsOf(price) * units;
    order.filled_qty = decimal(cum);
    order.filled_avg_price = decimal(paid / cum);
    const done = leavesOf(order) === 0n;
    const pending = order.status === 'pending_cancel' || order.status === 'pending_replace';
    if (done) order.filled_at = this.now();
    if (done || !pending) order.status = done ? 'filled' : 'partially_filled';
    this.book(order, units, price, done);
  }

  get(id: string): VenueAnswer {
    const order = this.orders.get(id);
    return order === undefined ? refusal(404, 40410000, `order not found for ${id}`) : { status: 200, body: order };
  }

  byClient(clientId: string): VenueAnswer {
    const order = this.byClientId.get(clientId);
    return order === undefined
      ? refusal(404, 40410000, `order not found for ${clientId}`)
      : { status: 200, body: order };
  }

  knows(clientId: string): boolean {
    return this.byClientId.has(clientId);
  }

  /** The order of a client id; throws when there is none. */
  ordered(clientId: string): AlpacaOrder {
    const order = this.byClientId.get(clientId);
    if (order === undefined) throw new Error(`no order ${clientId}`);
    return order;
  }

  /** A page of GET /v2/orders. */
  list(query: URLSearchParams): VenueAnswer {
    const limit = Math.min(500, Number(query.get('limit') ?? 50));
    const after = query.get('after');
    const until = query.get('until');
    const status = query.get('status') ?? 'open';
    const found = [...this.orders.values()].filter(
      (order) =>
        (status === 'all' || (status === 'open') === isOpen(order)) &&
        (after === null || order.submitted_at > after) &&
        (until === null || order.submitted_at < until),
    );
    found.sort((a, b) => (a.submitted_at < b.submitted_at ? -1 : 1));
    if (query.get('direction') !== 'asc') found.reverse();
    return { status: 200, body: found.slice(0, limit) };
  }

  /** A page of GET /v2/account/activities/FILL. */
  activities(query: URLSearchParams): VenueAnswer {
    const size = Math.min(100, Number(query.get('page_size') ?? 100));
    const after = Date.parse(query.get('after') ?? '1970-01-01T00:00:00Z');
    const token = query.get('page_token');
    const ascending = query.get('direction') === 'asc';
    const found = this.fills.filter((fill) => Date.parse(fill.transaction_time) > after);
    if (!ascending) found.reverse();
    const start = token === null ? 0 : found.findIndex((fill) => fill.id === token) + 1;
    return { status: 200, body: found.slice(start, start + size) };
  }

  positionList(): unknown[] {
    return [...this.positions]
      .filter(([, units]) => units !== 0n)
      .map(([symbol, units]) => ({
        symbol: symbol.replace('/', ''),
        asset_class: this.assetOf(symbol)?.class ?? 'us_equity',
        qty: decimal(units),
        side: units > 0n ? 'long' : 'short',
        avg_entry_price: '100',
      }));
  }

  private checks(body: OrderBody): VenueAnswer | undefined {
    const { refuseNext } = this;
    this.refuseNext = undefined;
    if (refuseNext !== undefined) return refuseNext;
    const clientId = textIn(body, 'client_order_id') ?? '';
    if (clientId.length > 128) return refusal(422, 40010001, 'client_order_id must be no more than 128 characters');
    if (this.byClientId.has(clientId)) return refusal(422, 40010001, 'client_order_id must be unique');
    const symbol = textIn(body, 'symbol') ?? '';
    if (this.assetOf(symbol) === undefined) return refusal(422, 42210000, `asset "${symbol}" not found`);
    const qty = textIn(body, 'qty');
    if (qty === undefined || unitsOf(qty) <= 0n) return refusal(422, 40010001, 'qty must be > 0');
    const limit = textIn(body, 'limit_price');
    if (
      limit !== undefined &&
      !symbol.includes('/') &&
      unitsOf(limit) >= 10n ** 9n &&
      unitsOf(limit) % 10n ** 7n !== 0n
    ) {
      return refusal(
        422,
        42210000,
        `invalid limit_price ${limit}. sub-penny increment does not fulfill minimum pricing criteria`,
      );
    }
    return undefined;
  }

  private create(body: OrderBody, replaces: string | null): AlpacaOrder {
    const id = this.uuid();
    const now = this.now();
    const type = textIn(body, 'type') ?? 'market';
    const order: AlpacaOrder = {
      id,
      client_order_id: textIn(body, 'client_order_id') ?? this.uuid(),
      created_at: now,
      updated_at: now,
      submitted_at: now,
      filled_at: null,
      expired_at: null,
      canceled_at: null,
      failed_at: null,
      replaced_at: null,
      replaced_by: null,
      replaces,
      asset_id: '00000000-0000-0000-0000-000000000001',
      symbol: textIn(body, 'symbol') ?? '',
      asset_class: this.assetOf(textIn(body, 'symbol') ?? '')?.class ?? 'us_equity',
      notional: null,
      qty: textIn(body, 'qty') ?? '0',
      filled_qty: '0',
      filled_avg_price: null,
      order_class: '',
      order_type: type,
      type,
      side: textIn(body, 'side') ?? 'buy',
      time_in_force: textIn(body, 'time_in_force') ?? 'day',
      limit_price: textIn(body, 'limit_price') ?? null,
      stop_price: textIn(body, 'stop_price') ?? null,
      status: this.marketClosed ? 'accepted' : 'pending_new',
      extended_hours: body['extended_hours'] === true,
      legs: null,
      trail_percent: null,
      trail_price: textIn(body, 'trail_price') ?? null,
      hwm: null,
    };
    this.orders.set(id, order);
    this.byClientId.set(order.client_order_id, order);
    return order;
  }

  private accept(order: AlpacaOrder): void {
    this.say(order, 'pending_new');
    this.move(order, 'new', 'new');
    if (order.type === 'market' && this.marketPrice !== undefined) {
      this.fill(order.id, decimal(leavesOf(order)), this.marketPrice);
    } else if (order.time_in_force === 'ioc' || order.time_in_force === 'fok') this.end(order.id, 'canceled');
  }

  private book(order: AlpacaOrder, units: bigint, price: string, done: boolean): void {
    const sign = order.side === 'buy' ? 1n : -1n;
    const position = (this.positions.get(order.symbol) ?? 0n) + sign * units;
    this.positions.set(order.symbol, position);
    this.cash -= sign * units * unitsOf(price);
    const type = done ? 'fill' : 'partial_fill';
    const time = this.now();
    const more = { price, qty: decimal(units), position_qty: decimal(position) };
    this.fills.push({
      // Alpaca's id of an activity begins with the local time in New York; only its order and uniqueness matter.
      id: `${time.replaceAll(/\D/g, '').slice(0, 17)}::${this.uuid()}`,
      activity_type: 'FILL',
      transaction_time: time,
      type,
      price,
      qty: more.qty,
      side: order.side,
      symbol: order.symbol,
      leaves_qty: decimal(leavesOf(order)),
      order_id: order.id,
      cum_qty: order.filled_qty,
      order_status: order.status,
    });
    this.say(order, type, more);
  }

  private move(order: AlpacaOrder, status: string, event: string): void {
    order.status = status;
    this.say(order, event);
  }

  private say(order: AlpacaOrder, event: string, more: Partial<TradeUpdate> = {}): void {
    order.updated_at = this.now();
    // The execution id of the stream is no part of the activity's id.
    this.publish({ event, execution_id: this.uuid(), order: { ...order }, timestamp: order.updated_at, ...more });
  }

  private need(id: string): AlpacaOrder {
    const order = this.orders.get(id);
    if (order === undefined) throw new Error(`no order ${id}`);
    return order;
  }

  private assetOf(symbol: string): AlpacaAsset | undefined {
    return this.assets.find((asset) => asset.symbol === symbol || asset.symbol.replace('/', '') === symbol);
  }

  /** Strictly increasing, with nanoseconds, as Alpaca writes times. */
  private now(): string {
    const sequence = String(++this.sequence % 1_000_000).padStart(6, '0');
    return new Date().toISOString().replace('Z', `${sequence}Z`);
  }

  private uuid(): string {
    return `00000000-0000-4000-8000-${String(++this.sequence).padStart(12, '0')}`;
  }
}

function textIn(body: OrderBody, field: string): string | undefined {
  const value = body[field];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}
