import { refuse, ok, type Result } from './result.js';

/**
 * A point in time: microseconds since the Unix epoch as a safe integer plus 0-999 nanoseconds. A double of epoch
 * nanoseconds would step by 256 ns.
 */
export interface Timestamp {
  readonly us: number;
  readonly ns: number;
}

/**
 * Latest time that is taken from outside, in the year 2255: safe integers end a hundred days later, which leaves room for the
 * length of a bar.
 */
export const MAX_TIME_US = 9_000_000_000_000_000;

export const US_PER_MS = 1_000;
export const US_PER_SECOND = 1_000_000;
export const US_PER_MINUTE = 60_000_000;
export const US_PER_DAY = 86_400_000_000;

export function timestamp(us: number, ns = 0): Timestamp {
  return { us, ns };
}

/** Decimal string of epoch nanoseconds, the JSON form of a time. */
export function formatNanos(us: number, ns = 0): string {
  if (us === 0) return String(ns);
  return `${us}${ns === 0 ? '000' : String(ns).padStart(3, '0')}`;
}

/** Reads a decimal string of non-negative epoch nanoseconds up to the year 2255. */
export function parseNanos(text: string): Result<Timestamp> {
  if (typeof text !== 'string' || !/^\d{1,19}$/.test(text)) {
    return refuse('NUMBER_INVALID', 'a time is a decimal string of nanoseconds since the epoch');
  }
  const cut = text.length - 3;
  const us = cut > 0 ? Number(text.slice(0, cut)) : 0;
  if (us > Number.MAX_SAFE_INTEGER) return refuse('NUMBER_RANGE', 'the time lies beyond the exact range');
  return ok({ us, ns: Number(cut > 0 ? text.slice(cut) : text) });
}

/** ISO 8601 text with microseconds, for people and logs. */
export function formatIso(us: number): string {
  const ms = Math.floor(us / US_PER_MS);
  return new Date(ms).toISOString().replace('Z', `${String(us - ms * US_PER_MS).padStart(3, '0')}Z`);
}

/** Negative, zero or positive as `a` is before, at or after `b`. */
export function compareTime(a: Timestamp, b: Timestamp): number {
  return a.us - b.us || a.ns - b.ns;
}
