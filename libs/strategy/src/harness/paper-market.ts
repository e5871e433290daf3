import { parseDecimal, formatDecimal, trimDecimal, type Instrument, type Quote, type Trade } from '@bourseworks/domain';
import type {
  CancelRequestShape,
  OrderEventShape,
  OrderRequestShape,
  ReplaceRequestShape,
} from '@bourseworks/dto/shapes';
import type { PaperOrders } from './paper-orders.js';

interface Resting {
  order: OrderRequestShape;
  readonly instrument: Instrument;
  /** 0 for a market order. */
  price: number;
  leaves: number;
}

const unitsOf = (text: string | undefined, scale: number): number => {
  const parsed = parseDecimal(text ?? '0', scale);
  return parsed.ok ? parsed.value : 0;
};

/**
 * Fills the orders of a strategy in a test against the quotes and trades that it is shown. What crosses the best price takes
 * what is quoted there, once; a limit order that rests is filled at its own price when a quote crosses it, or a trade prints
 * beyond it. No queue, no fees, no latency: for tests of what a strategy does, not of what it earns.
 */
export class PaperMarket {
  private readonly resting = new Map<string, Resting>();
  private readonly quotes = new Map<string, { -readonly [K in keyof Quote]: Quote[K] }>();

  constructor(
    private readonly events: PaperOrders,
    private readonly tell: (event: OrderEventShape) => void,
  ) {}

  submit(order: OrderRequestShape, instrument: Instrument, us: number): void {
    const quantity = unitsOf(order.quantity, instrument.qtyScale);
    const resting = { order, instrument, price: unitsOf(order.price, instrument.priceScale), leaves: quantity };
    this.tell(this.events.accepted(order, us));
    this.cross(resting, us);
    if (resting.leaves === 0) return;
    if (order.timeInForce === 'IOC') this.tell(this.events.cancelled(order, us));
    else this.resting.set(`test-${order.commandId}`, resting);
  }

  cancel({ clOrdId }: CancelRequestShape, us: number): void {
    const resting = this.resting.get(clOrdId);
    if (resting === undefined) return;
    this.resting.delete(clOrdId);
    this.tell(this.events.cancelled(resting.order, us));
  }

  replace({ clOrdId, price, quantity }: ReplaceRequestShape, us: number): void {
    const resting = this.resting.get(clOrdId);
    if (resting === undefined) return;
    const { priceScale, qtyScale } = resting.instrument;
    if (quantity !== undefined)
      resting.leaves += unitsOf(quantity, qtyScale) - unitsOf(resting.order.quantity, qtyScale);
    if (price !== undefined) resting.price = unitsOf(price, priceScale);
    resting.order = {
      ...resting.order,
      ...(price === undefined ? {} : { price }),
      ...(quantity === undefined ? {} : { quantity }),
    };
    const leaves = trimDecimal(formatDecimal(resting.leaves, qtyScale));
    this.tell(this.events.replaced(resting.order, leaves, us));
    this.cross(resting, us);
    if (resting.leaves === 0) this.resting.delete(clOrdId);
  }

  quote(quote: Quote, instrument: Instrument): void {
    this.quotes.set(instrument.key, { ...quote });
    for (const [id, resting] of this.resting) {
      if (resting.instrument.key !== instrument.key) continue;
      this.cross(resting, quote.us);
      if (resting.leaves === 0) this.resting.delete(id);
    }
  }

  trade({ price, quantity, us }: Trade, instrument: Instrument): void {
    let left = quantity;
    for (const [id, resting] of this.resting) {
      if (resting.instrument.key !== instrument.key || left === 0) continue;
      const isBeyond = resting.order.side === 'BUY' ? price < resting.price : price > resting.price;
      if (!isBeyond) continue;
      left -= this.fill(resting, resting.price, left, us);
      if (resting.leaves === 0) this.resting.delete(id);
    }
  }

  /** Takes from the other side of the last quote what its limit allows. */
  private cross(resting: Resting, us: number): void {
    const quote = this.quotes.get(resting.instrument.key);
    if (quote === undefined) return;
    const { price, order } = resting;
    const buys = order.side === 'BUY';
    const [best, size] = buys ? [quote.askPrice, quote.askQuantity] : [quote.bidPrice, quote.bidQuantity];
    if (best === 0 || size === 0 || (price !== 0 && (buys ? price < best : price > best))) return;
    const filled = this.fill(resting, best, size, us);
    if (buys) quote.askQuantity -= filled;
    else quote.bidQuantity -= filled;
  }

  private fill(resting: Resting, price: number, most: number, us: number): number {
    const quantity = Math.min(resting.leaves, most);
    resting.leaves -= quantity;
    this.tell(this.events.filled(resting.order, resting.instrument, { price, quantity, us }));
    return quantity;
  }
}
