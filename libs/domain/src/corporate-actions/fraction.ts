import { MAX_UNITS } from '../brand.js';
import { DomainError } from '../result.js';

/** An exact positive ratio n / d in lowest terms. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

export const ONE: Fraction = { n: 1n, d: 1n };

/** n / d in lowest terms; both positive. */
export function fraction(n: bigint, d: bigint): Fraction {
  let [a, b] = [n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return { n: n / a, d: d / a };
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.n, a.d * b.d);
}

export function inverse({ n, d }: Fraction): Fraction {
  return { n: d, d: n };
}

/**
 * value * ratio to the nearest whole unit, halves away from zero; what is not 0 stays at least one unit, as 0 would mean that
 * there is nothing. Beyond 2^50 units it throws NUMBER_RANGE.
 */
export function scaled(value: number, { n, d }: Fraction): number {
  if (value === 0 || n === d) return value;
  const magnitude = (2n * BigInt(Math.abs(value)) * n + d) / (2n * d);
  if (magnitude > MAX_UNITS)
    throw new DomainError({ code: 'NUMBER_RANGE', message: 'an adjusted number exceeds 2^50 units' });
  const units = Math.max(1, Number(magnitude));
  return value < 0 ? -units : units;
}

/** Fractions of splits have small terms; a ratio beyond is taken as it is written. */
const MAX_DENOMINATOR = 250n;

/**
 * The simplest ratio that a decimal of `units` / 10^`decimals` may be a rounded form of: 0.0357143 is 1/28. It is the decimal
 * itself if that is simple enough, or if no simple ratio rounds to it.
 */
export function simplestOf(units: bigint, decimals: number): Fraction {
  const scale = 10n ** BigInt(decimals);
  const written = fraction(units, scale);
  if (written.d <= MAX_DENOMINATOR) return written;
  // Rounding may have taken half a unit of the last digit.
  const digit = lastDigit(units, scale);
  const near = simplestBetween(fraction(2n * units - digit, 2n * scale), fraction(2n * units + digit, 2n * scale));
  return near.d <= MAX_DENOMINATOR ? near : written;
}

/** Weight of the last digit of `units` that is not 0. */
function lastDigit(units: bigint, scale: bigint): bigint {
  let weight = 1n;
  while (weight < scale && units % (weight * 10n) === 0n) weight *= 10n;
  return weight;
}

/** The fraction of smallest denominator in [low, high], by continued fractions. */
function simplestBetween(low: Fraction, high: Fraction): Fraction {
  const whole = low.n / low.d;
  if (whole * low.d === low.n) return { n: whole, d: 1n };
  if (whole < high.n / high.d) return { n: whole + 1n, d: 1n };
  const rest = simplestBetween({ n: high.d, d: high.n - whole * high.d }, { n: low.d, d: low.n - whole * low.d });
  return { n: whole * rest.n + rest.d, d: rest.n };
}
