import { MAX_UNITS, POW10 } from '@bourseworks/domain';

const ZERO = 48;
const POINT = 46;

/**
 * The exact integer of an unsigned decimal text at `scale` digits, e.g. "61837.63000000" at 2 = 6183763; never through a
 * float. -1 for anything else: no text, more digits than the scale unless zero, more than 2^50 units. Binance pads with zeros
 * to eight digits, which the short path of parseDecimal refuses; a feed has millions of these.
 */
export function unitsOf(text: unknown, scale: number): number {
  if (typeof text !== 'string') return -1;
  let value = 0;
  let decimals = -1;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit === POINT - ZERO && decimals < 0 && i > 0) {
      decimals = 0;
      continue;
    }
    if (digit < 0 || digit > 9) return -1;
    if (decimals < scale) {
      value = value * 10 + digit;
      if (value > MAX_UNITS) return -1;
    } else if (digit !== 0) {
      return -1;
    }
    if (decimals >= 0) decimals++;
  }
  if (text.length === 0 || decimals === 0) return -1;
  const units = value * POW10[scale - Math.min(Math.max(decimals, 0), scale)];
  return units <= MAX_UNITS ? units : -1;
}
