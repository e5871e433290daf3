import { notionalMoney, Position, type Instrument, type Money } from '@bourseworks/domain';
import type { ClientOrder } from '../orders/client-order.js';
import type { ExecutionWire } from '../wire/execution-wire.js';
import { ExecutionLog } from './execution-log.js';

const MAX_EXECUTIONS = 20_000;
/** Closed orders whose details can still be asked for. */
const MAX_CLOSED_ORDERS = 10_000;
/** Ids that are remembered so that none is taken twice; beyond this the oldest are forgotten. */
const MAX_USED_IDS = 200_000;

/** Receives the execution reports of an account as they are made. */
export type ExecutionListener = (report: ExecutionWire) => void;

/** A client's account: cash, positions, orders and numbered execution reports. Cash and positions may go negative. */
export class Account {
  readonly executions = new ExecutionLog(MAX_EXECUTIONS);
  readonly listeners = new Set<ExecutionListener>();
  readonly positions = new Map<string, Position>();
  readonly open = new Set<ClientOrder>();
  private readonly byClientId = new Map<string, ClientOrder>();
  private readonly closed: ClientOrder[] = [];
  private closedAt = 0;
  private readonly used = new Set<string>();

  constructor(
    readonly id: string,
    public cash: bigint,
  ) {}

  /** Takes an id for good; false when it was used before. */
  claim(clientOrderId: string): boolean {
    if (this.used.has(clientOrderId)) return false;
    this.used.add(clientOrderId);
    if (this.used.size > MAX_USED_IDS) {
      for (const oldest of this.used) {
        this.used.delete(oldest);
        break;
      }
    }
    return true;
  }

  isUsed(clientOrderId: string): boolean {
    return this.used.has(clientOrderId);
  }

  order(clientOrderId: string): ClientOrder | undefined {
    return this.byClientId.get(clientOrderId);
  }

  /** An order under one of its ids: a replaced order is found under all that it had. */
  index(clientOrderId: string, order: ClientOrder): void {
    this.byClientId.set(clientOrderId, order);
  }

  /** Moves an order to the closed ones, of which the oldest is forgotten when there are too many. */
  close(order: ClientOrder): void {
    this.open.delete(order);
    const slot = this.closedAt++ % MAX_CLOSED_ORDERS;
    const evicted = this.closed.at(slot);
    if (evicted !== undefined) for (const id of evicted.clientOrderIds) this.byClientId.delete(id);
    this.closed[slot] = order;
  }

  /** Books a fill; `quantity` > 0, the fee is positive when paid. */
  book(instrument: Instrument, side: 'BUY' | 'SELL', price: number, quantity: number, fee: Money): void {
    const sign = side === 'BUY' ? 1 : -1;
    this.cash -= BigInt(sign) * notionalMoney(instrument, price, quantity) + fee;
    let position = this.positions.get(instrument.symbol);
    if (position === undefined) this.positions.set(instrument.symbol, (position = new Position(instrument)));
    position.fill(sign * quantity, price, fee);
  }

  report(report: ExecutionWire): void {
    this.executions.add(report);
    for (const listener of this.listeners) listener(report);
  }
}
