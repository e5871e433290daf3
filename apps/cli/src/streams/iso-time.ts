import { formatIso, parseNanos } from '@bourseworks/domain';

/** Fields of the wire shapes that hold epoch nanoseconds. */
const TIME_FIELDS: ReadonlySet<string> = new Set([
  'time',
  'start',
  'end',
  'received',
  'venueTime',
  'since',
  'sentTime',
  'expireTime',
  'startTime',
  'endTime',
]);

/** ISO 8601 in UTC with as many digits as the time has: milliseconds, microseconds or nanoseconds. Else as it came. */
export function isoOf(nanos: string): string {
  const parsed = parseNanos(nanos);
  if (!parsed.ok) return nanos;
  const { us, ns } = parsed.value;
  const iso = formatIso(us);
  if (ns !== 0) return iso.replace('Z', `${String(ns).padStart(3, '0')}Z`);
  return us % 1_000 === 0 ? iso.replace(/000Z$/, 'Z') : iso;
}

/** The same object with its times for people. */
export function withIsoTimes<T extends object>(shape: T): T {
  const entries = Object.entries(shape).map(([name, value]) => [
    name,
    TIME_FIELDS.has(name) && typeof value === 'string' ? isoOf(value) : (value as unknown),
  ]);
  return Object.fromEntries(entries) as T;
}

/** Time of day for a line that changes all the time: `09:30:00.123`. */
export const clockOf = (nanos: string): string => isoOf(nanos).slice(11, 23);
