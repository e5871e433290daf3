import type { Point } from '@bourseworks/ports';
import { corrupt, unavailable } from '../../refusals.js';

/** Rows of one series. */
export interface Rows {
  readonly name: string;
  readonly tags: Readonly<Record<string, unknown>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
  /** The server had more and kept them back. */
  readonly partial: boolean;
}

/** What of it a server leaves out. */
const NO_ROWS: Rows = { name: '', tags: {}, columns: [], values: [], partial: false };

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;
const PROBLEM_LENGTH = 300;

type Json = Readonly<Record<string, unknown>>;

export function parseJson(store: string, text: string): Json {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Json;
  } catch {
    // Said below.
  }
  throw corrupt(`${store}: an answer that is no JSON: ${text.slice(0, PROBLEM_LENGTH)}`);
}

/**
 * The rows that a question of InfluxQL was answered with.
 *
 * @throws DomainError STORE_UNAVAILABLE when the server refused, STORE_CORRUPT
 */
export function rowsOf(store: string, text: string): readonly Rows[] {
  const { results, error } = parseJson(store, text);
  if (typeof error === 'string') throw unavailable(store, error.slice(0, PROBLEM_LENGTH));
  if (!Array.isArray(results)) throw corrupt(`${store}: an answer without results`);
  return (results as Json[]).flatMap((result) => {
    const problem = result['error'];
    if (typeof problem === 'string') throw unavailable(store, problem.slice(0, PROBLEM_LENGTH));
    return ((result['series'] ?? []) as Partial<Rows>[]).map((series) => ({ ...NO_ROWS, ...series }));
  });
}

/** A time comes as a text, to the nanosecond: as a number it would be rounded. */
function timeOf(text: unknown): Pick<Point, 'us' | 'ns'> | undefined {
  const [, seconds, fraction = ''] = TIME.exec(String(text)) ?? [];
  if (seconds === undefined) return undefined;
  const digits = fraction.padEnd(9, '0');
  return { us: Date.parse(`${seconds}Z`) * 1_000 + Number(digits.slice(0, 6)), ns: Number(digits.slice(6)) };
}

const isField = (value: unknown): boolean =>
  typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));

function fieldsOf(text: unknown): Point['fields'] | undefined {
  try {
    const fields: unknown = JSON.parse(String(text));
    const isPoint = typeof fields === 'object' && fields !== null && !Array.isArray(fields);
    return isPoint && Object.values(fields).every(isField) ? (fields as Point['fields']) : undefined;
  } catch {
    return undefined;
  }
}

/** @throws DomainError STORE_CORRUPT for a row that this store has not written */
export function pointOf(store: string, [time, text]: readonly unknown[]): Point {
  const at = timeOf(time);
  const fields = fieldsOf(text);
  if (at === undefined || fields === undefined)
    throw corrupt(`${store}: a row at ${String(time)} that is no point: ${String(text).slice(0, PROBLEM_LENGTH)}`);
  return { ...at, fields };
}
