import { writeBsmGreeks } from '../greeks/black-scholes-greeks.js';
import { GREEK_COUNT } from '../greeks/greek.js';
import { bsmImpliedVolatility } from '../implied/implied-volatility.js';
import { bsmPrice } from '../option/black-scholes.js';
import type { OptionColumns } from '../option/european-option.js';
import type { OptionKind } from '../option/option-kind.js';
import { rowsOf, writeRows } from './columns.js';

/**
 * bsmPrice of each row into `out`. A row that bsmPrice refuses becomes NaN; the number of these is the result. Throws PRICING_INPUT
 * when the columns differ in length or `out` is too short.
 */
export function bsmPrices(columns: OptionColumns, volatility: Float64Array, out: Float64Array): number {
  const rows = rowsOf(columns, volatility);
  const { kind, spot, strike, years, rate, carry } = columns;
  const write = (row: number): void => {
    const price = bsmPrice(
      kind[row] as OptionKind,
      spot[row],
      strike[row],
      years[row],
      rate[row],
      carry[row],
      volatility[row],
    );
    out[row] = price;
  };
  return writeRows(rows, 1, out, write);
}

/** As bsmPrices, with GREEK_COUNT values a row, each at its place in GREEK. */
export function bsmGreeks(columns: OptionColumns, volatility: Float64Array, out: Float64Array): number {
  const rows = rowsOf(columns, volatility);
  const { kind, spot, strike, years, rate, carry } = columns;
  const write = (row: number): void =>
    writeBsmGreeks(
      out,
      row * GREEK_COUNT,
      kind[row] as OptionKind,
      spot[row],
      strike[row],
      years[row],
      rate[row],
      carry[row],
      volatility[row],
    );
  return writeRows(rows, GREEK_COUNT, out, write);
}

/** bsmImpliedVolatility of each row and its price, as bsmPrices: NaN where the price allows none. */
export function bsmImpliedVolatilities(columns: OptionColumns, price: Float64Array, out: Float64Array): number {
  const rows = rowsOf(columns, price);
  const { kind, spot, strike, years, rate, carry } = columns;
  const write = (row: number): void => {
    const volatility = bsmImpliedVolatility(
      kind[row] as OptionKind,
      price[row],
      spot[row],
      strike[row],
      years[row],
      rate[row],
      carry[row],
    );
    out[row] = volatility;
  };
  return writeRows(rows, 1, out, write);
}
