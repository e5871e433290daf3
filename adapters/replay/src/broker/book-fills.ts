import { hasLimitPrice } from '@bourseworks/domain';
import type { Offer, ShownBook } from './shown-book.js';
import type { PaperOrder } from './paper-order.js';

/**
 * The fills that a book gives an order, taken from it. An order that comes to the market takes the levels of the other side,
 * best first, each at its price: one fill a level, up to the limit. A limit order that waited fills when the other side
 * reaches its limit or better, at its limit (it was there first), for what the book shows there. Trades at its price do not
 * fill it: they were the turn of somebody before it. FOK takes all or nothing.
 */
export function bookFills({ terms, resting, leavesQty }: PaperOrder, shown: ShownBook): Offer[] {
  const { side, price: limit, timeInForce } = terms;
  const offers = shown.offers(side, hasLimitPrice(terms.type) ? limit : undefined, leavesQty);
  const quantity = offers.reduce((sum, offer) => sum + offer.quantity, 0);
  if (quantity === 0 || (timeInForce === 'FOK' && quantity < leavesQty)) return [];
  for (const offer of offers) shown.take(side, offer);
  return resting ? [{ price: limit, quantity }] : offers;
}

/** Orders in the order in which a venue serves them: those that wait before those that come, the better price first. */
export function inTurn(orders: PaperOrder[]): readonly PaperOrder[] {
  if (orders.length < 2) return orders;
  // The sort is stable: equals stay in order of arrival. Between the sides it does not matter.
  return orders.sort((a, b) => Number(b.resting) - Number(a.resting) || (a.resting ? ahead(b) - ahead(a) : 0));
}

const ahead = ({ terms }: PaperOrder): number => (terms.side === 'BUY' ? terms.price : -terms.price);
