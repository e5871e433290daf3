import { NO_INSTRUCTIONS, Wide, type OrderInstructions, type OrderTerms } from '@bourseworks/domain';
import type { RiskPath } from '@bourseworks/risk';
import type { EngineState } from '../engine-state.js';
import { Order, type BookedExecution, type OrderOrigin } from '../order.js';
import type { OrderEvent } from '../order-event.js';
import type { OwnBook } from '../self-trade/own-books.js';
import { KEPT, put, rowOf, type Row } from './fields.js';

/** An order as plain data. What it hangs on is named by numbers. */
export interface OrderImage {
  /** Of its path in the limit tree. */
  readonly path: number;
  /** Of its book among the own books. */
  readonly book: number;
  readonly order: Row;
  readonly state: Row;
  readonly hi: number;
  readonly lo: number;
  /** Of the days before the present one. */
  readonly earlier: { readonly hi: number; readonly lo: number } | undefined;
  readonly executions: readonly Row[];
  readonly lastEvent: Row | undefined;
}

/** What images of orders refer to. */
export interface OrderLinks {
  readonly paths: ReadonlyMap<number, RiskPath>;
  readonly books: readonly OwnBook[];
}

export const eventRow = (event: OrderEvent): Row => rowOf(event, KEPT.event);

const NO_EVENT: object = Object.fromEntries(KEPT.event.map((name) => [name, undefined]));

/** Plain orders share one object that says nothing, and are told by it. */
function shareNone(of: { instructions: OrderInstructions }): void {
  const { stopPrice, trailBy, displayQty, postOnly, reduceOnly, goodTillUs } = of.instructions;
  const units = stopPrice + trailBy + displayQty + goodTillUs;
  if (units === 0 && !postOnly && !reduceOnly) of.instructions = NO_INSTRUCTIONS;
}

export function eventOf(row: Row): OrderEvent {
  const event = { ...NO_EVENT } as { -readonly [Name in keyof OrderEvent]: OrderEvent[Name] };
  put(event, KEPT.event, row);
  shareNone(event);
  return event;
}

function executionOf(order: Order, row: Row): BookedExecution {
  const none = { quantity: 0, price: 0, fee: 0n, feeCurrency: '', fill: 0, day: 0 };
  const execution = { execId: '', execType: 'Trade', ...none, standing: true, order } as const;
  put(execution, KEPT.execution, row);
  return execution;
}

/** Images of all orders, each made when it is asked for. */
export function* orderImages(state: EngineState): Generator<OrderImage> {
  const books = new Map([...state.own.all()].map(([book], i) => [book, i]));
  for (const order of state.orders.values()) {
    const book = books.get(order.ownBook);
    if (book === undefined) throw new Error(`order ${order.clOrdId} is of no book`);
    const { hi, lo } = order.state.notional;
    const earlier = order.state.earlierNotional;
    yield {
      path: order.path.number,
      book,
      order: rowOf(order, KEPT.order),
      state: rowOf(order.state, KEPT.state),
      hi,
      lo,
      earlier: earlier && { hi: earlier.hi, lo: earlier.lo },
      executions: order.executions.map((one) => rowOf(one, KEPT.execution)),
      lastEvent: order.lastEvent && eventRow(order.lastEvent),
    };
  }
}

const known = <T>(found: T | undefined, what: string): T => {
  if (found === undefined) throw new Error(`no ${what}`);
  return found;
};

/** What new orders are made of, one after the other: nothing of it is kept. */
const own = {} as OrderOrigin;
const terms = {} as OrderTerms;

/** The order of an image; its place among held and own orders and in the index of executions is not its own to take. */
export function restoreOrder(engine: EngineState, image: OrderImage, { paths, books }: OrderLinks): Order {
  const path = known(paths.get(image.path), `path ${image.path}`);
  const { account, strategy } = path;
  put(own, KEPT.order, image.order);
  put(terms, KEPT.state, image.state);
  const stream = engine.stream(account, strategy);
  const index = engine.executionIndex(own.adapter, account);
  const ownBook = known(books[image.book], `book ${image.book}`);
  const order = new Order(Object.assign(own, { path, stream, index, ownBook }), terms, 0);
  put(order, KEPT.order, image.order);
  put(order.state, KEPT.state, image.state);
  if (order.state.pending.length === 0) order.state.clearPending();
  order.state.notional.hi = image.hi;
  order.state.notional.lo = image.lo;
  if (image.earlier !== undefined) order.state.earlierNotional = Object.assign(new Wide(), image.earlier);
  shareNone(order.state);
  for (const row of image.executions) order.addExecution(executionOf(order, row));
  if (image.lastEvent !== undefined) order.lastEvent = eventOf(image.lastEvent);
  return order;
}
