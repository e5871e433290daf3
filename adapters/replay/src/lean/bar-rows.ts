import type { Bar, Quote } from '@bourseworks/domain';
import type { BarClock, Span } from './row-clock.js';
import { rowsOf, type Row, type RowContext } from './row.js';

const TRADE_COLUMNS = 6;
const QUOTE_COLUMNS = 11;

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

/** Rows with the time of their bars; times must not step back. */
function* timedRows(
  text: string,
  columns: number,
  context: RowContext,
  clock: BarClock,
): Generator<Span & { readonly row: Row }> {
  let previous = -Infinity;
  for (const row of rowsOf(text, columns, context)) {
    const { startUs, endUs } = clock(row);
    if (startUs <= previous) throw row.fail('the time does not follow the one before');
    previous = startUs;
    yield { row, startUs, endUs };
  }
}

/** Bars of a trade file. */
export function* tradeBars(text: string, context: RowContext, clock: BarClock): Generator<Bar> {
  for (const { row, startUs, endUs } of timedRows(text, TRADE_COLUMNS, context, clock)) {
    const prices = ohlc(row, 1);
    if (prices.low <= 0) throw row.fail('a price is not positive');
    yield { kind: 'bar', startUs, endUs, ...prices, volume: row.quantity(5), trades: -1 };
  }
}

/** Middle of two prices in units. A half unit goes up: the scale of such instruments leaves room for it. */
const middle = (bid: number, ask: number): number => Math.ceil((bid + ask) / 2);

/** Bars of the middle of bid and ask, for venues that print no trades. Rows with an empty side are left out. */
export function* middleBars(text: string, context: RowContext, clock: BarClock): Generator<Bar> {
  for (const { row, startUs, endUs } of timedRows(text, QUOTE_COLUMNS, context, clock)) {
    const bid = ohlc(row, 1);
    const ask = ohlc(row, 6);
    if (bid.low <= 0 || ask.low <= 0) continue;
    const open = middle(bid.open, ask.open);
    const close = middle(bid.close, ask.close);
    // Highs of the two sides need not coincide: their middle bounds nothing exactly, open and close must stay inside.
    const high = Math.max(middle(bid.high, ask.high), open, close);
    const low = Math.min(middle(bid.low, ask.low), open, close);
    yield { kind: 'bar', startUs, endUs, open, high, low, close, volume: 0, trades: -1 };
  }
}

/** The quote that stood at the end of each bar. */
export function* closingQuotes(text: string, context: RowContext, clock: BarClock): Generator<Quote> {
  for (const { row, endUs } of timedRows(text, QUOTE_COLUMNS, context, clock)) {
    const bid = ohlc(row, 1);
    const ask = ohlc(row, 6);
    yield {
      kind: 'quote',
      us: endUs,
      ns: 0,
      bidPrice: bid.close,
      bidQuantity: bid.close === 0 ? 0 : row.quantity(5),
      askPrice: ask.close,
      askQuantity: ask.close === 0 ? 0 : row.quantity(10),
    };
  }
}
