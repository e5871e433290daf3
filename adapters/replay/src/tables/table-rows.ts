import { extname, join } from 'node:path';
import { ArrowFile } from '../arrow/arrow-file.js';
import { dataFormatError } from '../files/data-format.js';
import { textLines } from '../files/text-lines.js';
import { wholeFile } from '../files/whole-file.js';
import type { ColumnRef, TableSpec } from './table-spec.js';

/** One row of a table. */
export interface TableRow {
  /** The text of a column, '' where there is nothing. */
  cell(column: ColumnRef): string;
  /** DATA_FORMAT naming the file and the line or row. */
  fail(problem: string): Error;
}

type Rows = AsyncGenerator<readonly TableRow[]>;

/** The rows of one file as they stand there, some at a time. Throws DATA_FORMAT. */
export async function* fileRows(folder: string, name: string, spec: TableSpec): Rows {
  const path = join(folder, name);
  try {
    switch (extname(name.replace(/\.gz$/, ''))) {
      case '.json':
        yield* jsonRows(path, name, spec);
        break;
      case '.feather':
      case '.arrow':
        yield* arrowRows(path, name);
        break;
      default:
        yield* csvRows(path, name, spec);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw dataFormatError(name, 0, 'there is no such file');
  }
}

/** Text of values between delimiters, without quotes. */
async function* csvRows(path: string, name: string, { header, delimiter }: TableSpec): Rows {
  let columns: ReadonlyMap<string, number> | undefined;
  let width = -1;
  let number = 0;
  for await (const lines of textLines(path, name)) {
    const rows: TableRow[] = [];
    for (const line of lines) {
      const at = ++number;
      const text = at === 1 ? line.replace(/^\uFEFF/, '') : line;
      if (text.trim() === '') continue;
      const cells = text.split(delimiter).map((cell) => cell.trim());
      const fail = (problem: string): Error => dataFormatError(name, at, problem);
      if (width >= 0 && cells.length !== width) {
        // What stood before a bad line is good, and may be all that is asked for.
        yield rows;
        throw fail(`${cells.length} columns instead of ${width}`);
      }
      width = cells.length;
      if (header && columns === undefined) columns = new Map(cells.map((cell, index) => [cell, index]));
      else rows.push(listRow(cells, columns, fail));
    }
    yield rows;
  }
}

function listRow(
  cells: readonly string[],
  names: ReadonlyMap<string, number> | undefined,
  fail: TableRow['fail'],
): TableRow {
  return {
    fail,
    cell: (column) => {
      const text = cells[typeof column === 'number' ? column : (names?.get(column) ?? -1)];
      if (text === undefined) throw fail(`there is no column ${column}`);
      return text;
    },
  };
}

const PART_ROWS = 1_000;

/** A list of lists or of objects. Numbers keep the digits in which they are written. */
async function* jsonRows(path: string, name: string, { path: steps }: TableSpec): Rows {
  const text = (await wholeFile(path, name)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text, (_key, each: unknown, context?: { readonly source?: string }) =>
      typeof each === 'number' ? (context?.source ?? each) : each,
    );
  } catch (error) {
    throw dataFormatError(name, 0, `no JSON: ${(error as Error).message}`);
  }
  for (const step of steps) value = isObject(value) ? value[step] : undefined;
  if (!Array.isArray(value))
    throw dataFormatError(name, 0, `there is no list of rows at ${steps.join('.') || 'its top'}`);
  for (let from = 0; from < value.length; from += PART_ROWS) {
    yield value.slice(from, from + PART_ROWS).map((row: unknown, index) => jsonRow(row, name, from + index + 1));
  }
}

function jsonRow(row: unknown, name: string, number: number): TableRow {
  const fail = (problem: string): Error => dataFormatError(name, number, problem, 'row');
  if (typeof row !== 'object' || row === null) throw fail('is neither a list nor an object');
  return {
    fail,
    cell: (column) => {
      const value = (row as Readonly<Record<string | number, unknown>>)[column];
      if (value === null) return '';
      if (typeof value === 'string' || typeof value === 'boolean') return String(value);
      throw fail(`there is no column ${column}`);
    },
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

async function* arrowRows(path: string, name: string): Rows {
  const bytes = await wholeFile(path, name);
  const broken = (error: unknown): Error =>
    dataFormatError(name, 0, `not a readable Arrow file: ${(error as Error).message}`, 'row');
  let file: ArrowFile;
  try {
    file = new ArrowFile(bytes);
  } catch (error) {
    throw broken(error);
  }
  const columns = new Map(file.columns.map((column, index) => [column.name, index]));
  let before = 0;
  const batches = file.batches();
  for (;;) {
    let next: ReturnType<typeof batches.next>;
    try {
      next = batches.next();
    } catch (error) {
      throw broken(error);
    }
    if (next.done === true) return;
    const { rows, values } = next.value;
    for (let from = 0; from < rows; from += PART_ROWS) {
      const count = Math.min(PART_ROWS, rows - from);
      yield Array.from({ length: count }, (_, index): TableRow => {
        const row = from + index;
        const fail = (problem: string): Error => dataFormatError(name, before + row + 1, problem, 'row');
        return {
          fail,
          cell: (column) => {
            const value = values[typeof column === 'number' ? column : (columns.get(column) ?? -1)];
            if (value === undefined) throw fail(`there is no column ${column}`);
            return value(row);
          },
        };
      });
    }
    before += rows;
  }
}
