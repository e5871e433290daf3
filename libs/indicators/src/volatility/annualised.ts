import type { NumberParameter } from '../core/definition.js';

/** Volatility grows with the root of time: a bar's is multiplied by that of the bars of a year. */
export const PERIODS: NumberParameter = {
  name: 'periods',
  title: 'bars of a year; 1 leaves it for a bar',
  kind: 'number',
  minimum: 1,
  maximum: 100_000_000,
  default: 252,
};
