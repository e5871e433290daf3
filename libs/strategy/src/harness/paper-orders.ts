import { formatDecimal, formatNanos, trimDecimal, type ErrorCode, type Instrument } from '@bourseworks/domain';
import type { ListRequestShape, OrderEventShape, OrderRequestShape } from '@bourseworks/dto/shapes';

export interface PaperFill {
  /** Price units of the instrument. */
  readonly price: number;
  readonly quantity: number;
  readonly us: number;
}

/** An order, alone or as one of a list. */
export type PaperOrder = OrderRequestShape & Partial<Pick<OrderEventShape, 'clOrdId' | 'listId' | 'listRole'>>;

const idOf = ({ clOrdId, commandId }: PaperOrder): string => clOrdId ?? `test-${commandId}`;

/** What was filled of an order so far. */
interface Fills {
  readonly units: number;
  /** Price units times quantity units. */
  readonly cost: number;
  readonly said: Pick<OrderEventShape, 'cumQty' | 'avgPx'>;
}

const AVERAGE_DIGITS = 12;

/** Order events of a made-up venue for one strategy: just enough of an OMS to drive a strategy in a test. */
export class PaperOrders {
  private readonly fills = new Map<string, Fills>();
  private streamSequence = 0;

  /** The orders of a list, in its order. */
  ordersOf({ commandId, account, strategy, sentTime, orders }: ListRequestShape): PaperOrder[] {
    const names = { commandId, account, strategy, sentTime, listId: `list-${commandId}` };
    return orders.map(({ role: listRole, ...order }, index) => {
      const clOrdId = `test-${commandId}-${index}`;
      return { ...order, ...names, listRole, clOrdId };
    });
  }

  /** Waits at the OMS for its list. */
  held(order: PaperOrder, us: number): OrderEventShape {
    const terms = { execType: 'PendingNew', ordStatus: 'PendingNew', leavesQty: order.quantity } as const;
    return this.event(order, { ...terms, state: 'Intent' }, us);
  }

  /** New, taken by the venue. */
  accepted(order: PaperOrder, us: number): OrderEventShape {
    return this.event(order, { execType: 'New', ordStatus: 'New', leavesQty: order.quantity }, us);
  }

  rejected(order: PaperOrder, code: ErrorCode, us: number): OrderEventShape {
    return this.event(
      order,
      { execType: 'Rejected', ordStatus: 'Rejected', leavesQty: '0', code, reason: 'refused in a test' },
      us,
    );
  }

  cancelled(order: PaperOrder, us: number): OrderEventShape {
    return this.event(order, { execType: 'Canceled', ordStatus: 'Canceled', leavesQty: '0' }, us);
  }

  /** A cancel of it was refused: it is as before. */
  cancelRejected(order: PaperOrder, code: ErrorCode, us: number): OrderEventShape {
    const leavesQty = order.quantity;
    return this.event(order, { execType: 'CancelRejected', ordStatus: 'New', leavesQty, code }, us);
  }

  /** With the terms that it has from now on. */
  replaced(order: PaperOrder, leavesQty: string, us: number): OrderEventShape {
    return this.event(order, { execType: 'Replaced', ordStatus: 'New', leavesQty }, us);
  }

  filled(order: PaperOrder, instrument: Instrument, fill: PaperFill): OrderEventShape {
    const before = this.fills.get(idOf(order));
    const cum = (before?.units ?? 0) + fill.quantity;
    const cost = (before?.cost ?? 0) + fill.quantity * fill.price;
    const total = Math.round(Number(order.quantity) * 10 ** instrument.qtyScale);
    const quantity = (units: number): string => trimDecimal(formatDecimal(units, instrument.qtyScale));
    const average = cost / cum / 10 ** instrument.priceScale;
    const said = { cumQty: quantity(cum), avgPx: trimDecimal(average.toFixed(AVERAGE_DIGITS)) };
    this.fills.set(idOf(order), { units: cum, cost, said });
    const terms = {
      execType: 'Trade',
      ordStatus: cum === total ? 'Filled' : 'PartiallyFilled',
      leavesQty: quantity(total - cum),
      lastQty: quantity(fill.quantity),
      lastPx: trimDecimal(formatDecimal(fill.price, instrument.priceScale)),
    } as const;
    return this.event(order, terms, fill.us);
  }

  private event(
    order: PaperOrder,
    terms: Pick<OrderEventShape, 'execType' | 'ordStatus' | 'leavesQty'> & Partial<OrderEventShape>,
    us: number,
  ): OrderEventShape {
    this.streamSequence += 1;
    const { account, strategy, commandId, venue, symbol, side, type, timeInForce, quantity, price } = order;
    const { stopPrice, trailBy, displayQty, postOnly, reduceOnly, goodTillTime } = order;
    const { listId, listRole } = order;
    const said = { price, stopPrice, trailBy, displayQty, postOnly, reduceOnly, goodTillTime, listId, listRole };
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
      clOrdId: idOf(order),
      state: 'Acknowledged',
      adapter: order.adapter ?? 'paper',
      ...(this.fills.get(idOf(order))?.said ?? { cumQty: '0' }),
      time: formatNanos(us),
      ...terms,
    };
  }
}
