import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { data } from '@bourseworks/testkit';
import { endingAt, printed } from './printed.js';
import type { Printed } from './vector.js';

/** The folders that the vectors are in. */
export const FOLDERS = ['skender-indicators', 'lean-indicators', 'tulip-vectors', 'ta4j-indicators'] as const;

/** Columns of a table by their names, as texts. */
export interface Table {
  readonly rows: number;
  column(name: string): readonly string[];
  /** As numbers; NaN where there is none. */
  numbers(name: string): Float64Array<ArrayBuffer>;
  printed(name: string): Printed;
}

function tableOf(place: string, names: readonly string[], rows: readonly (readonly string[])[]): Table {
  const column = (name: string): readonly string[] => {
    const at = names.indexOf(name);
    if (at < 0) throw new Error(`${place} has no column ${name}; it has ${names.join(', ')}`);
    return rows.map((row) => row[at] ?? '');
  };
  return {
    rows: rows.length,
    column,
    numbers: (name) => printed(column(name)).values,
    printed: (name) => printed(column(name)),
  };
}

/** A CSV file of the reference data with a header; LEAN's and ta4j's have no quotes. */
export function readCsv(path: string): Table {
  const lines = readFileSync(data(path), 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const [header, ...rest] = lines.filter((line) => line !== '').map((line) => line.split(','));
  return tableOf(
    path,
    header.map((name) => name.trim()),
    rest,
  );
}

/** Skender's input, 502 days of SPY, and the second series of those that take two. */
export const skenderQuotes = (name: 'default' | 'compare' = 'default'): Table =>
  readCsv(`skender-indicators/quotes/${name}.csv`);

/** One of Skender's results by its name, such as `sma`; JSON has all digits. */
export function skenderResult(name: string): Table {
  const path = `skender-indicators/results/${name}.standard.json.gz`;
  const rows = JSON.parse(gunzipSync(readFileSync(data(path))).toString()) as Record<string, number | string | null>[];
  const names = Object.keys(rows[0]);
  const cell = (value: number | string | null | undefined): string => String(value ?? '');
  return tableOf(
    path,
    names,
    rows.map((row) => names.map((key) => cell(row[key]))),
  );
}

/** One case of Tulip's: options, inputs and outputs, each as long as the inputs. */
export interface TulipCase {
  readonly file: string;
  readonly name: string;
  readonly options: readonly number[];
  readonly inputs: readonly Float64Array[];
  readonly outputs: readonly Printed[];
}

const arrayOf = (line: string): readonly string[] =>
  line
    .replaceAll(/[{};]/g, '')
    .split(',')
    .map((text) => text.trim());

/**
 * All cases of an indicator in atoz.txt (a textbook's, 3 to 4 digits) and extra.txt (spreadsheets); `inputs` says how many
 * of the arrays are inputs.
 */
export function tulipCases(name: string, inputs: number): TulipCase[] {
  return ['atoz.txt', 'extra.txt'].flatMap((file) =>
    readFileSync(data(`tulip-vectors/${file}`), 'utf8')
      .split(/\r?\n\s*\r?\n/)
      .map((block) => block.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#')))
      .filter((lines) => lines[0]?.trim().split(/\s+/)[0] === name)
      .map(([head, ...arrays]) => {
        const all = arrays.map((line) => printed(arrayOf(line)));
        const length = all[0].values.length;
        return {
          file: `tulip-vectors/${file}`,
          name,
          options: head.trim().split(/\s+/).slice(1).map(Number),
          inputs: all.slice(0, inputs).map((one) => one.values),
          outputs: all.slice(inputs).map((one) => endingAt(length, one)),
        };
      }),
  );
}
