import { readFileSync } from 'node:fs';
import { data } from '@bourseworks/testkit';
import type { Printed, Vector } from './vector.js';
import { sheetsOf, type Sheet } from './xls/workbook.js';

/** The columns of a sheet's table by their titles: the rows after the one that begins with `Date`, without remarks among them. */
function columnsOf(file: string): (title: string) => Float64Array<ArrayBuffer> {
  const [sheet] = sheetsOf(readFileSync(data(file)));
  const rows = Array.from({ length: sheet.rows }, (_, row) => row);
  const head = rows.find((row) => sheet.cell(row, 0) === 'Date');
  if (head === undefined) throw new Error(`${file} has no row that begins with Date`);
  const filled = rows.filter((row) => row > head && typeof sheet.cell(row, 0) === 'number');
  return (title) => {
    const column = columnOf(sheet, head, title);
    return Float64Array.from(filled, (row) => {
      const cell = sheet.cell(row, column);
      return typeof cell === 'number' ? cell : NaN;
    });
  };
}

function columnOf(sheet: Sheet, row: number, title: string): number {
  for (let column = 0; column < 256; column++) if (sheet.cell(row, column) === title) return column;
  throw new Error(`the sheet has no column ${title}`);
}

/** Spreadsheets keep doubles. */
const exact = (values: Float64Array<ArrayBuffer>): Printed => ({ values, unit: 0 });

interface Row {
  readonly file: string;
  readonly column: string;
  readonly indicator: string;
  readonly parameters: Vector['parameters'];
  readonly output?: string;
  readonly from?: number;
  readonly deviation?: string;
}

const PARTIAL = 'takes what there is while the window is not full; ours is unknown until then';

const ROWS: readonly Row[] = [
  { file: 'EMA.xls', column: 'EMA', indicator: 'ema', parameters: { length: 13, seeding: 'first' } },
  { file: 'SMA.xls', column: 'SMA', indicator: 'sma', parameters: { length: 13 }, from: 12, deviation: PARTIAL },
  {
    file: 'RSI.xls',
    column: 'RSI',
    indicator: 'rsi',
    parameters: { length: 13, smoothing: 'zero' },
    from: 1,
    deviation: 'is 0 at the first value, before there is a change',
  },
  {
    file: 'AAPL_StochRSI.xls',
    column: 'RSI',
    indicator: 'rsi',
    parameters: { length: 14, smoothing: 'zero' },
    from: 1,
    deviation: 'is 0 at the first value, before there is a change',
  },
  {
    file: 'AAPL_StochRSI.xls',
    column: 'StochRSI*100',
    indicator: 'stochastic-rsi',
    parameters: { length: 14, window: 14, smoothing: 'zero' },
    output: 'k',
    from: 14,
    deviation: PARTIAL,
  },
];

/** ta4j's spreadsheets; its CSV files are with the averages that they are of. */
export const ta4jVectors = (): Vector[] =>
  ROWS.map(({ file, column, indicator, parameters, output = 'value', from, deviation }): Vector => {
    const path = `ta4j-indicators/${file}`;
    const columns = columnsOf(path);
    return {
      source: 'ta4j',
      file: path,
      indicator,
      parameters,
      inputs: [columns('Close')],
      expected: { [output]: exact(columns(column)) },
      from,
      deviation,
    };
  });
