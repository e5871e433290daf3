import { DomainError, FLAG, hasFlag, type MarketDataEvent } from '@bourseworks/domain';
import type { StreamMark } from '@bourseworks/ports';
import type { FeedPlan } from './feed-plan.js';

const DIGITS = /^\d+$/;

/** The number of an event in an order; undefined if it has no place in it. Throws DATA_FORMAT if it should have one. */
export function numberOf(event: MarketDataEvent, order: FeedPlan['order']): number | undefined {
  // It refers to a trade, and stands outside of their numbers.
  if (order === 'none' || hasFlag(event, FLAG.CORRECTION | FLAG.CANCELLED)) return undefined;
  const text = event.kind === 'trade' ? event.tradeId : undefined;
  const number = order === 'sequence' ? event.venueSequence : DIGITS.test(text ?? '') ? Number(text) : undefined;
  if (number !== undefined && Number.isSafeInteger(number) && number >= 0) return number;
  throw new DomainError({ code: 'DATA_FORMAT', message: `an event has no ${order}: ${text ?? ''}` });
}

/** Whether an event was published before the stream went on here: by its number, as long as its time is not above. */
export function isKnown(event: MarketDataEvent, after: StreamMark | undefined): boolean {
  if (after === undefined) return false;
  if (event.kind === 'bar') return event.startUs <= after.us;
  if (event.us > after.us) return false;
  const { tradeId = '' } = after;
  const id = event.kind === 'trade' ? (event.tradeId ?? '') : '';
  return !DIGITS.test(id) || !DIGITS.test(tradeId) || Number(id) <= Number(tradeId);
}
