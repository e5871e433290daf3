import { NO_INSTRUCTIONS, type Bar, type OrderTerms } from '@bourseworks/domain';
import type { BarFill } from './fill-price.js';
import type { ShownBook } from './shown-book.js';

const stopOf = ({ instructions = NO_INSTRUCTIONS }: OrderTerms): number => instructions.stopPrice;

const isReached = (terms: OrderTerms, price: number): boolean =>
  terms.side === 'BUY' ? price >= stopOf(terms) : price <= stopOf(terms);

/**
 * Where a bar triggers a stop, if it does: at the open when that is at the trigger or beyond, else at the trigger when the
 * bar reaches it, at the end of the bar: it is not known earlier.
 */
export function barTrigger(terms: OrderTerms, bar: Bar): BarFill | undefined {
  if (isReached(terms, bar.open)) return { price: bar.open, us: bar.startUs };
  const far = terms.side === 'BUY' ? bar.high : bar.low;
  return isReached(terms, far) ? { price: stopOf(terms), us: bar.endUs } : undefined;
}

/**
 * What the same bar gives a stop that it triggered: where it was triggered, unless a limit forbids that. Such an order waits
 * for the next bar, since nobody knows what of this one came after the trigger.
 */
export function triggeredFill(terms: OrderTerms, trigger: BarFill): BarFill | undefined {
  if (terms.type !== 'STOP_LIMIT') return trigger;
  const isWithin = terms.side === 'BUY' ? trigger.price <= terms.price : trigger.price >= terms.price;
  return isWithin ? trigger : undefined;
}

/** Whether the side of the book that a stop would trade against is at its trigger or beyond. */
export function shownTrigger(terms: OrderTerms, shown: ShownBook): boolean {
  const [best] = shown.offers(terms.side, undefined, 1);
  return best !== undefined && isReached(terms, best.price);
}
