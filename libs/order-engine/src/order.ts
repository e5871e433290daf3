import { isClosed, OrderState, type ExecType, type Instrument, type OrderTerms } from '@bourseworks/domain';
import type { RiskPath } from '@bourseworks/risk';
import type { ListLeg } from './contingent/order-list.js';
import type { HeldPool } from './crossing/held-orders.js';
import { MANUAL } from './dedupe/command-log.js';
import type { OrderEvent } from './order-event.js';
import type { CancelCause, OrderCause } from './records/record.js';
import type { ArmedTrigger } from './trigger/trigger-book.js';
import type { OwnBook } from './self-trade/own-books.js';
import type { OwnLevel } from './self-trade/own-side.js';
import type { UnitChange } from './split/units.js';

/** A broker's execution that was booked. */
export interface BookedExecution {
  readonly execId: string;
  readonly execType: ExecType;
  readonly quantity: number;
  readonly price: number;
  /** Ledger money of feeCurrency (empty = the instrument's), positive = paid. */
  readonly fee: bigint;
  readonly feeCurrency: string;
  /** Its number among the fills of the position, 0 = it is none. */
  readonly fill: number;
  /** Trading day of the order. */
  readonly day: number;
  /** False once busted or corrected. */
  standing: boolean;
  readonly order: Order;
}

/** Executions of one (adapter, account) by their ids. */
export class ExecutionIndex extends Map<string, BookedExecution> {
  /** Venue time of the latest fill, microseconds: from here on fills may be missing after an outage. */
  untilUs = 0;
}

/** Counter of the events of one (account, strategy). */
export interface EventStream {
  readonly account: string;
  readonly strategy: string;
  sequence: number;
}

const NONE: BookedExecution[] = [];
/** Request ids kept per order: a quote replaced all day must not grow. Answers to older ones come under the order's id. */
const MAX_REQUEST_IDS = 32;

/** Send sequence of an order that is held inside: nothing that is released has it. */
export const HELD_SEQUENCE = Number.MAX_SAFE_INTEGER;

export interface OrderOrigin {
  readonly clOrdId: string;
  readonly commandId: string;
  readonly adapter: string;
  readonly instrument: Instrument;
  readonly path: RiskPath;
  readonly stream: EventStream;
  readonly index: ExecutionIndex;
  readonly ownBook: OwnBook;
  readonly sentUs: number;
  readonly reservePx: number;
  readonly reduceOnly: boolean;
  readonly cause: OrderCause;
  readonly session: string;
}

/** An order as the engine keeps it: its state and what belongs to it. */
export class Order {
  readonly state: OrderState;
  readonly clOrdId: string;
  readonly account: string;
  readonly strategy: string;
  readonly commandId: string;
  readonly adapter: string;
  readonly instrument: Instrument;
  readonly path: RiskPath;
  readonly stream: EventStream;
  /** Where execution ids of its adapter and account are found. */
  readonly index: ExecutionIndex;
  readonly sentUs: number;
  readonly reduceOnly: boolean;
  readonly cause: OrderCause;
  /** Session whose lease it hangs on; empty: none. */
  readonly session: string;
  /** Record whose release sends it; later than what is released = still parked. */
  sendSequence: number;
  /** Price at which the accepted terms are reserved. */
  reservePx: number;
  /** Reserve prices of replaces in flight, by request id. */
  replacePx: Map<string, number> | undefined = undefined;
  reservedQty = 0;
  reservedNotional = 0;
  reservedOrders: 0 | 1 = 0;
  executions: readonly BookedExecution[] = NONE;
  /** Ids of cancels and replaces, so that they are forgotten with the order. */
  requestIds: readonly string[] = [];
  lastEvent: OrderEvent | undefined = undefined;
  /** Which entry of the closing queue is this order's; 0 = not closed. */
  closing = 0;
  /** Among which held orders it is; undefined when it is not held. */
  heldPool: HeldPool | undefined = undefined;
  /** When its hold ends, microseconds; 0 = never held. */
  heldUntilUs = 0;
  /** Record that gave it its place in time among held orders. */
  heldSince = 0;
  /** Where orders of the same owner on the other side are found. */
  readonly ownBook: OwnBook;
  /** Better price that it may have at the venue since a replace whose outcome was never told; 0 = none. */
  doubtPx = 0;
  /** Its place there; undefined while it cannot trade at the venue. */
  ownLevel: OwnLevel | undefined = undefined;
  /** Its place in a list of orders that depend on each other; undefined: none. */
  leg: ListLeg | undefined = undefined;
  /** Its list has not released it: it is at no broker and reserves nothing. */
  waiting = false;
  /** A stop that the OMS holds, and what its market has to reach; undefined once triggered, and for all others. */
  trigger: ArmedTrigger | undefined = undefined;
  /** Its venue lacks stops: what goes there is what a stop becomes. */
  isHeldStop = false;
  /** Part of cumQty that its list counts. */
  listedCum = 0;
  /** Its units and those of the books differ; undefined: they do not. */
  units: UnitChange | undefined = undefined;
  /** Cause of the cancel in flight, or of the one that closed it; empty: none. */
  cancelCause: CancelCause | '' = '';
  /** What it would reserve if it had no siblings. */
  neededQty = 0;
  neededNotional = 0;

  constructor(origin: OrderOrigin, terms: OrderTerms, sendSequence: number) {
    this.state = new OrderState(origin.clOrdId, terms);
    this.clOrdId = origin.clOrdId;
    this.account = origin.path.account;
    this.strategy = origin.path.strategy;
    this.commandId = origin.commandId;
    this.adapter = origin.adapter;
    this.instrument = origin.instrument;
    this.path = origin.path;
    this.stream = origin.stream;
    this.index = origin.index;
    this.ownBook = origin.ownBook;
    this.sentUs = origin.sentUs;
    this.reduceOnly = origin.reduceOnly;
    this.cause = origin.cause;
    this.session = origin.session;
    this.reservePx = origin.reservePx;
    this.sendSequence = sendSequence;
  }

  /** Held inside: it never left for the broker. Stays so when it closes while held. */
  get isHeld(): boolean {
    return this.sendSequence === HELD_SEQUENCE;
  }

  /** At no broker yet: held for crossing, by its list, or until its trigger. */
  get staysInside(): boolean {
    return this.heldPool !== undefined || (this.isHeld && !isClosed(this.state));
  }

  /** Something was sent for it that its broker has not answered. */
  get isUnanswered(): boolean {
    const { local, pending } = this.state;
    return (
      local === 'Intent' ||
      local === 'Sent' ||
      (local === 'Acknowledged' && pending.some((request) => request.id !== ''))
    );
  }

  addExecution(execution: BookedExecution): void {
    if (this.executions === NONE) this.executions = [execution];
    else (this.executions as BookedExecution[]).push(execution);
  }

  /** Remembers a cancel or replace; returns an old id that is forgotten for it. */
  addRequest(id: string): string | undefined {
    if (this.requestIds.length < MAX_REQUEST_IDS) {
      this.requestIds = [...this.requestIds, id];
      return undefined;
    }
    const [oldest, ...rest] = this.requestIds;
    this.requestIds = [...rest, id];
    return oldest;
  }

  /** The fill in force that a bust or correction refers to. */
  original(execRefId: string): BookedExecution | undefined {
    return this.executions.find((one) => one.standing && one.quantity > 0 && one.execId === execRefId);
  }
}

/** A strategy commands its own orders, a person those of the account. */
export function mayCommand(order: Order, account: string, strategy: string): boolean {
  return order.account === account && (order.strategy === strategy || strategy === MANUAL);
}
