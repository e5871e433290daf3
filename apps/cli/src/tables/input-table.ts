import { createReadStream } from 'node:fs';
import { stdin } from 'node:process';
import { pipeline } from 'node:stream';
import { type Info, parse } from 'csv-parse';
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
  /** Where each row is in the file: the number of its line, from 1. */
  readonly lines: readonly number[];
}

/** NaN of what is no decimal number, or nothing. */
export const numberOf = (text: string): number => (text === '' || /^0[box]/i.test(text) ? NaN : Number(text));

const isNumber = (text: string): boolean => Number.isFinite(numberOf(text));

export const inputError = (message: string, details: Readonly<Record<string, string | number>>): DomainError =>
  new DomainError({ code: 'INPUT_FORMAT', message, details });

function source(path: string): NodeJS.ReadableStream {
  if (path !== STDIN) return createReadStream(path);
  if (stdin.isTTY) throw usage('there is no input', 'Give --input FILE.csv, or pipe a CSV file in.');
  return stdin;
}

/** csv-parse says where, but not in a sentence of ours; the system says which call failed. */
function readable(error: unknown, path: string): unknown {
  const { code = '', message, syscall } = error as NodeJS.ErrnoException;
  if (code.startsWith('CSV_')) return inputError(`${path} is no CSV file: ${message}`, { file: path });
  return syscall === undefined ? error : usage(`cannot read ${path}: ${message}`);
}

interface Line {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Blank lines too: in a file of one column they are values that are missing. */
async function* linesOf(path: string): AsyncGenerator<Line> {
  const parser = parse({ bom: true, trim: true, info: true, relaxColumnCount: true });
  // Whatever goes wrong with the source ends the parser too, and is thrown below.
  pipeline(source(path), parser, () => undefined);
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>)
    yield { cells: record, line: info.lines };
}

const isBlank = ({ cells }: Line): boolean => cells.length === 1 && cells[0] === '';

const SEPARATORS: Readonly<Record<string, string>> = { ';': 'semicolons', '\t': 'tabs', '|': 'bars' };

/** What another separator hides would be told as a column of a strange name. */
function checkSeparator({ cells }: Line, path: string): void {
  const separator = cells.length === 1 ? /[;\t|]/.exec(cells[0])?.[0] : undefined;
  if (separator === undefined) return;
  const message = `${path} has ${SEPARATORS[separator]} between its columns; give it commas there, and points in decimals`;
  throw inputError(message, { file: path });
}

/** A decimal comma without quotes makes one cell more, and a wrong number of the one before. */
function checkWidth({ cells, line }: Line, width: number): void {
  if (!cells.slice(width).some((cell) => cell !== '')) return;
  throw inputError(`line ${line} has ${cells.length} cells, the first line ${width}`, { line });
}

/**
 * Reads a CSV file, or standard input where `path` is `-`. Blank lines are left out; in a file of one column they are empty
 * cells, unless they are at its end.
 * @throws CliFailure when there is none; DomainError INPUT_FORMAT when it is no CSV, empty or too long
 */
export async function readTable(path: string): Promise<InputTable> {
  let names: readonly string[] | undefined;
  const rows: (readonly string[])[] = [];
  const lines: number[] = [];
  const add = ({ cells, line }: Line): void => {
    if (rows.length === MAX_ROWS) throw inputError(`${path} has more than ${MAX_ROWS} rows`, { file: path });
    rows.push(cells);
    lines.push(line);
  };
  let blanks: Line[] = [];
  try {
    for await (const one of linesOf(path)) {
      if (isBlank(one)) {
        if (names?.length === 1 && rows.length + blanks.length <= MAX_ROWS) blanks.push(one);
        continue;
      }
      if (names === undefined) {
        checkSeparator(one, path);
        const isHeaded = !one.cells.every(isNumber);
        names = isHeaded ? one.cells : one.cells.map((_, index) => String(index + 1));
        if (isHeaded) continue;
      }
      checkWidth(one, names.length);
      blanks.forEach(add);
      blanks = [];
      add(one);
    }
  } catch (error) {
    throw readable(error, path);
  }
  if (names === undefined) throw inputError(`${path} is empty`, { file: path });
  return { names, rows, lines };
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

/** A sentence about a cell that is no number; people who write decimals with a comma are told so. */
export function noNumber(line: number, column: string, text: string): DomainError {
  const hint = text.includes(',') ? '; numbers have a point for their decimals, and no commas' : '';
  return inputError(`line ${line}: ${column} is no number: '${text}'${hint}`, { line, column });
}

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
  const lines: number[] = [];
  const values: number[][] = [];
  for (const [index, row] of table.rows.entries()) {
    const numbers = columns.map((column) => read(row[column] ?? '', column));
    const bad = numbers.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) {
      kept.push(row);
      lines.push(table.lines[index]);
      values.push(numbers);
    } else if (gaps === 'refuse') {
      throw noNumber(table.lines[index], table.names[columns[bad]], row[columns[bad]] ?? '');
    }
  }
  const series = columns.map((_, k) => Float64Array.from(values, (numbers) => numbers[k]));
  return { table: { ...table, rows: kept, lines }, series };
}

const COLUMN = /^([A-Za-z]+)=(.+)$/;

/**
 * Which column of the file a series is: `value=Adj Close,volume=Qty`, or the columns of all series in their order: `High,Low`.
 * @throws CliFailure
 */
export function readColumns(text: string | undefined, series: readonly string[]): ReadonlyMap<string, string> {
  const parts = (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === series.length && !parts.some((part) => COLUMN.test(part)))
    return new Map(parts.map((column, index) => [series[index], column]));
  return new Map(
    parts.map((part) => {
      const [, name, column] = COLUMN.exec(part) ?? [];
      if (name === undefined || column === undefined || !series.includes(name)) {
        const all = series.join(', ');
        throw usage(`--columns: ${part}`, `Give SERIES=COLUMN with a series of ${all}, or a column for each of them.`);
      }
      return [name, column] as const;
    }),
  );
}
