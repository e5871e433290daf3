import { hasPending, isClosed, riskNotional, type Instrument, type Result } from '@bourseworks/domain';
import type { BrokerCapabilities } from '@bourseworks/ports';
import { Portfolio, type AccountConfig, type FillSink } from '@bourseworks/portfolio';
import type { RiskEngine } from '@bourseworks/risk';
import type { SubmitCommand } from './commands.js';
import { followOrder } from './contingent/order-list.js';
import { OrderLists } from './contingent/order-lists.js';
import { reserveSiblings } from './contingent/reservation.js';
import type { CrossingOptions } from './crossing/crossing-options.js';
import { HeldOrders } from './crossing/held-orders.js';
import { CommandLog } from './dedupe/command-log.js';
import { Fifo } from './fifo.js';
import { ForgottenOrders } from './forgotten-orders.js';
import { KillFlows } from './kill/kill-flow.js';
import { HeldLeases } from './lease/held-leases.js';
import { ExecutionIndex, type EventStream, type Order } from './order.js';
import type { OrderEvent } from './order-event.js';
import { OpenReducers } from './reduce-only.js';
import { OwnOrderPolicies } from './own-order-policies.js';
import { OwnBooks } from './self-trade/own-books.js';
import type { SelfTradeOptions } from './self-trade/self-trade-options.js';
import type { SnapshotPart } from './snapshot/snapshot-part.js';
import { hashState } from './state-hash.js';
import type { HeldBack } from './trigger/held-back.js';
import type { StopTrigger } from './trigger/settle-triggers.js';
import { TriggerBooks } from './trigger/trigger-book.js';

/** Which adapter takes the orders of a venue, and what it can do. */
export interface Route {
  readonly adapter: string;
  readonly capabilities: BrokerCapabilities;
}

/** What a new order asks of the broker that it is to go to. */
export type RouteWish = Pick<SubmitCommand, 'account' | 'symbol' | 'type' | 'timeInForce'> & {
  readonly postOnly?: boolean;
};

export interface EngineOptions {
  /** First part of every clOrdId, e.g. `dev`. */
  readonly environment: string;
  readonly routes: { find(venue: string, adapter?: string, wish?: RouteWish): Result<Route> };
  /** Current definitions; the journal keeps those that orders were made with. */
  readonly instruments: { find(adapter: string, venue: string, symbol: string): Instrument | undefined };
  readonly accounts: readonly AccountConfig[];
  readonly risk: RiskEngine;
  /** Sees every fill that is booked, those of a replay too: statistics. It must not throw. */
  readonly onFill?: FillSink;
  /** What else follows from the records, by name: it goes into snapshots with the state of the engine. */
  readonly extras?: Readonly<Record<string, SnapshotPart>>;
  /** Closed orders kept in memory, default 20 000; the oldest go first. Command ids stay known. */
  readonly maxClosedOrders?: number;
  /** Orders beyond those of which enough is kept to book a late fill, default 100 000. */
  readonly maxForgottenOrders?: number;
  /** Open orders at most, default 200 000. */
  readonly maxOpenOrders?: number;
  /** Outcomes of commands of people kept in memory, default 100 000. */
  readonly maxPersonCommands?: number;
  /** Streams of events, one per (account, strategy), default 10 000. */
  readonly maxStreams?: number;
  /** Age at which a request without expireUs is refused, default 30 s. */
  readonly defaultExpiryUs?: number;
  /** Whether a person's command id, no longer in memory, was used before: the durable index knows. */
  readonly knownCommand?: (commandId: string) => boolean;
  /** Whether a kill switch is taken off by two people only. */
  readonly rearmSecondPerson?: boolean;
  /** Self-trade prevention and internal crossing; as the limits in force say where absent. */
  readonly selfTrade?: SelfTradeOptions;
  readonly crossing?: CrossingOptions;
  /** By which price stops that the OMS holds are triggered, default QUOTE: a sale by the bid, a buy by the ask. */
  readonly stopTrigger?: StopTrigger;
  /** Orders held for crossing at a time, default 10 000; beyond them orders go to the broker at once. */
  readonly maxHeld?: number;
}

const MAX_CLOSED_ORDERS = 20_000;
const MAX_PERSON_COMMANDS = 100_000;
/** Outcomes of machines kept for each closed order kept: submit, cancel and replaces. */
const OUTCOMES_PER_ORDER = 4;
const MAX_CONTROLS = 1_000;

export interface OwedLeg {
  readonly clOrdId: string;
  readonly contraId: string;
  readonly crossId: string;
  readonly quantity: number;
  readonly price: number;
}

/** An entry of the closing queue; of an order that is open again, or was closed again, it is stale. */
export interface Closing {
  readonly order: Order | undefined;
  readonly clOrdId: string;
  readonly stamp: number;
}

/**
 * All state that records build up. Changed by the record appliers only, live and in a replay alike; marks, intake and the
 * released watermark are beside it.
 */
export class EngineState {
  readonly portfolio: Portfolio;
  readonly risk: RiskEngine;
  readonly commands: CommandLog;
  readonly instruments = new Map<string, Instrument>();
  readonly orders = new Map<string, Order>();
  /** Orders that are not closed, in the order in which they were made. */
  readonly open = new Set<Order>();
  /** Open orders by owner, instrument, side and price: follows from the orders. */
  readonly own = new OwnBooks();
  readonly selfTrade: SelfTradeOptions;
  readonly crossing: CrossingOptions;
  readonly held = new HeldOrders();
  readonly lists = new OrderLists();
  readonly triggers = new TriggerBooks();
  /** Volatile: triggered stops that wait until own orders in their way are gone. */
  readonly heldBack = new Map<Order, HeldBack>();
  /** Second leg of the last cross, which is booked, until its event is made. */
  owedLeg: OwedLeg | undefined = undefined;
  /** Refused orders by clOrdId: their one event. */
  readonly denied = new Map<string, OrderEvent>();
  /** Closed orders that left memory. */
  readonly forgotten: ForgottenOrders;
  /** Cancel and replace ids. */
  readonly requests = new Map<string, Order>();
  /** Execution ids, the fill key: unique per (adapter, account). */
  readonly executions = new Map<string, ExecutionIndex>();
  readonly streams = new Map<string, EventStream>();
  /** Ids of kill and re-arm commands, so that a repeat delivered late changes nothing. */
  readonly controls = new Set<string>();
  readonly kills = new KillFlows();
  readonly leases = new HeldLeases();
  readonly reducers = new OpenReducers();
  lastSequence = 0;
  idSequence = 0;
  epoch = 0;
  /** Volatile: record of the present epoch, and the last record that a process before it wrote. */
  epochSequence = 0;
  cutSequence = 0;
  /** When the journal was begun, microseconds: another value is another journal. */
  bornUs = 0;
  /** The limits that the journal has; version 0 = none yet. */
  limits = { version: 0, body: '', byPerson: false };
  /** While true, appliers check what a record says came of it instead of writing it there. */
  replaying = false;
  /** First difference found in a replay. */
  divergence: string | undefined = undefined;
  /** Volatile: effects up to this sequence have left. */
  releasedSequence = 0;
  /** Closed and refused orders, the oldest first: in this order they are forgotten. */
  readonly closed = new Fifo<Closing>();
  stamps = 0;
  private readonly maxClosed: number;

  constructor(options: EngineOptions) {
    const { onFill } = options;
    this.portfolio = new Portfolio(options.accounts, onFill === undefined ? {} : { onFill });
    this.risk = options.risk;
    for (const { id, currency, cash } of options.accounts) this.risk.tree.fund(id, currency, cash);
    const policies = new OwnOrderPolicies(options.risk);
    this.selfTrade = options.selfTrade ?? policies;
    this.crossing = options.crossing ?? policies;
    this.maxClosed = options.maxClosedOrders ?? MAX_CLOSED_ORDERS;
    this.forgotten = new ForgottenOrders(options.maxForgottenOrders);
    const maxPeople = options.maxPersonCommands ?? MAX_PERSON_COMMANDS;
    this.commands = new CommandLog(
      this.maxClosed * OUTCOMES_PER_ORDER,
      maxPeople,
      options.knownCommand ?? (() => false),
    );
  }

  stream(account: string, strategy: string): EventStream {
    const key = `${account}|${strategy}`;
    let stream = this.streams.get(key);
    if (stream === undefined) this.streams.set(key, (stream = { account, strategy, sequence: 0 }));
    return stream;
  }

  executionIndex(adapter: string, account: string): ExecutionIndex {
    const key = `${adapter}|${account}`;
    let index = this.executions.get(key);
    if (index === undefined) this.executions.set(key, (index = new ExecutionIndex()));
    return index;
  }

  /** The order of an id of its own or of one of its requests. */
  find(id: string | undefined): Order | undefined {
    return id === undefined ? undefined : (this.orders.get(id) ?? this.requests.get(id));
  }

  isParked(order: Order): boolean {
    return order.state.local === 'Intent' && order.sendSequence > this.releasedSequence;
  }

  addOrder(order: Order): void {
    this.orders.set(order.clOrdId, order);
    this.open.add(order);
  }

  addRequest(order: Order, id: string): void {
    this.requests.set(id, order);
    const forgotten = order.addRequest(id);
    if (forgotten !== undefined) this.requests.delete(forgotten);
  }

  addDenied(event: OrderEvent): void {
    this.denied.set(event.clOrdId, event);
    this.close(undefined, event.clOrdId);
  }

  addControl(commandId: string): void {
    this.controls.add(commandId);
    if (this.controls.size <= MAX_CONTROLS) return;
    for (const oldest of this.controls) {
      this.controls.delete(oldest);
      return;
    }
  }

  /** After any change of an order: brings its reservation and its place among open and closed orders up to date. */
  settle(order: Order): void {
    const { leg } = order;
    this.measure(order);
    if (leg === undefined) this.reserve(order, order.neededQty, order.neededNotional);
    else {
      followOrder(leg, order);
      this.lists.touch(leg.list);
      const [first, second] = leg.list.siblings;
      if (leg.isSibling && leg.list.sharesReservation) {
        if (isClosed(order.state)) this.reserve(order, 0, 0);
        reserveSiblings(first, second, (one, quantity, notional) => this.reserve(one, quantity, notional));
      } else this.reserve(order, order.neededQty, order.neededNotional);
    }
    order.ownBook.side(order.state.side).settle(order);
    const closed = isClosed(order.state);
    if (order.heldPool !== undefined && (closed || !order.isHeld)) this.held.remove(order, order.heldPool);
    if (closed && order.trigger !== undefined) {
      this.triggers.remove(order);
      this.heldBack.delete(order);
    }
    if (closed === (order.closing !== 0)) return;
    if (closed) {
      this.open.delete(order);
      order.closing = this.close(order, order.clOrdId);
    } else {
      this.open.add(order);
      order.closing = 0;
    }
  }

  /**
   * What an order needs as a function of the order alone: nothing once closed, or while its list holds it back; else the
   * larger of all terms that may come to hold, at the highest of their prices. Unknown orders keep theirs.
   */
  private measure(order: Order): void {
    const { state } = order;
    let quantity = 0;
    let price = order.reservePx;
    if (!isClosed(state) && !order.waiting) {
      quantity = state.quantity;
      for (const request of state.pending) {
        if (request.kind !== 'Replace') continue;
        quantity = Math.max(quantity, request.quantity);
        price = Math.max(price, order.replacePx?.get(request.id) ?? request.price);
      }
      quantity = Math.max(0, quantity - state.cumQty);
    }
    order.neededQty = quantity;
    order.neededNotional = Math.min(riskNotional(order.instrument, price, quantity), Number.MAX_SAFE_INTEGER);
    if (!hasPending(state, 'Replace')) order.replacePx = undefined;
  }

  /** Brings what is reserved for an order to these amounts. */
  private reserve(order: Order, quantity: number, notional: number): void {
    const { state } = order;
    const orders = isClosed(state) || order.waiting ? 0 : 1;
    const addedOrders = orders - order.reservedOrders;
    const addedQty = quantity - order.reservedQty;
    const addedNotional = notional - order.reservedNotional;
    if (addedQty === 0 && addedNotional === 0 && addedOrders === 0) return;
    this.risk.tree.reserve(order.path, state.side, addedQty, addedNotional, addedOrders);
    if (order.reduceOnly && addedQty !== 0) this.reducers.add(order, addedQty);
    order.reservedQty = quantity;
    order.reservedNotional = notional;
    order.reservedOrders = orders;
  }

  private close(order: Order | undefined, clOrdId: string): number {
    const stamp = ++this.stamps;
    this.closed.push({ order, clOrdId, stamp });
    while (this.closed.size > this.maxClosed) this.evict();
    return stamp;
  }

  private evict(): void {
    const oldest = this.closed.shift();
    if (oldest === undefined) return;
    const { order } = oldest;
    if (order === undefined) {
      const denied = this.denied.get(oldest.clOrdId);
      if (denied !== undefined) this.forgotten.keepDenied(denied);
      this.denied.delete(oldest.clOrdId);
      return;
    }
    // An order that was reopened since has another stamp, or none.
    if (order.closing !== oldest.stamp) return;
    this.orders.delete(order.clOrdId);
    this.forgotten.keep(order);
    if (order.leg !== undefined) this.lists.forget(order.leg.list);
    for (const id of order.requestIds) this.requests.delete(id);
    for (const execution of order.executions) order.index.delete(execution.execId);
  }

  /** Hash of everything that a replay must bring back. */
  hash(): string {
    return hashState(this);
  }
}
