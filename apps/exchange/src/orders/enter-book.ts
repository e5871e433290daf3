import { hasLimitPrice } from '@bourseworks/domain';
import { ORDER_FLAGS, type MatchingBook } from '@bourseworks/exchange';
import type { ClientOrder, ClientOrderTerms } from './client-order.js';

/** A stop without a limit is a market order once it is triggered. */
function flagsOf(terms: ClientOrderTerms): number {
  let flags = hasLimitPrice(terms.type) ? 0 : ORDER_FLAGS.MARKET;
  if (terms.timeInForce === 'IOC') flags |= ORDER_FLAGS.IOC;
  if (terms.timeInForce === 'FOK') flags |= ORDER_FLAGS.FOK;
  if (terms.postOnly) flags |= ORDER_FLAGS.POST_ONLY;
  return flags;
}

/** Submits a client's order, or a stop of one that is triggered, to the book of its market. */
export function enterBook(book: MatchingBook, order: ClientOrder, tag: number): void {
  const { terms, price, quantity, extras } = order;
  book.submit(terms.side === 'BUY' ? 0 : 1, flagsOf(terms), price, quantity, tag, extras.displayQty);
}
