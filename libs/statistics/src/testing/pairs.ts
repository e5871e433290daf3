import { readFileSync } from 'node:fs';
import { data } from '@bourseworks/testkit';

const tables = new Map<string, readonly (readonly string[])[]>();

function rowsOf(file: string): readonly (readonly string[])[] {
  const rows =
    tables.get(file) ??
    readFileSync(data('pairs', file), 'utf8')
      .replace(/^\uFEFF/, '')
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(','));
  tables.set(file, rows);
  return rows;
}

/** Texts of a column of a file of daily closes. */
export function texts(file: string, name: string): string[] {
  const [header, ...rows] = rowsOf(file);
  const at = header.indexOf(name);
  if (at < 0) throw new Error(`${file} has no column ${name}`);
  return rows.map((row) => row[at]);
}

export function closes(file: string, name: string): Float64Array {
  return Float64Array.from(texts(file, name), Number);
}
