import type { Kernel } from '../core/definition.js';
import { begunChain } from './ema-chain.kernel.js';

const combine = (first: number, second: number, third: number): number => 3 * first - 3 * second + third;

export const temaKernel: Kernel = ([values], [averages], parameters) => {
  const chain = begunChain(values, 3, parameters);
  const { alpha, warmup } = chain;
  averages.fill(NaN, 0, warmup - 1);
  if (!chain.ready) return;
  let first = chain.at(0);
  let second = chain.at(1);
  let third = chain.at(2);
  averages[warmup - 1] = combine(first, second, third);
  for (let i = warmup; i < values.length; i++) {
    first += alpha * (values[i] - first);
    second += alpha * (first - second);
    third += alpha * (second - third);
    averages[i] = combine(first, second, third);
  }
};
