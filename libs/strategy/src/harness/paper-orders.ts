import { formatDecimal, formatNanos, trimDecimal, type ErrorCode, type Instrument } from '@bourseworks/domain';
import type { OrderEventShape, OrderRequestShape } from '@bourseworks/dto/shapes';

export interface PaperFill {
  /** Price units of the instrument. */
  readonly price: number;
  readonly quantity: number;
  readonly us: number;
}

/** Order events of a made-up venue for one strategy: just enough of an OMS to drive a strategy in a test. */
export class PaperOrders {
  private readonly cumulative = new Map<string, number>();
  private streamSequence = 0;

  /** New, taken by the venue. */
  accepted(order: OrderRequestShape, us: number): OrderEventShape {
    return this.event(order, { execType: 'New', ordStatus: 'New', leavesQty: order.quantity }, us);
  }

  rejected(order: OrderRequestShape, code: ErrorCode, us: number): OrderEventShape {
    return this.event(
      order,
      { execType: 'Rejected', ordStatus: 'Rejected', leavesQty: '0', code, reason: 'refused in a test' },
      us,
    );
  }

  cancelled(order: OrderRequestShape, us: number): OrderEventShape {
    return this.event(order, { execType: 'Canceled', ordStatus: 'Canceled', leavesQty: '0' }, us);
  }

  filled(order: OrderRequestShape, instrument: Instrument, fill: PaperFill): OrderEventShape {
    const before = this.cumulative.get(order.commandId) ?? 0;
    const cum = before + fill.quantity;
    const total = Math.round(Number(order.quantity) * 10 ** instrument.qtyScale);
    this.cumulative.set(order.commandId, cum);
    const quantity = (units: number): string => trimDecimal(formatDecimal(units, instrument.qtyScale));
    const price = trimDecimal(formatDecimal(fill.price, instrument.priceScale));
    const terms = {
      execType: 'Trade',
      ordStatus: cum === total ? 'Filled' : 'PartiallyFilled',
      cumQty: quantity(cum),
      leavesQty: quantity(total - cum),
      lastQty: quantity(fill.quantity),
      lastPx: price,
      avgPx: price,
    } as const;
    return this.event(order, terms, fill.us);
  }

  private event(
    order: OrderRequestShape,
    terms: Pick<OrderEventShape, 'execType' | 'ordStatus' | 'leavesQty'> & Partial<OrderEventShape>,
    us: number,
  ): OrderEventShape {
    this.streamSequence += 1;
    const { account, strategy, commandId, venue, symbol, side, type, timeInForce, quantity, price } = order;
    const { stopPrice, trailBy, displayQty, postOnly, reduceOnly, goodTillTime } = order;
    const said = { price, stopPrice, trailBy, displayQty, postOnly, reduceOnly, goodTillTime };
    return {
      account,
      strategy,
      commandId,
      venue,
      symbol,
      side,
      type,
      timeInForce,
      quantity,
      ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
      sequence: this.streamSequence,
      streamSequence: this.streamSequence,
      clOrdId: `test-${commandId}`,
      state: 'Acknowledged',
      adapter: order.adapter ?? 'paper',
      cumQty: '0',
      time: formatNanos(us),
      ...terms,
    };
  }
}
