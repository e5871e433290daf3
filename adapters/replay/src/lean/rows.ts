import {
  fromNumber,
  MAX_UNITS,
  POW10,
  US_PER_MINUTE,
  type Bar,
  type Instrument,
  type Quote,
} from '@bourseworks/domain';
import { dataFormatError } from '../market-data/data-format.js';
import type { LocalDay } from './local-day.js';

const MS_PER_DAY = 86_400_000;
const TRADE_COLUMNS = 6;
const QUOTE_COLUMNS = 11;
/** Equity files give prices in deci-cents: integers of 10^-4 of the currency. */
const DECI_CENT_SCALE = 4;

/** What is needed to read the rows of one file. */
export interface RowContext {
  /** Of messages: the path below the data root. */
  readonly file: string;
  readonly day: LocalDay;
  readonly instrument: Instrument;
}

/** One row of a file: cells as numbers, NaN where empty. */
class Row {
  constructor(
    private readonly context: RowContext,
    readonly line: number,
    private readonly cells: readonly string[],
  ) {}

  fail(problem: string): Error {
    return dataFormatError(this.context.file, this.line, problem);
  }

  /** Start of the bar. Old files write the milliseconds as `60000.0`. */
  startUs(): number {
    const ms = this.number(0);
    if (!Number.isInteger(ms) || ms < 0 || ms >= MS_PER_DAY) throw this.fail('the time is no millisecond of the day');
    return this.context.day.toUtcUs(ms);
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

interface Ohlc {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

function ohlc(row: Row, column: number): Ohlc {
  const bar = {
    open: row.price(column),
    high: row.price(column + 1),
    low: row.price(column + 2),
    close: row.price(column + 3),
  };
  const { open, high, low, close } = bar;
  if (low > open || low > close || high < open || high < close)
    throw row.fail('the prices are not within high and low');
  return bar;
}

/** Rows of a text, lazily, in file order; times must not step back. */
function* rowsOf(text: string, columns: number, context: RowContext): Generator<{ row: Row; startUs: number }> {
  let line = 0;
  let previous = -Infinity;
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
    const startUs = row.startUs();
    if (startUs <= previous) throw row.fail('the time does not follow the one before');
    previous = startUs;
    yield { row, startUs };
  }
}

/** Minute bars of a trade file. */
export function* tradeBars(text: string, context: RowContext): Generator<Bar> {
  for (const { row, startUs } of rowsOf(text, TRADE_COLUMNS, context)) {
    const prices = ohlc(row, 1);
    if (prices.low <= 0) throw row.fail('a price is not positive');
    yield { kind: 'bar', startUs, endUs: startUs + US_PER_MINUTE, ...prices, volume: row.quantity(5), trades: -1 };
  }
}

/** Middle of two prices in units. A half unit goes up: the scale of such instruments leaves room for it. */
const middle = (bid: number, ask: number): number => Math.ceil((bid + ask) / 2);

/** Minute bars of the middle of bid and ask, for venues that print no trades. Rows with an empty side are left out. */
export function* middleBars(text: string, context: RowContext): Generator<Bar> {
  for (const { row, startUs } of rowsOf(text, QUOTE_COLUMNS, context)) {
    const bid = ohlc(row, 1);
    const ask = ohlc(row, 6);
    if (bid.low <= 0 || ask.low <= 0) continue;
    const open = middle(bid.open, ask.open);
    const close = middle(bid.close, ask.close);
    // Highs of the two sides need not coincide: their middle bounds nothing exactly, open and close must stay inside.
    const high = Math.max(middle(bid.high, ask.high), open, close);
    const low = Math.min(middle(bid.low, ask.low), open, close);
    yield { kind: 'bar', startUs, endUs: startUs + US_PER_MINUTE, open, high, low, close, volume: 0, trades: -1 };
  }
}

/** The quote that stood at the end of each minute. */
export function* closingQuotes(text: string, context: RowContext): Generator<Quote> {
  for (const { row, startUs } of rowsOf(text, QUOTE_COLUMNS, context)) {
    const bid = ohlc(row, 1);
    const ask = ohlc(row, 6);
    yield {
      kind: 'quote',
      us: startUs + US_PER_MINUTE,
      ns: 0,
      bidPrice: bid.close,
      bidQuantity: bid.close === 0 ? 0 : row.quantity(5),
      askPrice: ask.close,
      askQuantity: ask.close === 0 ? 0 : row.quantity(10),
    };
  }
}
