import { MAX_TIME_US, MAX_UNITS, type Instrument, type Timestamp } from '@bourseworks/domain';
import { fieldReader, parseExactJson, rfc3339, textOfNumber, type Raw } from '@bourseworks/venue-client';

export type { Raw } from '@bourseworks/venue-client';

export const read = fieldReader({ adapter: 'kraken', venue: 'Kraken' });

/** All that reading a message takes of an instrument. */
export type Scales = Pick<Instrument, 'priceScale' | 'qtyScale'>;

/** When a message came. */
export interface Receipt {
  readonly receivedUs: number;
  readonly receivedNs: number;
}

/** Throws DomainError DATA_FORMAT for what is no JSON. */
export function parseFrame(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    throw read.badData('text that is not JSON');
  }
}

/** Units of a price. */
export function priceOf(value: unknown, { priceScale }: Scales): number {
  return read.exactUnitsOf(value, priceScale, MAX_UNITS);
}

/** Units of what was traded. */
export function quantityOf(value: unknown, { qtyScale }: Scales): number {
  return read.exactUnitsOf(value, qtyScale, MAX_UNITS);
}

/** Units of a sum: of the orders of a level, of the trades of a bar. */
export function totalOf(value: unknown, { qtyScale }: Scales): number {
  return read.exactUnitsOf(value, qtyScale, Number.MAX_SAFE_INTEGER);
}

/** Price and quantity of a trade: more than nothing. */
export function tradedOf(price: unknown, quantity: unknown, scales: Scales): { price: number; quantity: number } {
  const traded = { price: priceOf(price, scales), quantity: quantityOf(quantity, scales) };
  if (traded.price > 0 && traded.quantity > 0) return traded;
  throw read.badData('a trade of nothing');
}

const SECONDS = /^(\d{1,10})(?:\.(\d{1,9}))?$/;

/** Seconds since the epoch, as a text or a number, with up to nine decimals. */
export function secondsOf(value: unknown): Timestamp {
  const text = typeof value === 'number' && value >= 0 ? textOfNumber(value) : value;
  const match = typeof text === 'string' ? SECONDS.exec(text) : null;
  if (match === null) throw read.badData('a time that is no number of seconds');
  const fraction = (match[2] ?? '').padEnd(9, '0');
  const us = Number(match[1]) * 1_000_000 + Number(fraction.slice(0, 6));
  if (us > MAX_TIME_US) throw read.badData('a time that is too late');
  return { us, ns: Number(fraction.slice(6)) };
}

/** RFC 3339 time of a field; that of receipt where the venue tells none. */
export function timeOr(raw: Raw, field: string, { receivedUs, receivedNs }: Receipt): Timestamp {
  const text = read.optionalText(raw, field);
  if (text === undefined) return { us: receivedUs, ns: receivedNs };
  const time = rfc3339(text);
  if (time !== undefined) return time;
  throw read.badData(`no time in ${field}`);
}

/** A checksum of 32 bits, as a number or its text; undefined when there is none. */
export function checksumOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const sum = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  if (typeof sum === 'number' && Number.isInteger(sum) && sum >= 0 && sum < 2 ** 32) return sum;
  throw read.badData('a checksum that is none');
}
