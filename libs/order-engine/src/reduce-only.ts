import { formatDecimal, leavesOf, trimDecimal, type Side } from '@bourseworks/domain';
import type { Denial } from './context.js';
import { MANUAL } from './dedupe/command-log.js';
import type { EngineState } from './engine-state.js';
import type { Order } from './order.js';

interface Reducer {
  readonly account: string;
  readonly strategy: string;
  readonly instrument: string;
  readonly side: Side;
}

/** All strategies of an account together; no strategy has such an id. */
const EVERY = '*';
const keyOf = (account: string, strategy: string, instrument: string, side: Side): string =>
  `${account}|${strategy}|${instrument}|${side}`;

/** Quantity that open reduce-only orders may still take, of each strategy and of each account; kept as orders change. */
export class OpenReducers {
  private readonly taken = new Map<string, number>();

  /** `change` in units; negative when it is released. */
  add({ account, strategy, instrument, state }: Order, change: number): void {
    this.change(keyOf(account, strategy, instrument.key, state.side), change);
    this.change(keyOf(account, EVERY, instrument.key, state.side), change);
  }

  of({ account, strategy, instrument, side }: Reducer): number {
    return this.taken.get(keyOf(account, strategy === MANUAL ? EVERY : strategy, instrument, side)) ?? 0;
  }

  image(): ReadonlyMap<string, number> {
    return this.taken;
  }

  restore(image: ReadonlyMap<string, number>): void {
    for (const [key, quantity] of image) this.taken.set(key, quantity);
  }

  private change(key: string, change: number): void {
    const now = (this.taken.get(key) ?? 0) + change;
    if (now === 0) this.taken.delete(key);
    else this.taken.set(key, now);
  }
}

/** A strategy reduces its own position; a person, whose orders are those of the account, the position of the account. */
function held({ portfolio }: EngineState, { account, strategy, instrument }: Reducer): number {
  if (strategy === MANUAL) return portfolio.accountQuantity(account, instrument);
  return portfolio.position(account, strategy, instrument)?.quantity ?? 0;
}

function reducible(state: EngineState, order: Reducer): number {
  const position = held(state, order);
  return Math.max(0, order.side === 'SELL' ? position : -position);
}

/** Both take from what `order` may reduce, and the other one is not only held until its own trigger. */
function takesBeside(order: Order, other: Order): boolean {
  const { account, strategy, instrument, state, leg } = order;
  if (other === order || !other.reduceOnly || other.trigger !== undefined || other.account !== account) return false;
  if (strategy !== MANUAL && other.strategy !== strategy) return false;
  if (other.instrument.key !== instrument.key || other.state.side !== state.side) return false;
  // Of siblings only one is meant to fill.
  return leg === undefined || !leg.isSibling || other.leg?.list !== leg.list || !other.leg.isSibling;
}

/**
 * How much of a reduce-only order, that was held inside until now, may still go out: in whole lots, 0 when that is less than
 * can be ordered. The position may be smaller than when the order was accepted. Stops that wait for their own triggers do
 * not count, or of two the first would protect nothing.
 */
export function stillReducible(state: EngineState, order: Order): number {
  const { account, strategy, instrument } = order;
  const { side } = order.state;
  const reducer = { account, strategy, instrument: instrument.key, side };
  const quantity = leavesOf(order.state);
  const most = reducible(state, reducer);
  if (quantity + state.reducers.of(reducer) - order.reservedQty <= most) return quantity;
  let taken = 0;
  for (const other of state.open) if (takesBeside(order, other)) taken += other.reservedQty;
  const left = Math.min(quantity, Math.max(0, most - taken));
  if (left === quantity) return quantity;
  const lots = left - (left % instrument.lotSize);
  return lots < instrument.minQuantity ? 0 : lots;
}

/**
 * Denies a reduce-only order unless it, with all open reduce-only orders of its side, takes no more than is held: each of
 * two at once could be within the position, and both together open the other side. `quantity` is what the order would have
 * open, `own` what it has open already (replaces), in units.
 */
export function checkReduceOnly(
  state: EngineState,
  order: Reducer,
  quantity: number,
  own: number,
  qtyScale: number,
): Denial | undefined {
  const most = reducible(state, order);
  const total = quantity + state.reducers.of(order) - own;
  if (total <= most) return undefined;
  const limit = trimDecimal(formatDecimal(most, qtyScale));
  const observed = trimDecimal(formatDecimal(total, qtyScale));
  return {
    code: 'RISK_REDUCE_ONLY',
    reason: `${order.side} ${observed} with all open reduce-only orders, of ${limit} that can be reduced`,
    limit,
    observed,
    ruleVersion: 0,
    scope: order.strategy === MANUAL ? 'account' : 'strategy',
    scopeId: order.strategy === MANUAL ? order.account : order.strategy,
  };
}
