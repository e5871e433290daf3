import { PricingError } from '../errors.js';
import type { OptionColumns } from '../option/european-option.js';

/** Number of rows of columns that all have as many; else PRICING_INPUT. */
export function rowsOf(columns: OptionColumns, ...more: readonly Float64Array[]): number {
  const { kind, spot, strike, years, rate, carry } = columns;
  const rows = kind.length;
  if ([spot, strike, years, rate, carry, ...more].every(({ length }) => length === rows)) return rows;
  throw new PricingError('PRICING_INPUT', `all columns must have the same length as kind: ${rows}`);
}

/**
 * Calls `write` for each row; one that the model refuses gets NaN in its `width` places of `out`, so that it does not cost the rest.
 * The number of these; PRICING_INPUT when `out` has no room.
 */
export function writeRows(rows: number, width: number, out: Float64Array, write: (row: number) => void): number {
  if (out.length < rows * width) {
    throw new PricingError('PRICING_INPUT', `out must have ${rows * width} places or more: ${out.length}`);
  }
  let refused = 0;
  for (let row = 0; row < rows; row++) {
    try {
      write(row);
    } catch (error) {
      if (!(error instanceof PricingError)) throw error;
      out.fill(NaN, row * width, (row + 1) * width);
      refused += 1;
    }
  }
  return refused;
}
