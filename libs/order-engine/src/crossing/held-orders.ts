import type { Side } from '@bourseworks/domain';
import { Heap } from '../heap.js';
import type { Order } from '../order.js';

/** Held orders of one account in one instrument at one adapter, oldest first. */
export class HeldPool {
  readonly account: HeldAccount;
  private readonly buys = new Set<Order>();
  private readonly sells = new Set<Order>();

  constructor(account: HeldAccount) {
    this.account = account;
  }

  side(side: Side): Set<Order> {
    return side === 'BUY' ? this.buys : this.sells;
  }

  opposite(side: Side): ReadonlySet<Order> {
    return side === 'BUY' ? this.sells : this.buys;
  }
}

/** When a hold ends, as it was when this was noted: stale once the order is held anew, or no longer. */
interface Due {
  readonly order: Order;
  readonly untilUs: number;
  readonly since: number;
}

const earlier = (a: Due, b: Due): boolean => (a.untilUs !== b.untilUs ? a.untilUs < b.untilUs : a.since < b.since);
const isStale = ({ order, since }: Due): boolean => order.heldPool === undefined || order.heldSince !== since;

/** Stale entries wait for their end, but no more of them than there are orders, and these. */
const SPARE_ENTRIES = 64;

/** Held orders of one account. */
export class HeldAccount {
  readonly id: string;
  private readonly due = new Heap<Due>(earlier);
  private readonly pools = new Map<string, Map<string, HeldPool>>();
  private count = 0;

  constructor(id: string) {
    this.id = id;
  }

  get size(): number {
    return this.count;
  }

  pool(adapter: string, instrumentKey: string): HeldPool | undefined {
    return this.pools.get(adapter)?.get(instrumentKey);
  }

  add(order: Order): void {
    const pool = this.open(order.adapter, order.instrument.key);
    pool.side(order.state.side).add(order);
    order.heldPool = pool;
    this.count++;
    this.note(order);
  }

  /** Behind all others of its side, with a hold of its own from now on. */
  moveBack(order: Order, pool: HeldPool): void {
    const side = pool.side(order.state.side);
    side.delete(order);
    side.add(order);
    this.note(order);
  }

  remove(order: Order, pool: HeldPool): void {
    pool.side(order.state.side).delete(order);
    order.heldPool = undefined;
    this.count--;
  }

  /** The order whose hold ends first. */
  first(): Order | undefined {
    for (let due = this.due.peek(); due !== undefined; due = this.due.peek()) {
      if (!isStale(due)) return due.order;
      this.due.pop();
    }
    return undefined;
  }

  image(): AccountImage {
    const pools = [...this.pools].flatMap(([adapter, instruments]) =>
      [...instruments].map(([instrument, pool]) => ({
        adapter,
        instrument,
        buys: idsOf(pool.side('BUY')),
        sells: idsOf(pool.side('SELL')),
      })),
    );
    return { id: this.id, pools };
  }

  restore({ pools }: AccountImage, find: (clOrdId: string) => Order): void {
    for (const { adapter, instrument, buys, sells } of pools) {
      this.open(adapter, instrument);
      for (const clOrdId of [...buys, ...sells]) this.add(find(clOrdId));
    }
  }

  private open(adapter: string, instrumentKey: string): HeldPool {
    let instruments = this.pools.get(adapter);
    if (instruments === undefined) this.pools.set(adapter, (instruments = new Map()));
    let pool = instruments.get(instrumentKey);
    if (pool === undefined) instruments.set(instrumentKey, (pool = new HeldPool(this)));
    return pool;
  }

  private note(order: Order): void {
    this.due.push({ order, untilUs: order.heldUntilUs, since: order.heldSince });
    if (this.due.size > 2 * this.count + SPARE_ENTRIES) this.due.filter((due) => !isStale(due));
  }
}

/** Plain data of the held orders of one account: their ids, oldest first. */
interface AccountImage {
  readonly id: string;
  readonly pools: readonly {
    readonly adapter: string;
    readonly instrument: string;
    readonly buys: readonly string[];
    readonly sells: readonly string[];
  }[];
}

const idsOf = (orders: Iterable<Order>): string[] => [...orders].map(({ clOrdId }) => clOrdId);

/** All held orders: on their way through the engine, not at the broker. Built up by records, live and in a replay alike. */
export class HeldOrders {
  private readonly byAccount = new Map<string, HeldAccount>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  accounts(): IterableIterator<HeldAccount> {
    return this.byAccount.values();
  }

  add(order: Order): void {
    this.account(order.account).add(order);
    this.count++;
  }

  remove(order: Order, pool: HeldPool): void {
    pool.account.remove(order, pool);
    this.count--;
  }

  /** Accounts in their order, those that hold nothing any more included: holds end in it. */
  image(): AccountImage[] {
    return [...this.byAccount.values()].map((account) => account.image());
  }

  restore(accounts: readonly AccountImage[], find: (clOrdId: string) => Order): void {
    for (const image of accounts) {
      const account = this.account(image.id);
      account.restore(image, find);
      this.count += account.size;
    }
  }

  private account(id: string): HeldAccount {
    let account = this.byAccount.get(id);
    if (account === undefined) this.byAccount.set(id, (account = new HeldAccount(id)));
    return account;
  }
}
