import { DomainError, FLAG, hasFlag, type MarketDataEvent } from '@bourseworks/domain';
import type { FeedPlan } from './feed-plan.js';

const DIGITS = /^\d+$/;

/** The number of an event; undefined if it has no place in an order. Throws DATA_FORMAT if it lacks the one that it should have. */
export function numberOf(event: MarketDataEvent, order: FeedPlan['order']): number | undefined {
  // It refers to a trade, and stands outside of their numbers.
  if (order === 'none' || hasFlag(event, FLAG.CORRECTION | FLAG.CANCELLED)) return undefined;
  const text = event.kind === 'trade' ? event.tradeId : undefined;
  const number = order === 'sequence' ? event.venueSequence : DIGITS.test(text ?? '') ? Number(text) : undefined;
  if (number !== undefined && Number.isSafeInteger(number) && number >= 0) return number;
  throw new DomainError({ code: 'DATA_FORMAT', message: `an event has no ${order}: ${text ?? ''}` });
}
