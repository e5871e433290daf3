import { isClosed, type Side } from '@bourseworks/domain';
import { Heap } from '../heap.js';
import type { Order } from '../order.js';

/** Open orders at one price, oldest first. `rank` is lower the better the price: of the side it belongs to. */
export class OwnLevel {
  readonly orders = new Set<Order>();
  constructor(readonly rank: number) {}
}

/** Plain data of a side. */
export type SideImage = readonly { readonly rank: number; readonly orders: readonly string[] }[];

/** Empty levels are kept until they are half of all, and this many: prices that come and go cost no rebuild each time. */
const SPARE_LEVELS = 64;

/** Ranks a price of a side: the most aggressive first, a market order before all. */
export function rankOf(side: Side, market: boolean, price: number): number {
  if (market) return -Infinity;
  return side === 'BUY' ? -price : price;
}

/** Up to which rank of the other side an order of this price reaches. */
export function reachOf(side: Side, market: boolean, price: number): number {
  if (market) return Infinity;
  return side === 'BUY' ? price : -price;
}

/** Where an order may trade at the venue: at the best of its own price and of those that replaces may have brought it. */
function workingRank({ state, doubtPx }: Order): number {
  const market = state.type === 'MARKET';
  let rank = rankOf(state.side, market, state.price);
  if (doubtPx !== 0) rank = Math.min(rank, rankOf(state.side, market, doubtPx));
  for (const { kind, price } of state.pending)
    if (kind === 'Replace') rank = Math.min(rank, rankOf(state.side, market, price));
  return rank;
}

/**
 * Own open orders of one side of an instrument by price levels. Whether any crosses is known at once; finding those costs
 * what crosses, whatever else is open.
 */
export class OwnSide {
  private readonly levels = new Map<number, OwnLevel>();
  private readonly heap = new Heap<OwnLevel>((a, b) => a.rank < b.rank);
  private empty = 0;

  /** Brings the place of an order up to date after any change of it; a held order is not at the venue. */
  settle(order: Order): void {
    const level = order.ownLevel;
    if (order.isHeld || isClosed(order.state)) {
      if (level !== undefined) this.remove(order, level);
      return;
    }
    const rank = workingRank(order);
    if (level !== undefined) {
      if (level.rank === rank) return;
      this.remove(order, level);
    }
    this.add(order, rank);
  }

  /** True when an order of the other side that reaches up to `reach` would meet one. */
  isReached(reach: number): boolean {
    for (let top = this.heap.peek(); top !== undefined; top = this.heap.peek()) {
      if (top.orders.size > 0) return top.rank <= reach;
      this.heap.pop();
      this.levels.delete(top.rank);
      this.empty--;
    }
    return false;
  }

  /** The one at the best price that is there longest; after `isReached` said that there is one. */
  first(): Order[] {
    for (const order of this.heap.peek()?.orders ?? []) return [order];
    throw new Error('no own order is reached');
  }

  /** Orders up to `reach`, best price first, then oldest first. */
  reached(reach: number): Order[] {
    const met: OwnLevel[] = [];
    this.heap.each(
      (level) => level.rank <= reach,
      (level) => met.push(level),
    );
    met.sort((a, b) => (a.rank === b.rank ? 0 : a.rank < b.rank ? -1 : 1));
    return met.flatMap((level) => [...level.orders]);
  }

  /** Orders at each price, the best first. */
  image(): SideImage {
    const held = [...this.levels.values()].filter(({ orders }) => orders.size > 0);
    held.sort((a, b) => (a.rank < b.rank ? -1 : 1));
    return held.map(({ rank, orders }) => ({ rank, orders: [...orders].map(({ clOrdId }) => clOrdId) }));
  }

  restore(image: SideImage, find: (clOrdId: string) => Order): void {
    for (const { rank, orders } of image) for (const clOrdId of orders) this.add(find(clOrdId), rank);
  }

  private add(order: Order, rank: number): void {
    let level = this.levels.get(rank);
    if (level === undefined) {
      level = new OwnLevel(rank);
      this.levels.set(rank, level);
      this.heap.push(level);
    } else if (level.orders.size === 0) this.empty--;
    level.orders.add(order);
    order.ownLevel = level;
  }

  private remove(order: Order, level: OwnLevel): void {
    level.orders.delete(order);
    order.ownLevel = undefined;
    if (level.orders.size > 0) return;
    this.empty++;
    if (this.empty < SPARE_LEVELS || this.empty * 2 < this.heap.size) return;
    this.heap.filter(({ orders }) => orders.size > 0);
    for (const [rank, { orders }] of this.levels) if (orders.size === 0) this.levels.delete(rank);
    this.empty = 0;
  }
}

/**
 * To be called before a broker's answer settles the replaces in flight of an order: a broker that is asked tells quantities,
 * not the price. Until it does, the order counts at the best price that it may have.
 */
export function doubtPrice(order: Order): void {
  const { state } = order;
  for (const { kind, price } of state.pending) {
    if (kind !== 'Replace') continue;
    const known = order.doubtPx === 0 ? state.price : order.doubtPx;
    if (rankOf(state.side, false, price) < rankOf(state.side, false, known)) order.doubtPx = price;
  }
}
