import { DomainError } from '@bourseworks/domain';

/** A JSON object of the venue, every field still to be doubted. */
export type Raw = Readonly<Record<string, unknown>>;

export function badData(what: string): DomainError {
  return new DomainError({ code: 'DATA_FORMAT', message: `the exchange sent ${what}`, details: { adapter: 'sim' } });
}

export function asRaw(value: unknown, what: string): Raw {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw;
  throw badData(`no object as ${what}`);
}

export function parseObject(text: string): Raw {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badData('text that is not JSON');
  }
  return asRaw(value, 'a message');
}

export function textOf(raw: Raw, field: string): string {
  const value = raw[field];
  if (typeof value === 'string') return value;
  throw badData(`no text in ${field}`);
}

export function optionalText(raw: Raw, field: string): string | undefined {
  return raw[field] === undefined ? undefined : textOf(raw, field);
}

/** A whole number of at least 0: a time, a sequence, a count. */
export function countOf(raw: Raw, field: string): number {
  const value = raw[field];
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw badData(`no whole number in ${field}`);
}

export function listOf(raw: Raw, field: string): readonly unknown[] {
  const value = raw[field];
  if (Array.isArray(value)) return value;
  throw badData(`no list in ${field}`);
}

const ZERO = 48;
const POINT = 46;
/** Fifteen digits are exact in a double whatever they are. */
const MAX_DIGITS = 15;

/**
 * Units of a non-negative decimal string at `scale` digits. Digit by digit: this runs for every price of every message,
 * where a regular expression and a bigint would cost ten times as much.
 */
export function unitsOf(value: unknown, scale: number): number {
  if (typeof value !== 'string' || value.length === 0) throw badData('a number that is no decimal string');
  let units = 0;
  let digits = 0;
  let decimals = -1;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code === POINT && decimals < 0 && i > 0) {
      decimals = 0;
      continue;
    }
    const digit = code - ZERO;
    if (digit < 0 || digit > 9) throw badData(`the number "${value.slice(0, 40)}"`);
    if (decimals === scale) {
      if (digit !== 0) throw badData(`more than ${scale} decimals in "${value.slice(0, 40)}"`);
      continue;
    }
    units = units * 10 + digit;
    if (units > 0) digits++;
    if (decimals >= 0) decimals++;
  }
  for (let left = scale - Math.max(decimals, 0); left > 0; left--) {
    units *= 10;
    if (units > 0) digits++;
  }
  if (digits > MAX_DIGITS) throw badData(`the number "${value.slice(0, 40)}", which is too large`);
  return units;
}
