import { formatDecimal, trimDecimal } from '@bourseworks/domain';

/** A number as JSON, as venues write it: without zeros that tell nothing. */
export function num(units: number, scale: number): string {
  return trimDecimal(formatDecimal(units, scale));
}

/** A time with its microseconds. */
export function rfc3339(us: number): string {
  const text = new Date(Math.floor(us / 1_000)).toISOString();
  return `${text.slice(0, -1)}${String(us % 1_000).padStart(3, '0')}Z`;
}
