import { fromNumber, MAX_UNITS, POW10, type Instrument } from '@bourseworks/domain';
import { dataFormatError } from '../files/data-format.js';

/** Equity files give prices in deci-cents: integers of 10^-4 of the currency. */
const DECI_CENT_SCALE = 4;

/** What is needed to read the rows of one file. */
export interface RowContext {
  /** Of messages: the path below the data root. */
  readonly file: string;
  readonly instrument: Instrument;
}

/** One row of a file: cells as numbers, 0 where empty. */
export class Row {
  constructor(
    private readonly context: RowContext,
    readonly line: number,
    private readonly cells: readonly string[],
  ) {}

  fail(problem: string): Error {
    return dataFormatError(this.context.file, this.line, problem);
  }

  text(column: number): string {
    return this.cells[column];
  }

  /** A price in units of the instrument; 0 when the cell is empty. */
  price(column: number): number {
    const { assetClass, priceScale } = this.context.instrument;
    const value = this.number(column);
    if (assetClass === 'equity') return this.bounded(value * POW10[priceScale - DECI_CENT_SCALE]);
    return this.bounded(fromNumber(value, priceScale));
  }

  /** A quantity in units of the instrument. Sizes may carry binary noise (124.41876474999998): the nearest unit is meant. */
  quantity(column: number): number {
    return this.bounded(fromNumber(this.number(column), this.context.instrument.qtyScale));
  }

  private number(column: number): number {
    const text = this.cells[column];
    const value = text === '' ? 0 : Number(text);
    if (!Number.isFinite(value) || value < 0) throw this.fail(`column ${column + 1} is no number`);
    return value;
  }

  private bounded(units: number): number {
    if (!Number.isInteger(units) || units > MAX_UNITS) throw this.fail('a number is outside the exact range');
    return units;
  }
}

/** Rows of a text, lazily, in file order. Throws DATA_FORMAT where one has not exactly so many columns. */
export function* rowsOf(text: string, columns: number, context: RowContext): Generator<Row> {
  let line = 0;
  for (let from = 0; from < text.length;) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    const content = text.slice(from, end).trimEnd();
    from = end + 1;
    line++;
    if (content === '') continue;
    const cells = content.split(',');
    const row = new Row(context, line, cells);
    if (cells.length !== columns) throw row.fail(`${cells.length} columns instead of ${columns}`);
    yield row;
  }
}
