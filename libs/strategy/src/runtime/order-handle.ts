import {
  refuse,
  TERMINAL_STATUSES,
  type ErrorCode,
  type Instrument,
  type LocalState,
  type OrdStatus,
  type OrderType,
  type Refusal,
  type Result,
  type Side,
} from '@bourseworks/domain';
import type { ListRole } from '@bourseworks/dto/shapes';
import type { OrderListHandle, OrderListRecord } from './order-list.js';

/** An order of this strategy. Its fields follow the order events; quantities and prices are integers of the instrument. */
export interface OrderHandle {
  /** Of an order of a list: the list's. */
  readonly commandId: string;
  /** List that it is one of, and what it is for there. */
  readonly list: OrderListHandle | undefined;
  readonly listRole: ListRole | undefined;
  /** Known from the first event on. */
  readonly clOrdId: string | undefined;
  readonly instrument: Instrument;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: number;
  /** Limit; 0 without one. */
  readonly price: number;
  /** Trigger of a stop order; 0 for all others, and until the venue has taken one from the market. */
  readonly stopPrice: number;
  /** The stop order went into the book. */
  readonly triggered: boolean;
  readonly status: OrdStatus;
  readonly state: LocalState;
  readonly cumQuantity: number;
  readonly leavesQuantity: number;
  /** Average fill price in price units with a fraction, for display and signals; 0 without a fill. */
  readonly averagePrice: number;
  /** Why it was refused. */
  readonly code: ErrorCode | undefined;
  readonly reason: string | undefined;
  /** Nothing more is expected: filled, cancelled, refused, expired. */
  readonly closed: boolean;
  /** Refused before or by the venue, without any fill. */
  readonly refused: boolean;
  /** Resolves when the order was taken (New or later) or refused. Never rejects. */
  readonly accepted: Promise<OrderHandle>;
  /** Resolves when the order is closed. Never rejects. */
  readonly done: Promise<OrderHandle>;
}

type Waiter = (handle: OrderHandle) => void;

/** Filled in from events by the ledger. */
export class OrderRecord implements OrderHandle {
  clOrdId: string | undefined;
  list: OrderListRecord | undefined;
  listRole: ListRole | undefined;
  /** What the ledger finds it by: orders of a list have one commandId. */
  key: string;
  quantity: number;
  price: number;
  stopPrice = 0;
  triggered = false;
  status: OrdStatus = 'PendingNew';
  state: LocalState = 'Created';
  cumQuantity = 0;
  averagePrice = 0;
  code: ErrorCode | undefined;
  reason: string | undefined;
  /** Outcome of the cancel under way. */
  cancelling: Promise<Result<OrderHandle>> | undefined;
  private acceptedPromise: Promise<OrderHandle> | undefined;
  private donePromise: Promise<OrderHandle> | undefined;
  private acceptedWaiter: Waiter | undefined;
  private doneWaiter: Waiter | undefined;
  private identified: (() => void)[] = [];
  private changes: { readonly kind: 'cancel' | 'replace'; readonly settle: (result: Result<OrderHandle>) => void }[] =
    [];

  constructor(
    readonly commandId: string,
    readonly instrument: Instrument,
    readonly side: Side,
    readonly type: OrderType,
    quantity: number,
    price: number,
    readonly adapter: string | undefined,
  ) {
    this.key = commandId;
    this.quantity = quantity;
    this.price = price;
  }

  get leavesQuantity(): number {
    return this.closed ? 0 : this.quantity - this.cumQuantity;
  }

  get closed(): boolean {
    return this.state === 'Denied' || TERMINAL_STATUSES.has(this.status);
  }

  get refused(): boolean {
    return this.state === 'Denied' || this.status === 'Rejected';
  }

  get accepted(): Promise<OrderHandle> {
    this.acceptedPromise ??= new Promise((resolve) => {
      this.acceptedWaiter = resolve;
      this.settle();
    });
    return this.acceptedPromise;
  }

  get done(): Promise<OrderHandle> {
    this.donePromise ??= new Promise((resolve) => {
      this.doneWaiter = resolve;
      this.settle();
    });
    return this.donePromise;
  }

  /** Calls back once the clOrdId is known, at once if it is: a cancel needs it. */
  whenIdentified(callback: () => void): void {
    if (this.clOrdId !== undefined || this.closed) callback();
    else this.identified.push(callback);
  }

  /** Waits for the outcome of a cancel or replace. */
  change(kind: 'cancel' | 'replace'): Promise<Result<OrderHandle>> {
    return new Promise((settle) => this.changes.push({ kind, settle }));
  }

  /** The oldest cancel or replace in flight got its outcome. */
  settleChange(kind: 'cancel' | 'replace', refusal: Refusal | undefined): boolean {
    const at = this.changes.findIndex((change) => change.kind === kind);
    if (at < 0) return false;
    const [change] = this.changes.splice(at, 1);
    change.settle(refusal === undefined ? { ok: true, value: this } : { ok: false, refusal });
    return true;
  }

  /** Resolves what the present state decides. Returns true when something that was waited for was resolved. */
  settle(): boolean {
    let resolved = this.identified.length > 0;
    if (this.clOrdId !== undefined || this.closed) for (const callback of this.identified.splice(0)) callback();
    const taken =
      this.closed || this.cumQuantity > 0 || (this.state === 'Acknowledged' && this.status !== 'PendingNew');
    if (taken && this.acceptedWaiter !== undefined) {
      this.acceptedWaiter(this);
      this.acceptedWaiter = undefined;
      resolved = true;
    }
    if (!this.closed) return resolved;
    if (this.doneWaiter !== undefined) {
      this.doneWaiter(this);
      this.doneWaiter = undefined;
      resolved = true;
    }
    for (const change of this.changes.splice(0)) {
      // A cancel has reached its aim when the order is closed, whatever closed it.
      change.settle(
        change.kind === 'cancel' ? { ok: true, value: this } : refuse('ORDER_CLOSED', 'the order was closed first'),
      );
      resolved = true;
    }
    return resolved;
  }
}
