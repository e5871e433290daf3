import type { ErrorCode, Instrument, Quote, Side, Trade } from '@bourseworks/domain';
import type { Clock, Timer } from '@bourseworks/ports';
import type { OrderHandle } from '../runtime/order-handle.js';
import type { OrderIntent } from '../runtime/types.js';
import type { Execution, ExecutionState, ExecutionTerms } from './types.js';

/** What an execution has of the strategy that it belongs to. */
export interface ExecutionLink {
  readonly clock: Clock;
  submit(intent: OrderIntent): OrderHandle;
  /** `refused` is called when it stays open. */
  cancel(order: OrderHandle, refused: () => void): void;
  setTimer(delayUs: number, callback: () => void): Timer;
  /** An order of it was sent. */
  sent(execution: WorkedExecution, order: OrderHandle): void;
  /** Works no more. */
  ended(execution: WorkedExecution): void;
}

/** Orders that are refused one after the other before it gives up. */
const MAX_REFUSALS = 5;
/** Orders of one execution. */
const MAX_ORDERS = 20_000;
/** Until what was refused is tried again; twice as long each time. */
export const RETRY_US = 1_000_000;

/** Works a quantity by one order at a time; what it sends when is up to the class. */
export abstract class WorkedExecution implements Execution {
  readonly done: Promise<Execution>;
  readonly orders: OrderHandle[] = [];
  state: ExecutionState = 'WORKING';
  code: ErrorCode | undefined;
  reason: string | undefined;
  filledQuantity = 0;
  protected child: OrderHandle | undefined;
  private readonly filled = new Map<OrderHandle, number>();
  /** What it is going to be as soon as nothing is open. */
  private ending: ExecutionState | undefined;
  private refusals = 0;
  private timer: Timer | undefined;
  private resolveDone: ((execution: Execution) => void) | undefined;

  protected constructor(
    protected readonly terms: ExecutionTerms,
    protected readonly link: ExecutionLink,
  ) {
    this.done = new Promise((resolve) => (this.resolveDone = resolve));
  }

  get instrument(): Instrument {
    return this.terms.instrument;
  }

  get side(): Side {
    return this.terms.side;
  }

  get quantity(): number {
    return this.terms.quantity;
  }

  get leavesQuantity(): number {
    return Math.max(0, this.quantity - this.filledQuantity);
  }

  get averagePrice(): number {
    if (this.filledQuantity === 0) return 0;
    let sum = 0;
    for (const { averagePrice, cumQuantity } of this.orders) sum += averagePrice * (cumQuantity / this.filledQuantity);
    return sum;
  }

  /** Called once, when it is known to the strategy. */
  abstract start(): void;

  /** A trade of its instrument. */
  trade(_trade: Trade): void {}

  /** A quote of its instrument. */
  quote(_quote: Quote): void {}

  cancel(reason = 'cancelled'): void {
    this.end('CANCELLED', reason);
  }

  /** Sends no more; what is open stays so. */
  abandon(reason: string): void {
    this.enough('CANCELLED', reason);
  }

  /** Something happened to an order of it. */
  order(order: OrderHandle): void {
    this.filledQuantity += order.cumQuantity - (this.filled.get(order) ?? 0);
    this.filled.set(order, order.cumQuantity);
    if (order !== this.child || !order.closed) return;
    this.child = undefined;
    this.closed(order);
  }

  /** An order of it is closed, and it works on: there may be more to do, perhaps later. */
  protected abstract resume(order: OrderHandle): void;

  /** Sends the next order; none may be open. */
  protected send(quantity: number, terms: Pick<OrderIntent, 'price' | 'timeInForce'>): void {
    if (this.orders.length >= MAX_ORDERS) return this.end('FAILED', `more than ${MAX_ORDERS} orders`, 'REQUEST_LIMIT');
    const { instrument, side, adapter, reason, reduceOnly } = this.terms;
    const order = this.link.submit({
      instrument,
      side,
      quantity,
      ...terms,
      ...(adapter === undefined ? {} : { adapter }),
      ...(reason === undefined ? {} : { reason }),
      ...(reduceOnly === undefined ? {} : { reduceOnly }),
    });
    this.orders.push(order);
    this.filled.set(order, 0);
    if (order.closed) return this.closed(order);
    this.child = order;
    return this.link.sent(this, order);
  }

  /** Sends an order that takes what the book offers, up to the limit. */
  protected take(quantity: number): void {
    const { limit } = this.terms;
    this.send(quantity, limit === undefined ? {} : { price: limit, timeInForce: 'IOC' });
  }

  /** How long to wait after the last refusal; 0 after an order that was taken. */
  protected get pauseUs(): number {
    return this.refusals === 0 ? 0 : RETRY_US * 2 ** (this.refusals - 1);
  }

  /** The most of a wanted quantity that one order may have; 0 when that is less than the least order. */
  protected sendable(wanted: number): number {
    const { lotSize, minQuantity, maxQuantity } = this.instrument;
    const lots = Math.floor(Math.min(wanted, this.leavesQuantity, maxQuantity) / lotSize);
    return lots * lotSize < minQuantity ? 0 : lots * lotSize;
  }

  /** Calls back once; a later call takes the place of an earlier one. */
  protected wake(delayUs: number, callback: () => void): void {
    this.timer?.cancel();
    this.timer = this.link.setTimer(delayUs, callback);
  }

  protected end(state: ExecutionState, reason?: string, code?: ErrorCode): void {
    if (this.enough(state, reason, code)) this.cancelOpen();
  }

  protected cancelOpen(): void {
    if (this.child !== undefined) this.link.cancel(this.child, () => this.cancelRefused());
  }

  /** What was to be cancelled is open as before. */
  protected cancelRefused(): void {
    if (this.ending !== undefined) this.wake(RETRY_US, () => this.cancelOpen());
  }

  /** Whether it ends now; it is over as soon as nothing is open. */
  private enough(state: ExecutionState, reason?: string, code?: ErrorCode): boolean {
    if (this.state !== 'WORKING' || this.ending !== undefined) return false;
    this.ending = state;
    this.reason = reason;
    this.code = code;
    this.timer?.cancel();
    if (this.child === undefined) this.finish();
    return true;
  }

  private closed(order: OrderHandle): void {
    this.refusals = order.refused ? this.refusals + 1 : 0;
    if (this.leavesQuantity === 0) this.end('FILLED');
    else if (this.refusals >= MAX_REFUSALS) this.end('FAILED', order.reason, order.code);
    if (this.ending === undefined) this.resume(order);
    else this.finish();
  }

  private finish(): void {
    if (this.state !== 'WORKING') return;
    // What was under way when it was to end may have filled it all the same.
    this.state = this.leavesQuantity === 0 ? 'FILLED' : (this.ending ?? 'CANCELLED');
    this.resolveDone?.(this);
    this.link.ended(this);
  }
}
