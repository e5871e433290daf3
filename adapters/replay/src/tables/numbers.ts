import { fromNumber, MAX_UNITS } from '@bourseworks/domain';
import { unitsOf } from '../files/units.js';

/** The exact integer of a price at `scale` digits; -1 where it is none, or has more decimals than the scale. */
export function exactUnits(text: string, scale: number): number {
  return unitsOf(plain(text), scale);
}

/** As exactUnits, but the nearest unit where a quantity has more decimals: 124.41876474999998 carries binary noise. */
export function nearestUnits(text: string, scale: number): number {
  const exact = exactUnits(text, scale);
  if (exact >= 0 || !/^\d+(\.\d+)?$/.test(plain(text))) return exact;
  const units = fromNumber(Number(text), scale);
  return units <= MAX_UNITS ? units : -1;
}

/** Without an exponent: `9.1e-07` is 0.00000091, to the last digit. */
function plain(text: string): string {
  const match = /^(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,2})$/.exec(text);
  if (match === null) return text;
  const [, whole, fraction = '', exponent] = match;
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  return point >= digits.length ? digits.padEnd(point, '0') : `${digits.slice(0, point)}.${digits.slice(point)}`;
}
