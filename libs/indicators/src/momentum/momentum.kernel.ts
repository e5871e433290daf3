import { numberOf, type Kernel } from '../core/definition.js';

export const momentumKernel: Kernel = ([values], [changes], parameters) => {
  const length = numberOf(parameters, 'length');
  changes.fill(NaN, 0, length);
  for (let i = length; i < values.length; i++) changes[i] = values[i] - values[i - length];
};
