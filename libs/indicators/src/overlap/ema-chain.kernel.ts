import { numberOf, wordOf, type ParameterValues } from '../core/definition.js';
import { EmaChain, type ChainSeeding } from './ema-chain.js';

/** A chain by the parameters `length` and `seeding` that was told values until all its averages are known, or there are no more. */
export function begunChain(values: Float64Array, depth: number, parameters: ParameterValues): EmaChain {
  const chain = new EmaChain(numberOf(parameters, 'length'), depth, wordOf<ChainSeeding>(parameters, 'seeding'));
  const begun = Math.min(chain.warmup, values.length);
  for (let i = 0; i < begun; i++) chain.update(values[i]);
  return chain;
}
