import { readTime } from '../arguments/parsers.js';
import { findColumn, numberOf, type InputTable } from './input-table.js';

const NAMES = ['time', 'timestamp', 'date', 'datetime', 'start'] as const;
/** The year 5138 in seconds, 1973 in milliseconds: from there on it is the next finer unit. */
const STEP = 1e11;
/** Microseconds of a second, a millisecond, a microsecond and a nanosecond. */
const UNITS_US = [1e6, 1e3, 1, 1e-3] as const;

/** Where the times of the rows are; undefined where nothing is called so. */
export function timeColumn(table: InputTable): number | undefined {
  return NAMES.map((name) => findColumn(table, name)).find((at) => at !== undefined);
}

/** Microseconds of ISO 8601 (UTC unless it has a zone), or of seconds, milliseconds, microseconds or nanoseconds; else NaN. */
export function timeUs(text: string): number {
  const number = numberOf(text);
  if (!Number.isFinite(number)) return readTime(text.replace(' ', 'T'), NaN) ?? NaN;
  const finer = Math.floor(Math.log10(Math.abs(number) / STEP) / 3) + 1;
  return Math.round(number * UNITS_US[Math.min(3, Math.max(0, finer))]);
}
