import { Heap } from '../heap.js';
import type { StateHasher } from '../state-hasher.js';
import type { ListLeg, OrderList } from './order-list.js';

interface Retry {
  readonly leg: ListLeg;
  readonly us: number;
}

/** Retries that were overtaken wait for their time, but no more of them than this beside those in force. */
const SPARE_RETRIES = 1_000;

/**
 * Lists that are known, built up by records, live and in a replay alike. Beside them, volatile: which are to be looked at
 * again because something of them changed. After a replay these are all that may have been cut between record and deed.
 */
export class OrderLists {
  private readonly byId = new Map<string, OrderList>();
  /** To be settled. */
  readonly due = new Set<OrderList>();
  /** To be settled once their account takes orders again. */
  private readonly stalled = new Set<OrderList>();
  private readonly retries = new Heap<Retry>((a, b) => a.us < b.us);

  get(id: string): OrderList | undefined {
    return this.byId.get(id);
  }

  get size(): number {
    return this.byId.size;
  }

  all(): IterableIterator<OrderList> {
    return this.byId.values();
  }

  add(list: OrderList): void {
    this.byId.set(list.id, list);
    this.due.add(list);
  }

  touch(list: OrderList): void {
    this.due.add(list);
  }

  stall(list: OrderList): void {
    this.due.delete(list);
    this.stalled.add(list);
  }

  /** An account takes orders again. */
  resume(): void {
    for (const list of this.stalled) this.due.add(list);
    this.stalled.clear();
  }

  retryAt(leg: ListLeg): void {
    this.retries.push({ leg, us: leg.retryUs });
    if (this.retries.size > SPARE_RETRIES) this.retries.filter(isCurrent);
  }

  /** When something is to be done without anything happening, microseconds; 0 = now. */
  nextUs(): number | undefined {
    if (this.due.size > 0) return 0;
    return this.nextRetry()?.us;
  }

  /** Makes lists due whose denied orders are to be tried again. */
  takeRetries(nowUs: number): void {
    for (let next = this.nextRetry(); next !== undefined && next.us <= nowUs; next = this.nextRetry()) {
      this.retries.pop();
      this.due.add(next.leg.list);
    }
  }

  /** An order of it was forgotten. */
  forget(list: OrderList): void {
    if (--list.known > 0) return;
    this.byId.delete(list.id);
    this.due.delete(list);
    this.stalled.delete(list);
  }

  hash(hasher: StateHasher): void {
    for (const list of this.byId.values()) list.hash(hasher);
  }

  private nextRetry(): Retry | undefined {
    for (let next = this.retries.peek(); next !== undefined; next = this.retries.peek()) {
      if (isCurrent(next)) return next;
      this.retries.pop();
    }
    return undefined;
  }
}

const isCurrent = ({ leg, us }: Retry): boolean => leg.retryUs === us && leg.denials > 0 && leg.open.length > 0;
