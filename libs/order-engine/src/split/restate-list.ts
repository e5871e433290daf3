import type { Instrument } from '@bourseworks/domain';
import type { OrderList } from '../contingent/order-list.js';
import { filledBySiblings } from '../contingent/sizes.js';
import type { Order } from '../order.js';
import { restatedQty, restatedTerms, type Ratio } from './units.js';

/** What the exits of a list may fill together. */
const baseOf = ({ entry, siblings }: OrderList): number => entry?.cumQty ?? siblings[0]?.terms.quantity ?? 0;

/**
 * Restates what a list counts, and what it makes further orders of, after a split. What is left to be exited is rounded as a
 * position is, whatever was filled in how many parts. `ahead`: its orders that the broker restated already.
 */
export function restateList(list: OrderList, instrument: Instrument, ratio: Ratio, ahead: readonly Order[]): void {
  const { legs, entry, siblings } = list;
  const left = baseOf(list) - filledBySiblings(list);
  const listedBefore = entry?.cumQty ?? 0;
  for (const leg of legs) {
    if (leg.terms.instrument !== instrument.key) continue;
    let before = leg.cumQty;
    let now = 0;
    for (const { leg: of, state, units } of ahead) {
      if (of !== leg) continue;
      before -= units?.cumQty ?? 0;
      now += state.cumQty;
    }
    leg.cumQty = restatedQty(before, ratio) + now;
    const { quantity, ...terms } = restatedTerms(leg.terms, ratio, instrument);
    // The whole that others follow in a ratio is not nothing.
    leg.terms = { ...terms, quantity: leg.terms.quantity === 0 ? 0 : Math.max(1, quantity) };
  }
  // All siblings, and the entry that they follow, are of one instrument.
  if (siblings[0]?.terms.instrument === instrument.key) {
    const base = filledBySiblings(list) + restatedQty(left, ratio);
    if (entry !== undefined) entry.cumQty = base;
    else for (const leg of siblings) leg.terms = { ...leg.terms, quantity: base };
  }
  list.overshoot = restatedQty(list.overshoot, ratio);
  if (entry?.terms.instrument === instrument.key)
    list.cancelledCum = list.cancelledCum === listedBefore ? entry.cumQty : restatedQty(list.cancelledCum, ratio);
}
