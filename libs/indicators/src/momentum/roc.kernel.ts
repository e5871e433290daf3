import { numberOf, type Kernel } from '../core/definition.js';

export const rocKernel: Kernel = ([values], [percents, fractions, ratios], parameters) => {
  const length = numberOf(parameters, 'length');
  for (const output of [percents, fractions, ratios]) output.fill(NaN, 0, length);
  for (let i = length; i < values.length; i++) {
    const now = values[i];
    const then = values[i - length];
    const fraction = then === 0 ? 0 : (now - then) / then;
    percents[i] = 100 * fraction;
    fractions[i] = fraction;
    ratios[i] = then === 0 ? 0 : now / then;
  }
};
