import { DomainError, MAX_UNITS, POW10, type Timestamp } from '@bourseworks/domain';

/** A JSON object of the venue, every field still to be doubted. */
export type Raw = Readonly<Record<string, unknown>>;

export function badData(what: string): DomainError {
  return new DomainError({ code: 'DATA_FORMAT', message: `Alpaca sent ${what}`, details: { adapter: 'alpaca' } });
}

export function asRaw(value: unknown, what: string): Raw {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw;
  throw badData(`no object as ${what}`);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badData('text that is not JSON');
  }
}

export function textOf(raw: Raw, field: string): string {
  const value = raw[field];
  if (typeof value === 'string') return value;
  throw badData(`no text in ${field}`);
}

function numberOf(raw: Raw, field: string): number {
  const value = raw[field];
  if (typeof value === 'number' && value >= 0) return value;
  throw badData(`no number in ${field}`);
}

/** Digits of a number and how many of them are decimals: 0.00035 is 35 with 5. */
function digitsOf(value: number): { readonly digits: string; readonly decimals: number } {
  const [mantissa, exponent = '0'] = String(value).split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  return { digits: whole + fraction, decimals: fraction.length - Number(exponent) };
}

/**
 * Units of a non-negative JSON number at `scale` digits, by its decimal text: the shortest text that reads back as the
 * same double is what the venue wrote, where multiplying the double would bring in its binary error. What is finer than
 * a unit is rounded to the nearest, halves up.
 */
export function unitsOf(raw: Raw, field: string, scale: number): number {
  const value = numberOf(raw, field);
  let units: number;
  if (Number.isInteger(value)) {
    units = value * POW10[scale];
  } else {
    const { digits, decimals } = digitsOf(value);
    const cut = decimals - scale;
    if (cut <= 0) units = Number(digits) * POW10[-cut];
    else units = Number(digits.slice(0, -cut)) + ((digits.at(-cut) ?? '0') >= '5' ? 1 : 0);
  }
  if (units <= MAX_UNITS) return units;
  throw badData(`the number ${value} in ${field}, which is too large`);
}

/** Units of a size. What was there does not vanish by rounding: a positive size is at least one unit. */
export function sizeOf(raw: Raw, field: string, scale: number): number {
  return Math.max(unitsOf(raw, field, scale), raw[field] === 0 ? 0 : 1);
}

/** Units of a price that must be there. */
export function priceOf(raw: Raw, field: string, scale: number): number {
  const units = unitsOf(raw, field, scale);
  if (units > 0) return units;
  throw badData(`no price in ${field}`);
}

const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** A time of RFC 3339 text with up to nine decimals, exactly. */
export function timeOf(raw: Raw, field: string): Timestamp {
  const match = RFC3339.exec(textOf(raw, field));
  if (match === null) throw badData(`no time in ${field}`);
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((group) => Number(match[group]));
  const date = new Date(Date.UTC(year, month - 1, day));
  // Date.UTC turns 31 February into March.
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) throw badData(`no date in ${field}`);
  const east = match[8] === undefined ? 0 : (Number(match[9]) * 60 + Number(match[10])) * (match[8] === '+' ? 1 : -1);
  const seconds = date.getTime() / 1_000 + hour * 3_600 + (minute - east) * 60 + second;
  const fraction = (match[7] ?? '').padEnd(9, '0');
  return { us: seconds * 1_000_000 + Number(fraction.slice(0, 6)), ns: Number(fraction.slice(6)) };
}
