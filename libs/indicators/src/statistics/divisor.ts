import type { ChoiceParameter } from '../core/definition.js';

/** population: sums of squares are divided by n. sample: by n - 1. */
export type Divisor = 'population' | 'sample';

export const DIVISOR: ChoiceParameter = {
  name: 'divisor',
  title: 'divides by n (population) or by n - 1 (sample)',
  kind: 'choice',
  choices: ['population', 'sample'],
  default: 'population',
};
