import type { Instrument } from '@bourseworks/domain';
import type { Closing, EngineState, OwedLeg } from '../engine-state.js';
import type { EventStream, ExecutionIndex, Order } from '../order.js';
import type { Row } from './fields.js';
import { eventOf, eventRow, orderImages, restoreOrder } from './order-image.js';

/**
 * Everything that records built up in an engine, as plain data; the owners of its parts say what theirs is. Lists of orders
 * are made while they are written: all at once they would take as much again as the engine itself.
 */
export function engineImage(state: EngineState) {
  const { lastSequence, idSequence, epoch, bornUs, limits, owedLeg, stamps } = state;
  const { portfolio, risk, commands, kills, leases, reducers, controls, own, held } = state;
  return {
    counts: { lastSequence, idSequence, epoch, bornUs, stamps },
    limits,
    owedLeg,
    instruments: state.instruments.values(),
    streams: state.streams.values(),
    portfolio: portfolio.image(),
    risk: risk.image(),
    commands: commands.image(),
    kills: kills.image(),
    leases: leases.all(),
    reducers: reducers.image(),
    controls,
    scopes: state.executions.keys(),
    books: own.image(),
    orders: orderImages(state),
    open: ids(state.open),
    requests: requestRows(state.requests),
    executions: executionRows(state.executions),
    denied: deniedRows(state),
    closed: closingRows(state.closed),
    held: held.image(),
  };
}

function* ids(orders: Iterable<Order>): Generator<string> {
  for (const { clOrdId } of orders) yield clOrdId;
}

function* requestRows(requests: ReadonlyMap<string, Order>): Generator<string> {
  for (const [id, { clOrdId }] of requests) {
    yield id;
    yield clOrdId;
  }
}

/** By scope, in the order of the image's scopes: id of each execution and of its order. */
function* executionRows(executions: ReadonlyMap<string, ExecutionIndex>): Generator<Iterable<string>> {
  for (const index of executions.values()) yield pairs(index);
}

function* pairs(index: ExecutionIndex): Generator<string> {
  for (const [execId, { order }] of index) {
    yield execId;
    yield order.clOrdId;
  }
}

function* deniedRows({ denied }: EngineState): Generator<Row> {
  for (const event of denied.values()) yield eventRow(event);
}

/** Of each entry its id, whether it is of an order, and its stamp. */
function* closingRows(closed: Iterable<Closing>): Generator<string | boolean | number> {
  for (const { order, clOrdId, stamp } of closed) {
    yield clOrdId;
    yield order !== undefined;
    yield stamp;
  }
}

type Listed<T> = T extends Iterable<infer One> ? readonly One[] : never;
type Written = ReturnType<typeof engineImage>;

/** As it comes back: what was made while it was written is lists. */
export type EngineImage = Omit<Written, 'orders' | 'closed' | 'denied' | 'requests' | 'executions'> & {
  readonly instruments: readonly Instrument[];
  readonly streams: readonly EventStream[];
  readonly owedLeg: OwedLeg | undefined;
  readonly orders: Listed<Written['orders']>;
  readonly requests: readonly string[];
  readonly executions: readonly (readonly string[])[];
  readonly denied: readonly Row[];
  readonly closed: readonly [];
};

function restoreOrders(state: EngineState, image: EngineImage): (clOrdId: string) => Order {
  const books = image.books.map(({ owner, adapter, instrument }) => state.own.of(owner, adapter, { key: instrument }));
  const links = { paths: state.risk.restore(image.risk), books };
  for (const scope of image.scopes) state.executions.set(scope, new Map());
  for (const one of image.orders) {
    const order = restoreOrder(state, one, links);
    state.orders.set(order.clOrdId, order);
  }
  const find = (clOrdId: string): Order => {
    const order = state.orders.get(clOrdId);
    if (order === undefined) throw new Error(`no order ${clOrdId}`);
    return order;
  };
  books.forEach((book, i) => {
    book.buys.restore(image.books[i].buys, find);
    book.sells.restore(image.books[i].sells, find);
  });
  return find;
}

/** The index names the latest execution of an id that its order has. */
function restoreExecutions(state: EngineState, image: EngineImage, find: (clOrdId: string) => Order): void {
  const byOrder = new Map<Order, ExecutionIndex>();
  const executionsOf = (order: Order): ExecutionIndex => {
    let executions = byOrder.get(order);
    if (executions === undefined)
      byOrder.set(order, (executions = new Map(order.executions.map((one) => [one.execId, one]))));
    return executions;
  };
  [...state.executions.values()].forEach((index, n) => {
    const rows = image.executions[n];
    for (let i = 0; i + 1 < rows.length; i += 2) {
      const execution = executionsOf(find(rows[i + 1])).get(rows[i]);
      if (execution === undefined) throw new Error(`no execution ${rows[i]}`);
      index.set(rows[i], execution);
    }
  });
}

function restoreQueues(state: EngineState, image: EngineImage, find: (clOrdId: string) => Order): void {
  for (const clOrdId of image.open) state.open.add(find(clOrdId));
  for (let i = 0; i + 1 < image.requests.length; i += 2)
    state.requests.set(image.requests[i], find(image.requests[i + 1]));
  for (const row of image.denied) {
    const event = eventOf(row);
    state.denied.set(event.clOrdId, event);
  }
  const closed = image.closed as readonly unknown[];
  for (let i = 0; i + 2 < closed.length; i += 3) {
    const clOrdId = closed[i] as string;
    const order = closed[i + 1] === true ? find(clOrdId) : undefined;
    state.closed.push({ order, clOrdId, stamp: closed[i + 2] as number });
  }
}

/** Takes an image into a fresh state with the limits of the image in force. @throws Error where the parts do not fit */
export function restoreEngine(state: EngineState, image: EngineImage): void {
  Object.assign(state, image.counts, { limits: image.limits, owedLeg: image.owedLeg });
  for (const instrument of image.instruments) state.instruments.set(instrument.key, instrument);
  for (const { account, strategy, sequence } of image.streams) state.stream(account, strategy).sequence = sequence;
  state.portfolio.restore(image.portfolio);
  const find = restoreOrders(state, image);
  restoreExecutions(state, image, find);
  restoreQueues(state, image, find);
  state.held.restore(image.held, find);
  state.commands.restore(image.commands);
  state.kills.restore(image.kills);
  state.leases.restore(image.leases);
  state.reducers.restore(image.reducers);
  for (const id of image.controls) state.controls.add(id);
  state.releasedSequence = state.lastSequence;
}
