import type { Order } from '../order.js';
import type { ListLeg } from './order-list.js';

/** Sets what an order reserves: units, 10^-4 of the currency, and whether it counts as an open order. */
export type Reserve = (order: Order, quantity: number, notional: number) => void;

function needs({ open }: ListLeg, quantity: number, notional: number): { quantity: number; notional: number } {
  const sum = { quantity, notional };
  for (const { neededQty, neededNotional } of open) {
    sum.quantity += neededQty;
    sum.notional += neededNotional;
  }
  return sum;
}

/**
 * Reservations of siblings as a function of what each needs: together they reserve the larger need, quantity and notional
 * each for itself. The first leg reserves all it needs, the second what it needs beyond that.
 */
export function reserveSiblings(first: ListLeg, second: ListLeg, reserve: Reserve): void {
  let { quantity, notional } = needs(first, 0, 0);
  for (const order of first.open) reserve(order, order.neededQty, order.neededNotional);
  for (const order of second.open) {
    const coveredQty = Math.min(quantity, order.neededQty);
    const coveredNotional = Math.min(notional, order.neededNotional);
    quantity -= coveredQty;
    notional -= coveredNotional;
    reserve(order, order.neededQty - coveredQty, order.neededNotional - coveredNotional);
  }
}

/** What the reservation grows by when an order of a leg needs more by these amounts. */
export function addedReservation(
  leg: ListLeg | undefined,
  quantity: number,
  notional: number,
): { quantity: number; notional: number } {
  if (leg === undefined || !leg.isSibling || !leg.list.sharesReservation) return { quantity, notional };
  const other = leg.list.siblings.find((one) => one !== leg);
  if (other === undefined) return { quantity, notional };
  const [mine, grown, theirs] = [needs(leg, 0, 0), needs(leg, quantity, notional), needs(other, 0, 0)];
  return {
    quantity: Math.max(grown.quantity, theirs.quantity) - Math.max(mine.quantity, theirs.quantity),
    notional: Math.max(grown.notional, theirs.notional) - Math.max(mine.notional, theirs.notional),
  };
}
