import { parseMoney, type Money } from '@bourseworks/domain';
import { fieldReader, textOfNumber } from '@bourseworks/venue-client';
import type { CcxtNumber } from '../ccxt-exchange.js';

export const { badData, roundedUnitsOf } = fieldReader({ adapter: 'ccxt', venue: 'the exchange' });

const LEDGER_DECIMALS = 18;

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

/** Ledger money; what is finer than 10^-18 is cut. */
export function money(value: CcxtNumber): Money {
  const text = plain(value);
  const point = text.indexOf('.');
  const parsed = parseMoney(point < 0 ? text : text.slice(0, point + 1 + LEDGER_DECIMALS));
  if (parsed.ok) return parsed.value;
  throw badData('an amount that is no number');
}
