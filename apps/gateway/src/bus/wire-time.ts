import { expectOk, formatNanos, parseNanos } from '@bourseworks/domain';

/** Whole milliseconds of a time on the wire. */
export function wholeMillis(nanos: string): number {
  return Math.floor(expectOk(parseNanos(nanos)).us / 1_000);
}

/** Milliseconds with their fraction: what the sockets and the REST API speak. */
export function millisOf(nanos: string): number {
  const { us } = expectOk(parseNanos(nanos));
  return us / 1_000;
}

/** A time on the wire from milliseconds. */
export function nanosOf(millis: number): string {
  return formatNanos(Math.floor(millis * 1_000));
}
