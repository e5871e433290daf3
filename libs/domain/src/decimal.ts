import { MAX_UNITS } from './brand.js';
import { ok, refuse, type Result } from './result.js';

const DECIMAL = /^(-?)(\d{1,38})(?:\.(\d{1,38}))?$/;

/** Powers of ten that are exact as doubles and safe as integers. */
export const POW10: readonly number[] = Array.from({ length: 16 }, (_, n) => 10 ** n);

/**
 * Exact integer of a decimal text at `scale` digits, as bigint. Digits beyond the scale are refused unless zero:
 * rounding here would change an order without anyone knowing.
 */
export function parseDecimalBig(text: string, scale: number): Result<bigint> {
  const match = typeof text === 'string' ? DECIMAL.exec(text) : null;
  if (match === null) return refuse('NUMBER_INVALID', 'not a plain decimal number');
  const fraction = match[3] ?? '';
  const kept = fraction.slice(0, scale).padEnd(scale, '0');
  if (/[1-9]/.test(fraction.slice(scale))) {
    return refuse('NUMBER_RANGE', `more than ${scale} decimals`, { decimals: scale });
  }
  const magnitude = BigInt(match[2] + kept);
  return ok(match[1] === '-' ? -magnitude : magnitude);
}

const ZERO_CODE = 48;
const POINT_CODE = 46;

/**
 * Plain unsigned texts of at most 15 digits at the scale, which is what orders carry: no regular expression, no bigint.
 * -1 = not for this path.
 */
function parseShort(text: string, scale: number): number {
  if (typeof text !== 'string' || text.length === 0 || text.length + scale > 16) return -1;
  let value = 0;
  let point = -1;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - ZERO_CODE;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (digit === POINT_CODE - ZERO_CODE && point < 0 && i > 0) point = i;
    else return -1;
  }
  const decimals = point < 0 ? 0 : text.length - point - 1;
  if (point >= 0 && (decimals === 0 || decimals > scale)) return -1;
  const units = value * POW10[scale - decimals];
  return units <= MAX_UNITS ? units : -1;
}

/** Safe integer of a decimal text at `scale` digits, |result| <= 2^50. */
export function parseDecimal(text: string, scale: number): Result<number> {
  const short = parseShort(text, scale);
  if (short >= 0) return ok(short);
  const big = parseDecimalBig(text, scale);
  if (!big.ok) return big;
  const value = Number(big.value);
  if (Math.abs(value) > MAX_UNITS) return refuse('NUMBER_RANGE', 'the number exceeds 2^50 units', { scale });
  return ok(value);
}

/** Decimal text of an integer at `scale` digits, with all its decimals ("12.50" at scale 2). */
export function formatDecimal(units: number | bigint, scale: number): string {
  const negative = units < 0;
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0');
  const sign = negative ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Decimal text without trailing zeros, keeping at least `minDecimals` digits. */
export function trimDecimal(text: string, minDecimals = 0): string {
  const point = text.indexOf('.');
  if (point < 0) return text;
  let end = text.length;
  while (end > point + 1 + minDecimals && text[end - 1] === '0') end--;
  return end === point + 1 ? text.slice(0, point) : text.slice(0, end);
}

/** JSON number of an integer at `scale` digits: the double nearest to the decimal, used for market data only. */
export function toNumber(units: number, scale: number): number {
  return units / POW10[scale];
}

/**
 * Integer nearest to a market-data double at `scale` digits, halves away from zero. Venue files carry binary noise such
 * as 124.41876474999998; for sizes beyond the scale the nearest unit is meant.
 */
export function fromNumber(value: number, scale: number): number {
  const scaled = value * POW10[scale];
  const rounded = Math.round(Math.abs(scaled));
  // 0 - rounded, not -rounded: a tiny negative is 0, not -0.
  return scaled < 0 ? 0 - rounded : rounded;
}
