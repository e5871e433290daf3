import type { Kernel } from '../core/definition.js';
import { begunChain } from '../overlap/ema-chain.kernel.js';

export const trixKernel: Kernel = ([values], [changes, averages], parameters) => {
  const chain = begunChain(values, 3, parameters);
  const { alpha, warmup } = chain;
  averages.fill(NaN, 0, warmup - 1);
  changes.fill(NaN, 0, warmup);
  if (!chain.ready) return;
  let first = chain.at(0);
  let second = chain.at(1);
  let third = chain.at(2);
  averages[warmup - 1] = third;
  for (let i = warmup; i < values.length; i++) {
    const before = third;
    first += alpha * (values[i] - first);
    second += alpha * (first - second);
    third += alpha * (second - third);
    averages[i] = third;
    changes[i] = before === 0 ? 0 : (100 * (third - before)) / before;
  }
};
