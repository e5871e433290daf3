/** Fifteen digits are exact in a double whatever they are. */
const FIFTEEN_DIGITS = 999_999_999_999_999;
const ZERO = 48;
const POINT = 46;

export type UnitsProblem = 'no number' | 'too fine' | 'too large';

/**
 * Units of a non-negative decimal text at `scale` digits, at most `max` (up to 2^53 - 1). Digit by digit: this runs for every
 * price of every message, where a regular expression and a bigint would cost ten times as much.
 */
export function unitsOfText(value: string, scale: number, max = FIFTEEN_DIGITS): number | UnitsProblem {
  let units = 0;
  let decimals = -1;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code === POINT && decimals < 0 && i > 0) {
      decimals = 0;
      continue;
    }
    const digit = code - ZERO;
    if (digit < 0 || digit > 9) return 'no number';
    if (decimals === scale) {
      if (digit !== 0) return 'too fine';
      continue;
    }
    units = units * 10 + digit;
    if (decimals >= 0) decimals++;
  }
  for (let left = scale - Math.max(decimals, 0); left > 0; left--) units *= 10;
  // Beyond 2^53 they are not exact any more, but never fall below it again.
  return units > max ? 'too large' : units;
}

const PARTS = /^(\d{1,30})(?:\.(\d{1,30}))?$/;

/** As `unitsOfText`, but what is finer than a unit is rounded to the nearest, halves up: for averages, never for orders. */
export function roundedUnitsOfText(value: string, scale: number): number | UnitsProblem {
  const parts = PARTS.exec(value);
  if (parts === null) return 'no number';
  const fraction = parts[2] ?? '';
  const kept = unitsOfText(`${parts[1]}.${fraction.slice(0, scale)}`, scale);
  return typeof kept === 'number' && (fraction[scale] ?? '0') >= '5' ? kept + 1 : kept;
}

/**
 * Plain decimal text of a non-negative JSON number: the shortest text that reads back as the same double is what the venue
 * wrote, where arithmetic on the double would bring in its binary error.
 */
export function textOfNumber(value: number): string {
  const text = String(value);
  const at = text.indexOf('e');
  if (at < 0) return text;
  const [whole, fraction = ''] = text.slice(0, at).split('.');
  const exponent = Number(text.slice(at + 1));
  if (exponent < 0) return `0.${'0'.repeat(-exponent - whole.length)}${whole}${fraction}`;
  return whole + fraction.padEnd(exponent, '0');
}
