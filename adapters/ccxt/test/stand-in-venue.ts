import { setTimeout as sleep } from 'node:timers/promises';
import { formatMoney } from '@bourseworks/domain';
import type { VenueCommand, VenueFault } from '@bourseworks/testkit';
import type { CcxtOrder, CcxtTrade } from '../src/ccxt-exchange.js';
import * as errors from './errors.js';

export const SYMBOL = 'BTC/USDT';
export const API_KEY = 'ccxt-key-0123456789';
const TICKS = 100;
const LOTS = 10_000;
const MONEY = 10n ** 12n;
const FEE_PPM = 1_000n;

/** In ticks of 0.01 and lots of 0.0001, to be exact. */
interface Held {
  readonly id: string;
  clientOrderId: string;
  readonly type: string;
  readonly side: string;
  readonly timeInForce: string;
  price: number;
  amount: number;
  filled: number;
  status: string;
  readonly timestamp: number;
}

export interface Placed {
  readonly clientOrderId: string;
  readonly type: string;
  readonly side: string;
  readonly amount: number;
  readonly price: number;
  readonly timeInForce: string;
}

const text = (units: number, perOne: number): string => String(units / perOne);

/** An exchange's memory, shared by all that connect to it, with a switch for each way to fail. */
export class StandInVenue {
  orders: Held[] = [];
  trades: CcxtTrade[] = [];
  readonly commands: VenueCommand[] = [];
  cash = 0n;
  down = false;
  /** The lists do not show yet what the exchange took. */
  lagging = false;
  /** The lists of trades do not show yet what the orders tell. */
  tradesLag = false;
  /** How far beyond the time that it is asked from a list of trades goes, milliseconds. */
  tradesForMs = Infinity;
  /** How many were asked. */
  questions = 0;
  rejects = 0;
  limited = 0;
  private ids = 0;
  private readonly faults = new Map<VenueCommand, VenueFault>();

  reset(): void {
    this.orders = [];
    this.trades = [];
    this.cash = 1_000_000n * 10n ** 18n;
  }

  failNext(command: VenueCommand, fault: VenueFault): void {
    this.faults.set(command, fault);
  }

  /** A question on its way. */
  async asked<T>(answer: () => T): Promise<T> {
    await sleep(1);
    this.reachable();
    this.questions++;
    return answer();
  }

  /** A command on its way, with what is to happen to it. */
  async told<T>(command: VenueCommand, doing: () => T): Promise<T> {
    await sleep(1);
    this.reachable();
    const fault = this.faults.get(command);
    this.faults.delete(command);
    if (fault === 'drop-before') throw new errors.NetworkError(`POST https://exchange?key=${API_KEY} socket hang up`);
    this.commands.push(command);
    if (this.limited > 0) {
      this.limited--;
      throw new errors.RateLimitExceeded('429 Too Many Requests');
    }
    const done = doing();
    if (fault === 'drop-after') throw new errors.NetworkError(`POST https://exchange?key=${API_KEY} socket hang up`);
    if (fault === 'error-after') throw new errors.ExchangeNotAvailable('503 Service Unavailable');
    if (fault === 'unreadable-after') throw new errors.BadResponse('<html>');
    if (fault === 'delay-after') throw new errors.RequestTimeout('request timed out');
    return done;
  }

  place(placed: Placed): Held {
    if (this.rejects > 0) {
      this.rejects--;
      throw new errors.InsufficientFunds('not enough');
    }
    const { clientOrderId, type, side, timeInForce } = placed;
    const [amount, price] = [Math.round(placed.amount * LOTS), Math.round(placed.price * TICKS)];
    if (type === 'limit' && price <= 0) throw new errors.InvalidOrder('a limit order needs a price');
    if (amount <= 0 || amount > 1_000 * LOTS) throw new errors.InvalidOrder('the amount is out of bounds');
    if (this.orders.some((order) => order.clientOrderId === clientOrderId)) {
      throw new errors.DuplicateOrderId('this client order id was used before');
    }
    const order: Held = {
      id: `x${++this.ids}`,
      clientOrderId,
      type,
      side,
      timeInForce,
      price,
      amount,
      filled: 0,
      status: 'open',
      timestamp: Date.now(),
    };
    this.orders.push(order);
    if (type === 'market') this.fill(order.id, amount, 50_000 * TICKS);
    else if (timeInForce !== 'GTC') order.status = 'canceled';
    return order;
  }

  /** Where it stands; the client id names the order. */
  edit(id: string, clientOrderId: string, amount: number, price: number): Held {
    const order = this.open(id);
    if (order.clientOrderId !== clientOrderId) throw new errors.OrderNotFound(`no order ${clientOrderId}`);
    const wanted = Math.round(amount * LOTS);
    if (wanted > 1_000 * LOTS || wanted < order.filled) throw new errors.InvalidOrder('the amount is out of bounds');
    Object.assign(order, { amount: wanted, price: Math.round(price * TICKS) });
    if (order.filled === wanted) order.status = 'closed';
    return order;
  }

  cancel(id: string): void {
    this.open(id).status = 'canceled';
  }

  get listed(): readonly Held[] {
    return this.lagging ? [] : this.orders;
  }

  byClientId(clientOrderId: string): Held | undefined {
    return this.orders.find((order) => order.clientOrderId === clientOrderId);
  }

  fill(id: string, lots: number, price?: number): void {
    const order = this.open(id);
    const at = price ?? order.price;
    const paid = BigInt(at) * BigInt(lots) * MONEY;
    const fee = (paid * FEE_PPM) / 1_000_000n;
    this.cash += (order.side === 'buy' ? -paid : paid) - fee;
    order.filled += lots;
    if (order.filled === order.amount) order.status = 'closed';
    this.trades.push({
      id: `t${++this.ids}`,
      order: id,
      symbol: SYMBOL,
      side: order.side,
      price: text(at, TICKS),
      amount: text(lots, LOTS),
      timestamp: Date.now(),
      fee: { cost: formatMoney(fee), currency: 'USDT' },
    });
  }

  wire(order: Held): CcxtOrder {
    const { id, clientOrderId, type, side, status, timeInForce, timestamp } = order;
    return {
      id,
      clientOrderId,
      symbol: SYMBOL,
      status,
      type,
      side,
      timeInForce,
      timestamp,
      price: text(order.price, TICKS),
      amount: text(order.amount, LOTS),
      filled: text(order.filled, LOTS),
      remaining: text(order.amount - order.filled, LOTS),
    };
  }

  private open(id: string): Held {
    const order = this.orders.find((one) => one.id === id);
    if (order?.status !== 'open') throw new errors.OrderNotFound(`order ${id} is not open`);
    return order;
  }

  private reachable(): void {
    if (this.down) throw new errors.NetworkError(`GET https://exchange?key=${API_KEY} ECONNREFUSED`);
  }
}
