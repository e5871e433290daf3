import type { Kernel } from '../core/definition.js';
import { begunChain } from './ema-chain.kernel.js';

const combine = (first: number, second: number): number => 2 * first - second;

export const demaKernel: Kernel = ([values], [averages], parameters) => {
  const chain = begunChain(values, 2, parameters);
  const { alpha, warmup } = chain;
  averages.fill(NaN, 0, warmup - 1);
  if (!chain.ready) return;
  let first = chain.at(0);
  let second = chain.at(1);
  averages[warmup - 1] = combine(first, second);
  for (let i = warmup; i < values.length; i++) {
    first += alpha * (values[i] - first);
    second += alpha * (first - second);
    averages[i] = combine(first, second);
  }
};
