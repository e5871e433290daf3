import { MAX_UNITS } from '../brand.js';
import { FLAG, hasFlag, type Bar, type Trade } from '../market-data.js';
import { DomainError } from '../result.js';
import { US_PER_DAY } from '../time.js';
import type { BarOptions } from './bar-builder.js';

/** No bars: one value, as most trades complete none. */
export const NO_BARS: readonly never[] = Object.freeze([]);

/** A setting of a builder: an integer in [min, max]; throws NUMBER_RANGE. */
export function barSetting(name: string, value: number, min: number, max: number): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new DomainError({
    code: 'NUMBER_RANGE',
    message: `${name} of a bar builder is an integer from ${min} to ${max}`,
    details: { field: name, value },
  });
}

export function lateUsOf(options: BarOptions): number {
  return barSetting('lateUs', options.lateUs ?? 0, 0, US_PER_DAY);
}

/** Whether a trade is one of its own, no word about an earlier one. */
export function isTrade(trade: Trade): boolean {
  return !hasFlag(trade, FLAG.CANCELLED | FLAG.CORRECTION);
}

/** The time of receipt of a bar that became known with a trade, if the trade has one. */
export function receiptOf({ receivedUs, receivedNs }: Trade): Pick<Bar, 'receivedUs' | 'receivedNs'> {
  if (receivedUs === undefined) return {};
  return receivedNs === undefined ? { receivedUs } : { receivedUs, receivedNs };
}

/** Throws NUMBER_RANGE for a trade without an exact time, price and quantity. */
export function checkTrade({ us, price, quantity }: Trade): void {
  if (!Number.isSafeInteger(us)) throw inexact('the time of the trade', us);
  if (!Number.isSafeInteger(price) || Math.abs(price) > MAX_UNITS) throw inexact('the price of the trade', price);
  if (!Number.isSafeInteger(quantity) || quantity < 0 || quantity > MAX_UNITS)
    throw inexact('the quantity of the trade', quantity);
}

/** Throws NUMBER_RANGE when a trade makes the volume of its bar inexact. */
export function checkVolume(volume: number, { quantity }: Trade): void {
  if (volume + quantity > Number.MAX_SAFE_INTEGER) throw inexact('the volume of the bar', volume);
}

function inexact(what: string, value: number): DomainError {
  return new DomainError({ code: 'NUMBER_RANGE', message: `${what} is beyond the exact range`, details: { value } });
}
