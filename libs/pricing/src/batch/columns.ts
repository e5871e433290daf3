import { PricingError } from '../errors.js';
import type { OptionColumns } from '../option/european-option.js';

/** Number of rows of columns that all have as many; else PRICING_INPUT. */
export function rowsOf(columns: OptionColumns, ...more: readonly Float64Array[]): number {
  const { kind, spot, strike, years, rate, carry } = columns;
  const rows = kind.length;
  if ([spot, strike, years, rate, carry, ...more].every(({ length }) => length === rows)) return rows;
  throw new PricingError('PRICING_INPUT', `all columns must have the same length as kind: ${rows}`);
}

/** `out` has at least `size` places; else PRICING_INPUT. */
export function checkRoom(out: Float64Array, size: number): void {
  if (out.length >= size) return;
  throw new PricingError('PRICING_INPUT', `out must have ${size} places or more: ${out.length}`);
}

/** False for a row that the model refuses, so that one bad row does not cost the rest. */
export function answered(write: (row: number) => void, row: number): boolean {
  try {
    write(row);
    return true;
  } catch (error) {
    if (error instanceof PricingError) return false;
    throw error;
  }
}
