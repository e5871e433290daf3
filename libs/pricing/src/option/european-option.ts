import type { OptionKind } from './option-kind.js';

/** A European option and its market, in the units of bsmPrice. */
export interface EuropeanOption {
  readonly kind: OptionKind;
  readonly spot: number;
  readonly strike: number;
  readonly years: number;
  readonly rate: number;
  /** Cost of carry; the rate when left out, as for a stock without dividends. */
  readonly carry?: number;
  readonly volatility: number;
}

/** Options in columns of the same length, one row an option, in the units of bsmPrice. */
export interface OptionColumns {
  readonly kind: Int8Array;
  readonly spot: Float64Array;
  readonly strike: Float64Array;
  readonly years: Float64Array;
  readonly rate: Float64Array;
  readonly carry: Float64Array;
}
