import type { ExecType, ExecutionReport, OrderTerms, Side } from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';
import type { Effect } from '../src/index.js';

interface BookOrder {
  readonly clOrdId: string;
  /** Empty: somebody else's. */
  readonly account: string;
  terms: OrderTerms;
  cumQty: number;
  open: boolean;
  /** Place in time. */
  since: number;
}

/** One execution as the venue booked it: always two orders. */
export interface VenueTrade {
  readonly taker: BookOrder;
  readonly maker: BookOrder;
  readonly quantity: number;
  readonly price: number;
}

/**
 * A venue of one instrument that does nothing but price and time: no self-trade prevention of its own, so that what meets
 * there was let through by the engine. Somebody else's orders are in the book too.
 */
export class PriceTimeBook {
  readonly orders = new Map<string, BookOrder>();
  readonly trades: VenueTrade[] = [];
  /** Own fills, as a broker lists them. */
  readonly fills: ExecutionReport[] = [];
  /** What the engine has not heard yet, in order. */
  reports: ExecutionReport[] = [];
  private clock = 0;

  /** What leaves the OMS. An id that is known is refused, as a venue does. */
  receive(effect: Effect): void {
    if (effect.kind === 'send') {
      const { clOrdId, account, terms } = effect.order;
      if (this.orders.has(clOrdId)) throw new Error(`${clOrdId} was sent twice`);
      const order = this.enter(clOrdId, account, terms);
      this.say('New', order, clOrdId);
      this.match(order);
    } else if (effect.kind === 'cancel') this.cancel(effect.order.clOrdId, effect.cancelId);
    else if (effect.kind === 'replace') this.replace(effect.order.clOrdId, effect.replaceId, effect.terms);
  }

  /** An order of somebody else. */
  stranger(side: Side, price: number, quantity: number): void {
    const terms = { side, type: 'LIMIT', timeInForce: 'DAY', quantity, price } as const;
    this.match(this.enter(`other-${this.clock}`, '', terms));
  }

  state(clOrdId: string): BrokerOrderState | undefined {
    const order = this.orders.get(clOrdId);
    if (order === undefined) return undefined;
    const { cumQty, open, terms } = order;
    return { clOrdId, venueOrderId: `v-${clOrdId}`, cumQty, leavesQty: open ? terms.quantity - cumQty : 0, open };
  }

  private enter(clOrdId: string, account: string, terms: OrderTerms): BookOrder {
    const order = { clOrdId, account, terms, cumQty: 0, open: true, since: ++this.clock };
    this.orders.set(clOrdId, order);
    return order;
  }

  private cancel(clOrdId: string, cancelId: string): void {
    const order = this.orders.get(clOrdId);
    if (order?.open !== true) return this.refuse('CancelRejected', clOrdId, cancelId);
    order.open = false;
    this.say('Canceled', order, cancelId, { origClOrdId: clOrdId });
  }

  private replace(clOrdId: string, replaceId: string, terms: OrderTerms): void {
    const order = this.orders.get(clOrdId);
    if (order?.open !== true) return this.refuse('ReplaceRejected', clOrdId, replaceId);
    if (terms.price !== order.terms.price || terms.quantity > order.terms.quantity) order.since = ++this.clock;
    order.terms = { ...terms, quantity: Math.max(terms.quantity, order.cumQty) };
    order.open = order.cumQty < order.terms.quantity;
    const { quantity: orderQty, price } = order.terms;
    this.say('Replaced', order, replaceId, { origClOrdId: clOrdId, orderQty, price });
    this.match(order);
  }

  private refuse(execType: ExecType, origClOrdId: string, clOrdId: string): void {
    this.reports.push({ clOrdId, origClOrdId, execId: `x${++this.clock}`, execType, us: this.clock, ns: 0 });
  }

  private say(execType: ExecType, order: BookOrder, clOrdId: string, more: Partial<ExecutionReport> = {}): void {
    if (order.account === '') return;
    const { cumQty, open, terms } = order;
    const execId = `x${++this.clock}`;
    const known = { clOrdId, execId, execType, us: this.clock, ns: 0, venueOrderId: `v-${order.clOrdId}` };
    const report = { ...known, cumQty, leavesQty: open ? terms.quantity - cumQty : 0, ...more };
    this.reports.push(report);
    if (execType === 'Trade') this.fills.push(report);
  }

  private match(taker: BookOrder): void {
    const { side, type, price, timeInForce } = taker.terms;
    const better = (a: BookOrder, b: BookOrder): number =>
      (side === 'BUY' ? a.terms.price - b.terms.price : b.terms.price - a.terms.price) || a.since - b.since;
    const reached = ({ terms }: BookOrder): boolean =>
      type === 'MARKET' || (side === 'BUY' ? terms.price <= price : terms.price >= price);
    const makers = [...this.orders.values()].filter((one) => one.open && one.terms.side !== side && reached(one));
    for (const maker of makers.sort(better)) if (taker.open) this.trade(taker, maker);
    if (!taker.open || (type !== 'MARKET' && timeInForce !== 'IOC')) return;
    taker.open = false;
    this.say('Canceled', taker, taker.clOrdId);
  }

  private trade(taker: BookOrder, maker: BookOrder): void {
    const left = ({ terms, cumQty }: BookOrder): number => terms.quantity - cumQty;
    const quantity = Math.min(left(taker), left(maker));
    const { price } = maker.terms;
    this.trades.push({ taker, maker, quantity, price });
    for (const order of [taker, maker]) {
      order.cumQty += quantity;
      order.open = left(order) > 0;
      this.say('Trade', order, order.clOrdId, { lastQty: quantity, lastPx: price });
    }
  }
}
