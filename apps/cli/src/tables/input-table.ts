import { createReadStream } from 'node:fs';
import { stdin } from 'node:process';
import { parse } from 'csv-parse';
import { DomainError } from '@bourseworks/domain';
import { usage } from '../failure.js';

/** Of a table that is held in memory whole. */
const MAX_ROWS = 5_000_000;
/** The name of standard input on a command line. */
export const STDIN = '-';

/** A CSV file: rows of texts below the names of their columns. A file that begins with numbers has columns 1, 2, 3 … */
export interface InputTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Of the first row in the file, from 1. */
  readonly firstLine: number;
}

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

export const inputError = (message: string, details: Readonly<Record<string, string | number>>): DomainError =>
  new DomainError({ code: 'INPUT_FORMAT', message, details });

function source(path: string): NodeJS.ReadableStream {
  if (path !== STDIN) return createReadStream(path);
  if (stdin.isTTY) throw usage('there is no input', 'Give --input FILE.csv, or pipe a CSV file in.');
  return stdin;
}

/** csv-parse says where, but not in a sentence of ours. */
function readable(error: unknown, path: string): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code.startsWith('CSV_')) return inputError(`${path} is no CSV file: ${message}`, { file: path });
  if (['ENOENT', 'EACCES', 'EISDIR'].includes(code)) return usage(`cannot read ${path}: ${message}`);
  return error;
}

/**
 * Reads a CSV file, or standard input where `path` is `-`.
 * @throws CliFailure when there is none; DomainError INPUT_FORMAT when it is no CSV, empty or too long
 */
export async function readTable(path: string): Promise<InputTable> {
  const rows: string[][] = [];
  try {
    const parser = source(path).pipe(parse({ bom: true, trim: true, skipEmptyLines: true, relaxColumnCount: true }));
    for await (const row of parser as AsyncIterable<string[]>) {
      if (rows.length > MAX_ROWS) throw inputError(`${path} has more than ${MAX_ROWS} rows`, { file: path });
      rows.push(row);
    }
  } catch (error) {
    throw readable(error, path);
  }
  const [first] = rows;
  if (first === undefined) throw inputError(`${path} is empty`, { file: path });
  if (first.every(isNumber)) return { names: first.map((_, index) => String(index + 1)), rows, firstLine: 1 };
  return { names: first, rows: rows.slice(1), firstLine: 2 };
}

/** Where a column is; its name in any case. */
export function findColumn(table: InputTable, name: string): number | undefined {
  const exact = table.names.indexOf(name);
  const at = exact >= 0 ? exact : table.names.findIndex((one) => one.toLowerCase() === name.toLowerCase());
  return at >= 0 ? at : undefined;
}

/** @throws DomainError INPUT_FORMAT when there is none */
export function columnOf(table: InputTable, name: string): number {
  const at = findColumn(table, name);
  if (at !== undefined) return at;
  const columns = table.names.join(', ');
  throw inputError(`there is no column ${name}; there are ${columns}`, { column: name, columns });
}

/** What becomes of a row with something that is no number. */
export type Gaps = 'refuse' | 'skip';

/** Rows of which every wanted column is a number, and these numbers, a series for each column. */
export interface NumberRows {
  readonly table: InputTable;
  readonly series: readonly Float64Array<ArrayBuffer>[];
}

/** NaN of what is no number, or nothing. */
export const numberOf = (text: string): number => (text === '' ? NaN : Number(text));

/**
 * The numbers of some columns. A row of which one is no number is left out where `gaps` is `skip`.
 * @throws DomainError INPUT_FORMAT for such a row when it is `refuse`
 */
export function numbersOf(
  table: InputTable,
  columns: readonly number[],
  gaps: Gaps,
  read: (text: string, column: number) => number = numberOf,
): NumberRows {
  const kept: (readonly string[])[] = [];
  const values: number[][] = [];
  for (const [index, row] of table.rows.entries()) {
    const numbers = columns.map((column) => read(row[column] ?? '', column));
    const bad = numbers.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) {
      kept.push(row);
      values.push(numbers);
    } else if (gaps === 'refuse') {
      const line = table.firstLine + index;
      const column = table.names[columns[bad]] ?? String(columns[bad] + 1);
      throw inputError(`line ${line}: ${column} is no number: '${row[columns[bad]] ?? ''}'`, { line, column });
    }
  }
  const series = columns.map((_, k) => Float64Array.from(values, (numbers) => numbers[k]));
  return { table: { ...table, rows: kept }, series };
}

const COLUMN = /^([A-Za-z]+)=(.+)$/;

/** `value=Adj Close,volume=Qty`: which column of the file a series is. @throws CliFailure */
export function readColumns(text: string | undefined, series: readonly string[]): ReadonlyMap<string, string> {
  const parts = (text ?? '').split(',').filter((part) => part.trim() !== '');
  return new Map(
    parts.map((part) => {
      const [, name, column] = COLUMN.exec(part.trim()) ?? [];
      if (name === undefined || column === undefined || !series.includes(name))
        throw usage(`--columns: ${part.trim()}`, `Give SERIES=COLUMN with a series of ${series.join(', ')}.`);
      return [name, column] as const;
    }),
  );
}
