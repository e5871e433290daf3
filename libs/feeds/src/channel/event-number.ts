import { DomainError, FLAG, hasFlag, type MarketDataEvent } from '@bourseworks/domain';
import type { FeedPlan } from './feed-plan.js';

/**
 * The number that an event has in an order; undefined if it has no place in it. Throws DATA_FORMAT if it should have one.
 */
export function numberOf(event: MarketDataEvent, order: FeedPlan['order']): number | undefined {
  // A correction refers to a trade, and stands outside of their numbers.
  if (order === 'none' || hasFlag(event, FLAG.CORRECTION | FLAG.CANCELLED)) return undefined;
  const text = event.kind === 'trade' ? event.tradeId : undefined;
  const number = order === 'sequence' ? event.venueSequence : wholeOf(text ?? '');
  if (number !== undefined && Number.isSafeInteger(number) && number >= 0) return number;
  throw new DomainError({ code: 'DATA_FORMAT', message: `an event has no ${order}: ${text ?? ''}` });
}

/** What a text of digits says; NaN when it is none. */
function wholeOf(text: string): number {
  let value = text === '' ? Number.NaN : 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
