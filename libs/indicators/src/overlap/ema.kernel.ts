import { numberOf, type Kernel } from '../core/definition.js';
import { smooth } from '../rolling/exponential-average.kernel.js';

export const emaKernel: Kernel = ([values], [averages], parameters) => {
  const length = numberOf(parameters, 'length');
  smooth(values, averages, 2 / (length + 1), parameters['seeding'] === 'sma' ? length : 1);
};
