import type { Quote, Trade } from '@bourseworks/domain';
import type { LocalDay } from '../files/local-day.js';
import { tickUs } from './row-clock.js';
import { rowsOf, type Row, type RowContext } from './row.js';
import { conditionBits, quoteRemarks, tradeRemarks, type Remarks } from './sale-conditions.js';

/** time, price, size; equities have exchange, condition, suspicious behind. */
const TRADE_COLUMNS = 3;
const EQUITY_TRADE_COLUMNS = 6;
/** time, bid, bid size, ask, ask size; equities have exchange, condition, suspicious behind, currencies no sizes. */
const QUOTE_COLUMNS = 5;
const EQUITY_QUOTE_COLUMNS = 8;
const FOREX_QUOTE_COLUMNS = 3;

/** Rows with their times, which may be equal but must not step back. */
function* timedRows(
  text: string,
  columns: number,
  context: RowContext,
  day: LocalDay,
): Generator<{ readonly row: Row; readonly us: number }> {
  let previous = -Infinity;
  for (const row of rowsOf(text, columns, context)) {
    const us = tickUs(row, day);
    if (us < previous) throw row.fail('the time is before the one before');
    previous = us;
    yield { row, us };
  }
}

/** Every trade of a file, those too that no bar counts: see their flags. */
export function* tickTrades(text: string, context: RowContext, day: LocalDay): Generator<Trade> {
  const equity = context.instrument.assetClass === 'equity';
  for (const { row, us } of timedRows(text, equity ? EQUITY_TRADE_COLUMNS : TRADE_COLUMNS, context, day)) {
    const price = row.price(1);
    const quantity = row.quantity(2);
    if (price === 0 || quantity === 0) throw row.fail('the trade has no price or no size');
    yield { kind: 'trade', us, ns: 0, price, quantity, ...(equity && remarksOf(row, 4, tradeRemarks)) };
  }
}

/** The best bid and ask after every row of a file. */
export function tickQuotes(text: string, context: RowContext, day: LocalDay): Generator<Quote> {
  if (context.instrument.assetClass === 'equity') return oneSidedQuotes(text, context, day);
  return bothSides(text, context, day, context.instrument.assetClass === 'forex');
}

/**
 * A row of an equity states one side; the other stands as it was, from the file's first row of it on. A suspicious row is told
 * with its flag and then forgotten: it is no price to go on from.
 */
function* oneSidedQuotes(text: string, context: RowContext, day: LocalDay): Generator<Quote> {
  let best = { bidPrice: 0, bidQuantity: 0, askPrice: 0, askQuantity: 0 };
  for (const { row, us } of timedRows(text, EQUITY_QUOTE_COLUMNS, context, day)) {
    const [bidPrice, askPrice] = [row.price(1), row.price(3)];
    if (bidPrice > 0 === askPrice > 0) throw row.fail('the row has not exactly one side');
    const told =
      bidPrice > 0
        ? { ...best, bidPrice, bidQuantity: row.quantity(2) }
        : { ...best, askPrice, askQuantity: row.quantity(4) };
    yield { kind: 'quote', us, ns: 0, ...told, ...remarksOf(row, 6, quoteRemarks) };
    if (row.text(7) !== '1') best = told;
  }
}

function* bothSides(text: string, context: RowContext, day: LocalDay, forex: boolean): Generator<Quote> {
  const columns = forex ? FOREX_QUOTE_COLUMNS : QUOTE_COLUMNS;
  for (const { row, us } of timedRows(text, columns, context, day)) {
    const [bidPrice, askPrice] = [row.price(1), row.price(forex ? 2 : 3)];
    const [bidQuantity, askQuantity] = forex ? [0, 0] : [row.quantity(2), row.quantity(4)];
    yield { kind: 'quote', us, ns: 0, bidPrice, bidQuantity, askPrice, askQuantity };
  }
}

type RemarksOf = (code: string, bits: number, suspicious: boolean) => Remarks;

/** Condition and suspicious, from a column on. */
function remarksOf(row: Row, column: number, remarks: RemarksOf): Remarks {
  const code = row.text(column);
  const bits = conditionBits(code);
  const suspicious = row.text(column + 1);
  if (bits === undefined || (suspicious !== '0' && suspicious !== '1'))
    throw row.fail('condition or suspicious is no number of its kind');
  return remarks(code, bits, suspicious === '1');
}
