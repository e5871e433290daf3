import { fieldReader, type Raw } from '@bourseworks/venue-client';

export type { Raw } from '@bourseworks/venue-client';

export const NAME = 'alpaca';

/** Reads what Alpaca sent; throws DomainError DATA_FORMAT for what is not as it should be. */
export const fields = fieldReader({ adapter: NAME, venue: 'Alpaca' });

/** Alpaca writes numbers as text; older answers, and some fields to this day, are JSON numbers. */
const PLAIN = /^-?\d{1,30}(?:\.\d{1,30})?$/;

/** Plain decimal text of a field; undefined when it is absent, null or empty. */
export function optionalDecimal(raw: Raw, field: string): string | undefined {
  const value = raw[field];
  if (value === undefined || value === null || value === '') return undefined;
  const text = typeof value === 'number' ? String(value) : value;
  // A double in exponent form is smaller, or larger, than any quantity, price or sum of an account.
  if (typeof text === 'string' && PLAIN.test(text)) return text;
  throw fields.badData(`no decimal number in ${field}`);
}

export function listIn(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw fields.badData(`no list of ${what}`);
}

export function decimalOf(raw: Raw, field: string): string {
  const text = optionalDecimal(raw, field);
  if (text !== undefined) return text;
  throw fields.badData(`no number in ${field}`);
}

/** Undefined for a field that is absent, null or empty text. */
export function optionalText(raw: Raw, field: string): string | undefined {
  return fields.optionalText(raw, field) || undefined;
}
