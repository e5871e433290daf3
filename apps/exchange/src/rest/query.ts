import { VenueError } from '../refusal.js';

/** A whole number of a query string within its bounds, or the default when it is not given. */
export function readInteger(
  text: string | undefined,
  field: string,
  min: number,
  max: number,
  fallback: number,
): number {
  if (text === undefined) return fallback;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new VenueError('BAD_REQUEST', `${field} must be a whole number from ${min} to ${max}`);
}

/** A time in microseconds since the epoch. */
export function readTime(text: string | undefined, field: string, fallback: number): number {
  return readInteger(text, field, 0, Number.MAX_SAFE_INTEGER, fallback);
}
