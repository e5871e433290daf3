import type { OrderTerms } from '@bourseworks/domain';
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

export function eventOf(row: Row): OrderEvent {
  const event = { ...NO_EVENT };
  put(event, KEPT.event, row);
  return event as OrderEvent;
}

function executionOf(order: Order, row: Row): BookedExecution {
  const execution = { execId: '', execType: 'Trade', quantity: 0, price: 0, standing: true, order } as const;
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
    yield {
      path: order.path.number,
      book,
      order: rowOf(order, KEPT.order),
      state: rowOf(order.state, KEPT.state),
      hi,
      lo,
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
  for (const row of image.executions) order.addExecution(executionOf(order, row));
  if (image.lastEvent !== undefined) order.lastEvent = eventOf(image.lastEvent);
  return order;
}
