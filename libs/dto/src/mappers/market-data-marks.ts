import { formatNanos, MAX_CONDITIONS, type MarketDataEvent } from '@bourseworks/domain';
import type { MarketDataItem } from '../shapes/market-data.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
/** What items and events of every kind have beside their values. */
type Marks = Pick<MarketDataItem, 'received' | 'venueSequence' | 'flags'>;

const NANOS = /^\d{1,19}$/;
const MAX_FLAGS = 2 ** 31 - 1;
const MAX_CHECKSUM = 2 ** 32 - 1;
const MAX_CONDITION_LENGTH = 32;

/** Microseconds of a time text, NaN when malformed. No object is made: this runs once per item of a stream. */
export function microseconds(text: unknown): number {
  if (typeof text !== 'string' || !NANOS.test(text)) return Number.NaN;
  return text.length > 3 ? Number(text.slice(0, -3)) : 0;
}

export const nanoseconds = (text: string): number => Number(text.slice(-3));

/** Writes what an event carries beside its values into its wire form, and returns that. */
export function marked<T extends Marks>(event: MarketDataEvent, shape: Writable<T>): T {
  const { receivedUs, receivedNs, venueSequence, flags } = event;
  if (receivedUs !== undefined) shape.received = formatNanos(receivedUs, receivedNs);
  if (venueSequence !== undefined) shape.venueSequence = venueSequence;
  if (flags !== undefined && flags !== 0) shape.flags = flags;
  return shape;
}

/** The reverse of `marked`; undefined when something of it is malformed. */
export function withMarks<T extends MarketDataEvent>(shape: Marks, event: Writable<T>): T | undefined {
  const { received, venueSequence, flags } = shape;
  if (received !== undefined) {
    const us = microseconds(received);
    if (Number.isNaN(us)) return undefined;
    event.receivedUs = us;
    const ns = nanoseconds(received);
    if (ns !== 0) event.receivedNs = ns;
  }
  if (venueSequence !== undefined) {
    if (!isWhole(venueSequence)) return undefined;
    event.venueSequence = venueSequence;
  }
  if (flags !== undefined) {
    if (!isWhole(flags, MAX_FLAGS)) return undefined;
    event.flags = flags;
  }
  return event;
}

export function isWhole(value: unknown, max = Number.MAX_SAFE_INTEGER): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= max;
}

export const isChecksum = (value: unknown): value is number => isWhole(value, MAX_CHECKSUM);

export function areConditions(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length > MAX_CONDITIONS) return false;
  return value.every((code) => typeof code === 'string' && code.length <= MAX_CONDITION_LENGTH);
}
