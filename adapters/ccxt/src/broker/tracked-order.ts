import type { OrderTerms } from '@bourseworks/domain';
import type { BrokerOrder } from '@bourseworks/ports';

/** sending: no answer yet. doubt: the answer failed. open: the exchange has it. closed: it ended, or never was. */
export type Stage = 'sending' | 'doubt' | 'open' | 'closed';

/** An order that this process has sent, or been told of, as far as the exchange has told. */
export class TrackedOrder {
  stage: Stage = 'sending';
  venueId: string | undefined;
  /** Sum of the fills that were reported. */
  cumQty = 0;
  /** All of its fills up to then are in that sum, milliseconds. */
  countedMs: number;
  /** When its end was first seen, microseconds. */
  endedUs: number | undefined;
  /** Cancels that the exchange took, the last one last. */
  readonly cancels: string[] = [];
  /** A cancel whose answer failed. */
  doubtfulCancel: string | undefined;
  /** A replace whose answer failed. */
  doubtfulReplace: { readonly id: string; readonly terms: OrderTerms } | undefined;
  /** All ids under which it is found. */
  readonly ids: string[] = [];
  readonly venueIds: string[] = [];
  private waiting: (() => void)[] = [];

  constructor(
    public order: BrokerOrder,
    /** All its fills pass through here, so that their sum is what is filled. False for one of an earlier process. */
    readonly whole: boolean,
    /** Microseconds, to know when a query must see it. */
    readonly sinceUs: number,
  ) {
    this.countedMs = Math.floor(sinceUs / 1_000);
  }

  get clOrdId(): string {
    return this.order.clOrdId;
  }

  /** Resolves once the exchange has answered to its submit, or failed to. */
  answered(): Promise<void> {
    if (this.stage !== 'sending') return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  become(stage: Stage): void {
    this.stage = stage;
    if (stage === 'sending') return;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

/** Closed orders that are remembered, for late questions. */
const MAX_CLOSED = 10_000;

/** The orders of this process by their ids, ours and the exchange's. */
export class TrackedOrders {
  private readonly byClOrdId = new Map<string, TrackedOrder>();
  private readonly byVenueId = new Map<string, TrackedOrder>();
  private readonly closed: TrackedOrder[] = [];
  private readonly open = new Set<TrackedOrder>();

  add(tracked: TrackedOrder): void {
    this.alias(tracked, tracked.clOrdId);
    this.open.add(tracked);
  }

  /** An order of an earlier process, or of another program; where it stands is to be found out. */
  adopt(order: BrokerOrder): TrackedOrder {
    const tracked = new TrackedOrder(order, false, order.sentUs);
    tracked.become('doubt');
    this.add(tracked);
    return tracked;
  }

  byOurId(clOrdId: string): TrackedOrder | undefined {
    return this.byClOrdId.get(clOrdId);
  }

  byTheirId(venueId: string): TrackedOrder | undefined {
    return this.byVenueId.get(venueId);
  }

  /** Orders that are not closed. */
  live(): readonly TrackedOrder[] {
    return [...this.open];
  }

  link(tracked: TrackedOrder, venueId: string): void {
    tracked.venueId = venueId;
    tracked.venueIds.push(venueId);
    this.byVenueId.set(venueId, tracked);
  }

  /** It is found under this id as well. */
  alias(tracked: TrackedOrder, clOrdId: string): void {
    tracked.ids.push(clOrdId);
    this.byClOrdId.set(clOrdId, tracked);
  }

  unalias(clOrdId: string): void {
    this.byClOrdId.delete(clOrdId);
  }

  close(tracked: TrackedOrder): void {
    tracked.become('closed');
    if (!this.open.delete(tracked)) return;
    this.closed.push(tracked);
    if (this.closed.length > MAX_CLOSED) this.forget(this.closed.shift() as TrackedOrder);
  }

  /** It was given up, and is there after all. */
  reopen(tracked: TrackedOrder): void {
    const at = this.closed.lastIndexOf(tracked);
    if (at >= 0) this.closed.splice(at, 1);
    this.open.add(tracked);
  }

  private forget(tracked: TrackedOrder): void {
    for (const id of tracked.ids) this.byClOrdId.delete(id);
    for (const id of tracked.venueIds) this.byVenueId.delete(id);
  }
}
