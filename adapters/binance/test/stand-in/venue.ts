import { amountOf, feeOf } from './amounts.js';

export type Status =
  | 'NEW'
  | 'PARTIALLY_FILLED'
  | 'FILLED'
  | 'CANCELED'
  | 'EXPIRED'
  | 'REJECTED'
  /** Of conditional orders. */
  | 'TRIGGERED'
  | 'FINISHED';

export interface StandInOrder {
  readonly symbol: string;
  readonly clientId: string;
  readonly orderId: string;
  readonly side: string;
  readonly type: string;
  readonly timeInForce: string;
  /** Waits for its trigger apart from the others; then an order of the same client id takes its place. */
  readonly conditional: boolean;
  readonly reduceOnly: boolean;
  readonly stopPrice: number;
  readonly displayQty: number;
  readonly goodTillMs: number;
  readonly timeMs: number;
  quantity: number;
  price: number;
  status: Status;
  cumQty: number;
}

export interface StandInTrade {
  readonly symbol: string;
  readonly id: number;
  readonly orderId: string;
  readonly clientId: string;
  readonly side: string;
  readonly quantity: number;
  readonly price: number;
  readonly fee: number;
  readonly feeCurrency: string;
  readonly timeMs: number;
}

export interface StandInEvent {
  readonly kind: 'NEW' | 'TRADE' | 'CANCELED' | 'EXPIRED' | 'AMENDMENT' | 'TRIGGERED' | 'FINISHED';
  readonly order: Readonly<StandInOrder>;
  readonly trade?: StandInTrade;
  /** Client id of the cancel. */
  readonly cancelId?: string;
}

/** What the venue turns down: status of HTTP, its code and its words. */
export class VenueRefusal extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

export type Params = Readonly<Record<string, string | undefined>>;

const OPEN: ReadonlySet<Status> = new Set(['NEW', 'PARTIALLY_FILLED']);
export const isOpen = ({ status }: StandInOrder): boolean => OPEN.has(status);

const MAX_QUANTITY = amountOf('9000');

function checkQuantity(text: string | undefined): void {
  const quantity = amountOf(text);
  if (!(quantity > 0) || quantity > MAX_QUANTITY) throw new VenueRefusal(-1013, 'Filter failure: LOT_SIZE');
}

const UNKNOWN_ORDER = 'Unknown order sent.';
const AT_ONCE: ReadonlySet<string> = new Set(['IOC', 'FOK']);

/** One account at a small market in memory, with a price for each symbol at which there is always somebody. */
export class StandInVenue {
  readonly orders: StandInOrder[] = [];
  readonly trades: StandInTrade[] = [];
  private readonly prices = new Map<string, number>();
  private lastOrder = 0n;
  private lastTrade = 1_000;
  private rejecting = false;

  constructor(
    private readonly nowMs: () => number,
    /** Order ids count from here: those of the futures have 19 digits. */
    private readonly firstOrderId: bigint,
    private readonly feeCurrency: string,
    private readonly tell: (event: StandInEvent) => void,
  ) {}

  /** The market goes to a price: what it reaches is executed, or triggered. */
  move(symbol: string, price: string): void {
    this.prices.set(symbol, amountOf(price));
    // What is made by a trigger has met the market already.
    const resting = this.orders.filter((order) => order.symbol === symbol && isOpen(order));
    for (const order of resting) this.meet(order);
  }

  /** Executes a part of an open order, at its own price unless told otherwise. */
  fill(clientId: string, quantity: string, price?: string): StandInTrade {
    const order = this.open(clientId);
    if (order === undefined) throw new Error(`no open order ${clientId}`);
    return this.execute(order, amountOf(quantity), price === undefined ? order.price : amountOf(price));
  }

  find(clientId: string, conditional = false): StandInOrder | undefined {
    return this.orders.findLast((order) => order.clientId === clientId && order.conditional === conditional);
  }

  place(params: Params, conditional: boolean): StandInOrder {
    const clientId = (conditional ? params['clientAlgoId'] : params['newClientOrderId']) ?? '';
    this.check(params, clientId, conditional);
    const type = params['type'] ?? '';
    const order: StandInOrder = {
      symbol: params['symbol'] ?? '',
      clientId,
      orderId: String(this.firstOrderId + ++this.lastOrder),
      side: params['side'] ?? '',
      type,
      timeInForce: params['timeInForce'] ?? 'GTC',
      conditional,
      reduceOnly: params['reduceOnly'] === 'true',
      stopPrice: amountOf(params['stopPrice'] ?? params['triggerPrice'] ?? '0'),
      displayQty: amountOf(params['icebergQty'] ?? '0'),
      goodTillMs: Number(params['goodTillDate'] ?? 0),
      timeMs: this.nowMs(),
      quantity: amountOf(params['quantity']),
      price: amountOf(params['price'] ?? '0'),
      status: 'NEW',
      cumQty: 0,
    };
    if (type === 'LIMIT_MAKER' && this.crosses(order))
      throw new VenueRefusal(-2010, 'Order would immediately match and take.');
    this.orders.push(order);
    this.tell({ kind: 'NEW', order: { ...order } });
    this.meet(order, true);
    return order;
  }

  cancel(clientId: string, conditional: boolean, cancelId = ''): StandInOrder {
    const order = this.open(clientId, conditional);
    if (order === undefined) throw new VenueRefusal(-2011, UNKNOWN_ORDER);
    order.status = 'CANCELED';
    this.tell({ kind: 'CANCELED', order: { ...order }, cancelId });
    return order;
  }

  modify(params: Params): StandInOrder {
    const order = this.open(params['origClientOrderId'] ?? '');
    if (order === undefined) throw new VenueRefusal(-2013, 'Order does not exist.');
    const quantity = amountOf(params['quantity']);
    const price = amountOf(params['price']);
    checkQuantity(params['quantity']);
    if (!(price > 0)) throw new VenueRefusal(-1102, 'Mandatory parameter was malformed.');
    if (quantity === order.quantity && price === order.price)
      throw new VenueRefusal(-5027, 'No need to modify the order.');
    if (quantity <= order.cumQty) return this.cancel(order.clientId, false);
    order.quantity = quantity;
    order.price = price;
    this.tell({ kind: 'AMENDMENT', order: { ...order } });
    this.meet(order);
    return order;
  }

  /** The next order is turned down. */
  rejectNext(): void {
    this.rejecting = true;
  }

  private open(clientId: string, conditional = false): StandInOrder | undefined {
    return this.orders.find(
      (order) => order.clientId === clientId && order.conditional === conditional && isOpen(order),
    );
  }

  private check(params: Params, clientId: string, conditional: boolean): void {
    if (!/^[.A-Z:/a-z0-9_-]{1,36}$/.test(clientId))
      throw new VenueRefusal(-1100, "Illegal characters found in parameter 'newClientOrderId'.");
    if (!this.prices.has(params['symbol'] ?? '')) throw new VenueRefusal(-1121, 'Invalid symbol.');
    checkQuantity(params['quantity']);
    if (this.rejecting) {
      this.rejecting = false;
      throw new VenueRefusal(-2010, 'Account has insufficient balance for requested action.');
    }
    if (params['price'] !== undefined && !(amountOf(params['price']) > 0))
      throw new VenueRefusal(-1013, 'Filter failure: PRICE_FILTER');
    if (this.open(clientId, conditional) !== undefined) throw new VenueRefusal(-2010, 'Duplicate order sent.');
  }

  /** Whether the market is where the order wants it. */
  private crosses({ symbol, side, type, price }: StandInOrder): boolean {
    const market = this.prices.get(symbol) ?? 0;
    return type === 'MARKET' || (side === 'BUY' ? price >= market : price <= market);
  }

  private triggers({ symbol, side, stopPrice }: StandInOrder): boolean {
    const market = this.prices.get(symbol) ?? 0;
    return side === 'BUY' ? market >= stopPrice : market <= stopPrice;
  }

  /** `entering`: it comes to the market, and takes its price; otherwise the market comes to it, at its own. */
  private meet(order: StandInOrder, entering = false): void {
    if (order.stopPrice > 0) {
      if (this.triggers(order)) this.trigger(order);
      return;
    }
    if (this.crosses(order)) {
      if (entering && order.timeInForce === 'GTX') return this.expire(order);
      const price = entering || order.price === 0 ? (this.prices.get(order.symbol) ?? 0) : order.price;
      this.execute(order, order.quantity - order.cumQty, price);
    } else if (AT_ONCE.has(order.timeInForce)) this.expire(order);
  }

  private expire(order: StandInOrder): void {
    order.status = 'EXPIRED';
    this.tell({ kind: 'EXPIRED', order: { ...order } });
  }

  /** A stop of the spot market is executed itself; one of the futures becomes an order of the same client id. */
  private trigger(order: StandInOrder): void {
    const market = this.prices.get(order.symbol) ?? 0;
    if (!order.conditional) {
      const limit = order.type === 'STOP_LOSS_LIMIT';
      const reached = order.side === 'BUY' ? order.price >= market : order.price <= market;
      if (!limit || reached) this.execute(order, order.quantity - order.cumQty, market);
      return;
    }
    order.status = 'TRIGGERED';
    const type = order.type === 'STOP_MARKET' ? 'MARKET' : 'LIMIT';
    const orderId = String(this.firstOrderId + ++this.lastOrder);
    const child: StandInOrder = { ...order, type, conditional: false, orderId, stopPrice: 0, status: 'NEW' };
    this.orders.push(child);
    this.tell({ kind: 'NEW', order: { ...child } });
    this.tell({ kind: 'TRIGGERED', order: { ...order } });
    this.meet(child, true);
    if (!isOpen(child)) {
      order.status = 'FINISHED';
      this.tell({ kind: 'FINISHED', order: { ...order } });
    }
  }

  private execute(order: StandInOrder, quantity: number, price: number): StandInTrade {
    if (!(quantity > 0) || order.cumQty + quantity > order.quantity) throw new Error('no such quantity is left');
    order.cumQty += quantity;
    order.status = order.cumQty === order.quantity ? 'FILLED' : 'PARTIALLY_FILLED';
    const trade: StandInTrade = {
      symbol: order.symbol,
      id: ++this.lastTrade,
      orderId: order.orderId,
      clientId: order.clientId,
      side: order.side,
      quantity,
      price,
      fee: feeOf(price, quantity, 10),
      feeCurrency: this.feeCurrency,
      timeMs: this.nowMs(),
    };
    this.trades.push(trade);
    this.tell({ kind: 'TRADE', order: { ...order }, trade });
    return trade;
  }
}
