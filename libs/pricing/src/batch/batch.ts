import { writeBsmGreeks } from '../greeks/black-scholes-greeks.js';
import { GREEK_COUNT } from '../greeks/greek.js';
import { bsmPrice } from '../option/black-scholes.js';
import type { OptionColumns } from '../option/european-option.js';
import type { OptionKind } from '../option/option-kind.js';
import { answered, checkRoom, rowsOf } from './columns.js';

/**
 * bsmPrice of each row into `out`. A row that bsmPrice refuses becomes NaN; the number of these is the result. Throws PRICING_INPUT
 * when the columns differ in length or `out` is too short.
 */
export function bsmPrices(columns: OptionColumns, volatility: Float64Array, out: Float64Array): number {
  const rows = rowsOf(columns, volatility);
  checkRoom(out, rows);
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
  let refused = 0;
  for (let row = 0; row < rows; row++) {
    if (answered(write, row)) continue;
    out[row] = NaN;
    refused += 1;
  }
  return refused;
}

/** As bsmPrices, with GREEK_COUNT values a row, each at its place in GREEK. */
export function bsmGreeks(columns: OptionColumns, volatility: Float64Array, out: Float64Array): number {
  const rows = rowsOf(columns, volatility);
  checkRoom(out, rows * GREEK_COUNT);
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
  let refused = 0;
  for (let row = 0; row < rows; row++) {
    if (answered(write, row)) continue;
    out.fill(NaN, row * GREEK_COUNT, (row + 1) * GREEK_COUNT);
    refused += 1;
  }
  return refused;
}
