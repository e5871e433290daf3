import type { ErrorCode, Instrument, Refusal, Result } from '@bourseworks/domain';
import type { ListRole, OrderEventShape } from '@bourseworks/dto/shapes';
import type { OrderHandle, OrderRecord } from './order-handle.js';

/** Orders of this strategy that depend on each other. Its fields follow the events of the orders. */
export interface OrderListHandle {
  readonly commandId: string;
  /** Known from the first event on. */
  readonly listId: string | undefined;
  /**
   * In the order of the call; `listRole` says what each is for. One that the OMS makes in the place of another, where a venue
   * cannot replace, comes after them.
   */
  readonly orders: readonly OrderHandle[];
  /** Taken as a whole or not at all: why it was not. */
  readonly refused: boolean;
  readonly code: ErrorCode | undefined;
  readonly reason: string | undefined;
  /** Nothing of it is open. A late fill of its entry may bring exits back. */
  readonly closed: boolean;
  /** Resolves when the OMS took the list or refused it. Never rejects. */
  readonly accepted: Promise<OrderListHandle>;
  /** Resolves when nothing of it is open. Never rejects. */
  readonly done: Promise<OrderListHandle>;
}

type Waiter = (handle: OrderListHandle) => void;

/** Filled in from events by the ledger. */
export class OrderListRecord implements OrderListHandle {
  listId: string | undefined;
  readonly orders: OrderRecord[] = [];
  refused = false;
  code: ErrorCode | undefined;
  reason: string | undefined;
  private acceptedPromise: Promise<OrderListHandle> | undefined;
  private donePromise: Promise<OrderListHandle> | undefined;
  private acceptedWaiter: Waiter | undefined;
  private doneWaiter: Waiter | undefined;
  private identified: (() => void)[] = [];
  private cancels: ((result: Result<OrderListHandle>) => void)[] = [];

  constructor(readonly commandId: string) {}

  get closed(): boolean {
    return this.refused || (this.listId !== undefined && this.orders.every(({ closed }) => closed));
  }

  get accepted(): Promise<OrderListHandle> {
    this.acceptedPromise ??= new Promise((resolve) => {
      this.acceptedWaiter = resolve;
      this.settle();
    });
    return this.acceptedPromise;
  }

  get done(): Promise<OrderListHandle> {
    this.donePromise ??= new Promise((resolve) => {
      this.doneWaiter = resolve;
      this.settle();
    });
    return this.donePromise;
  }

  add(order: OrderRecord, role: ListRole): void {
    order.list = this;
    order.listRole = role;
    this.orders.push(order);
  }

  /** The OMS took it. */
  identify(listId: string): void {
    if (this.listId !== undefined) return;
    this.listId = listId;
    // What was said while nobody knew.
    this.code = undefined;
    this.reason = undefined;
  }

  /** The order that was asked for and that an event is the first one of; undefined for one that the OMS added. */
  asked({ listRole, side, type }: OrderEventShape, instrument: Instrument): OrderRecord | undefined {
    return this.orders.find(
      (order) =>
        order.clOrdId === undefined &&
        order.listRole === listRole &&
        order.instrument.key === instrument.key &&
        order.side === side &&
        order.type === type,
    );
  }

  /** Nothing of it was made, or nobody knows (yet): what is said of one of its orders is said of all. */
  sayOfAll({ ordStatus, state, code, reason }: Pick<OrderEventShape, 'ordStatus' | 'state' | 'code' | 'reason'>): void {
    this.refused = state === 'Denied';
    this.code = code;
    this.reason = reason;
    for (const order of this.orders) Object.assign(order, { status: ordStatus, state, code, reason });
  }

  /** Calls back once the listId is known, at once if it is: a cancel needs it. */
  whenIdentified(callback: () => void): void {
    if (this.listId !== undefined || this.closed) callback();
    else this.identified.push(callback);
  }

  /** Waits for the outcome of a cancel. */
  change(): Promise<Result<OrderListHandle>> {
    return new Promise((settle) => this.cancels.push(settle));
  }

  /** The oldest cancel in flight was refused. */
  refuseCancel(refusal: Refusal): boolean {
    const settle = this.cancels.shift();
    settle?.({ ok: false, refusal });
    return settle !== undefined;
  }

  /** Resolves what the present state decides. Returns true when something that was waited for was resolved. */
  settle(): boolean {
    let resolved = false;
    if (this.listId !== undefined || this.refused) {
      const { identified, acceptedWaiter } = this;
      this.identified = [];
      this.acceptedWaiter = undefined;
      for (const callback of identified) callback();
      acceptedWaiter?.(this);
      resolved = identified.length > 0 || acceptedWaiter !== undefined;
    }
    if (!this.closed) return resolved;
    const { doneWaiter, cancels } = this;
    this.doneWaiter = undefined;
    this.cancels = [];
    doneWaiter?.(this);
    // A cancel has reached its aim when nothing is open, whatever closed it.
    for (const settle of cancels) settle({ ok: true, value: this });
    return resolved || doneWaiter !== undefined || cancels.length > 0;
  }
}
