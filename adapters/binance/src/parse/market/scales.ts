import { MAX_TIME_US, type Instrument } from '@bourseworks/domain';
import { read } from '../fields.js';

/** Decimals of the integers that a message is read into. */
export type Scales = Pick<Instrument, 'priceScale' | 'qtyScale'>;

/** Binance tells times in milliseconds. */
export const US_PER_MS = 1_000;

/** A time of the venue. Throws DomainError DATA_FORMAT for one beyond MAX_TIME_US. */
export function usOfMs(ms: number): number {
  const us = ms * US_PER_MS;
  if (us <= MAX_TIME_US) return us;
  throw read.badData('a time that is too late');
}
