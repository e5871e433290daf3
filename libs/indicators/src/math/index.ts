import type { Definition } from '../core/definition.js';
import { arithmeticOperations } from './arithmetic.js';
import { elementwiseFunctions } from './elementwise.js';
import { lag } from './lag.js';
import { max } from './max.js';
import { minMax } from './min-max.js';
import { min } from './min.js';
import { sum } from './sum.js';

export { Arithmetic } from './arithmetic.js';
export { Elementwise } from './elementwise.js';
export { Lag } from './lag.js';
export { Max } from './max.js';
export { MinMax } from './min-max.js';
export { Min } from './min.js';
export { Sum } from './sum.js';

/** Arithmetic on series, as building blocks. */
export const math: readonly Definition[] = [
  ...elementwiseFunctions,
  ...arithmeticOperations,
  lag,
  max,
  minMax,
  min,
  sum,
];
