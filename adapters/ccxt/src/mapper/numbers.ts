import { parseMoney, type Money } from '@bourseworks/domain';
import { fieldReader, textOfNumber } from '@bourseworks/venue-client';
import type { CcxtNumber } from '../ccxt-exchange.js';

export const { badData, exactUnitsOf, roundedUnitsOf } = fieldReader({ adapter: 'ccxt', venue: 'the exchange' });

const LEDGER_DECIMALS = 18;
/** Decimal digits that a double holds whatever they are. */
const EXACT_DIGITS = 15;
const MAX_EXACT = 10 ** EXACT_DIGITS - 1;
/** Of a few additions, relative. */
const ERROR = 4 * Number.EPSILON;

/** Plain decimal text of a unified number, with its sign. */
export function plain(value: CcxtNumber): string {
  const number = typeof value === 'number' ? value : /e/i.test(value) ? Number(value) : undefined;
  if (number === undefined) return String(value);
  return (number < 0 ? '-' : '') + textOfNumber(Math.abs(number));
}

/** Units of a non-negative number; 0 for one that is not there. */
export function units(value: CcxtNumber | null | undefined, scale: number): number {
  return value === null || value === undefined ? 0 : roundedUnitsOf(plain(value), scale);
}

/**
 * Units of a number of market data, exactly: by the shortest text of a double, which is what the exchange wrote as far as a
 * double holds it. Throws DomainError DATA_FORMAT for what is finer than a unit, or has more than 15 digits.
 */
export function exactUnits(value: CcxtNumber | null | undefined, scale: number): number {
  if (value === null || value === undefined) throw badData('no number');
  return exactUnitsOf(plain(typeof value === 'number' ? withoutError(value) : value), scale, MAX_EXACT);
}

/** What ccxt computed, as a sum of amounts, without the error that a double has in its last bits: 0.1 + 0.2 is 0.3. */
function withoutError(value: number): number {
  const rounded = Number(value.toPrecision(EXACT_DIGITS));
  return Math.abs(value - rounded) <= ERROR * Math.abs(value) ? rounded : value;
}

/** Ledger money; what is finer than 10^-18 is cut. */
export function money(value: CcxtNumber): Money {
  const text = plain(value);
  const point = text.indexOf('.');
  const parsed = parseMoney(point < 0 ? text : text.slice(0, point + 1 + LEDGER_DECIMALS));
  if (parsed.ok) return parsed.value;
  throw badData('an amount that is no number');
}
