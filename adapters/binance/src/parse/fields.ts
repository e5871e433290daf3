import { fieldReader, type Raw } from '@bourseworks/venue-client';

export type { Raw } from '@bourseworks/venue-client';

export const read = fieldReader({ adapter: 'binance', venue: 'Binance' });

/** Whole numbers beyond what a double holds, as values of JSON: order ids of the busiest contracts have 19 digits. */
const BIG_INTEGER = /([:[,]\s*)(-?\d{16,})(?=\s*[,}\]])/g;

/** JSON whose integers of 16 and more digits become texts, so that two orders never seem one. */
export function parseExactJson(text: string): unknown {
  return JSON.parse(/\d{16}/.test(text) ? text.replace(BIG_INTEGER, '$1"$2"') : text);
}

/** A message of a stream; throws DomainError DATA_FORMAT for what is no JSON object. */
export function parseMessage(text: string): Raw {
  let value: unknown;
  try {
    value = parseExactJson(text);
  } catch {
    throw read.badData('text that is not JSON');
  }
  return read.asRaw(value, 'a message');
}

/** An id that is a number, however long, or a text. */
export function idOf(raw: Raw, field: string): string {
  const value = raw[field];
  if (typeof value === 'string' && value !== '') return value;
  if (Number.isSafeInteger(value)) return String(value);
  throw read.badData(`no id in ${field}`);
}

/** As `textOf`, but '' for what is not there, null, or empty. */
export function textOrEmpty(raw: Raw, field: string): string {
  return read.optionalText(raw, field) ?? '';
}

/** A decimal text that may be missing: '0' then. */
export function amountOrZero(raw: Raw, field: string): string {
  return textOrEmpty(raw, field) || '0';
}

export function isZero(amount: string): boolean {
  return /^0*\.?0*$/.test(amount);
}
