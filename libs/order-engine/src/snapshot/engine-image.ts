import type { Closing, EngineState } from '../engine-state.js';
import type { ExecutionIndex, Order } from '../order.js';
import type { Row } from './fields.js';
import { eventOf, eventRow, orderImages, restoreOrder, type OrderImage } from './order-image.js';
import type { PlainReader } from './plain-reader.js';
import type { PlainWriter } from './plain-writer.js';

/** What records built up beside orders, as plain data; the owners of the parts say what theirs is. */
function partsOf(state: EngineState) {
  const { lastSequence, idSequence, epoch, bornUs, limits, owedLeg, stamps } = state;
  const { portfolio, risk, commands, kills, leases, reducers, controls, own } = state;
  return {
    counts: { lastSequence, idSequence, epoch, bornUs, stamps },
    limits,
    owedLeg,
    instruments: [...state.instruments.values()],
    streams: [...state.streams.values()],
    portfolio: portfolio.image(),
    risk: risk.image(),
    commands: commands.image(),
    kills: kills.image(),
    leases: leases.all(),
    reducers: reducers.image(),
    controls,
    scopes: [...state.executions.keys()],
    books: [...own.all()].map(([, owner, adapter, instrument]) => ({ owner, adapter, instrument })),
  };
}

export type PartsImage = ReturnType<typeof partsOf>;

/**
 * Writes everything that records built up in an engine. Lists of orders are made while they are written, and read one by
 * one: all at once they would take as much again as the engine itself.
 */
export function writeEngine(state: EngineState, writer: PlainWriter): void {
  writer.write(partsOf(state));
  writer.write(orderImages(state));
  writer.write(ids(state.open));
  writer.write(requestRows(state.requests));
  for (const index of state.executions.values()) writer.write(executionRows(index));
  writer.write(deniedRows(state));
  writer.write(closingRows(state.closed));
  writer.write(state.own.image());
  writer.write(state.held.image());
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

/** Id of each execution and of its order. */
function* executionRows(index: ExecutionIndex): Generator<string> {
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

type Find = (clOrdId: string) => Order;

/** Values of a list in tuples of `size`, which are one array, filled anew each time. */
function* tuples(reader: PlainReader, size: number): Generator<readonly unknown[]> {
  const tuple: unknown[] = [];
  for (const value of reader.each()) {
    if (tuple.length === size) tuple.length = 0;
    tuple.push(value);
    if (tuple.length === size) yield tuple;
  }
}

function restoreOrders(state: EngineState, parts: PartsImage, reader: PlainReader): Find {
  const books = parts.books.map(({ owner, adapter, instrument }) => state.own.of(owner, adapter, { key: instrument }));
  const links = { paths: state.risk.restore(parts.risk), books };
  for (const image of reader.each()) {
    const order = restoreOrder(state, image as OrderImage, links);
    state.orders.set(order.clOrdId, order);
  }
  return (clOrdId) => {
    const order = state.orders.get(clOrdId);
    if (order === undefined) throw new Error(`no order ${clOrdId}`);
    return order;
  };
}

/** The index names the latest execution of an id that its order has. */
function restoreExecutions(state: EngineState, reader: PlainReader, find: Find): void {
  for (const index of state.executions.values()) {
    for (const [execId, clOrdId] of tuples(reader, 2)) {
      const execution = find(clOrdId as string).executions.findLast((one) => one.execId === execId);
      if (execution === undefined) throw new Error(`no execution ${String(execId)}`);
      index.set(execution.execId, execution);
    }
  }
}

function restoreQueues(state: EngineState, reader: PlainReader, find: Find): void {
  for (const clOrdId of reader.each()) state.open.add(find(clOrdId as string));
  for (const [id, clOrdId] of tuples(reader, 2)) state.requests.set(id as string, find(clOrdId as string));
  restoreExecutions(state, reader, find);
  for (const row of reader.each()) {
    const event = eventOf(row as Row);
    state.denied.set(event.clOrdId, event);
  }
  for (const [id, ofOrder, stamp] of tuples(reader, 3)) {
    const clOrdId = id as string;
    state.closed.push({ order: ofOrder === true ? find(clOrdId) : undefined, clOrdId, stamp: stamp as number });
  }
  state.own.restore(reader.read() as ReturnType<EngineState['own']['image']>, find);
  state.held.restore(reader.read() as ReturnType<EngineState['held']['image']>, find);
}

/**
 * Takes what `writeEngine` wrote after its parts into a fresh state, with the limits of the parts in force.
 * @throws Error where the parts do not fit
 */
export function readEngine(state: EngineState, parts: PartsImage, reader: PlainReader): void {
  Object.assign(state, parts.counts, { limits: parts.limits, owedLeg: parts.owedLeg });
  for (const instrument of parts.instruments) state.instruments.set(instrument.key, instrument);
  for (const { account, strategy, sequence } of parts.streams) state.stream(account, strategy).sequence = sequence;
  for (const scope of parts.scopes) state.executions.set(scope, new Map());
  state.portfolio.restore(parts.portfolio);
  const find = restoreOrders(state, parts, reader);
  restoreQueues(state, reader, find);
  state.commands.restore(parts.commands);
  state.kills.restore(parts.kills);
  state.leases.restore(parts.leases);
  state.reducers.restore(parts.reducers);
  for (const id of parts.controls) state.controls.add(id);
  state.releasedSequence = state.lastSequence;
}
