import { numberOf, type Kernel } from '../core/definition.js';
import { movingMoments } from '../rolling/rolling-moments.kernel.js';

export const bollingerBandsKernel: Kernel = ([values], [middles, uppers, lowers, places, widths], parameters) => {
  const deviations = numberOf(parameters, 'deviations');
  movingMoments(values, numberOf(parameters, 'length'), middles, uppers);
  for (let i = 0; i < values.length; i++) {
    const middle = middles[i];
    const half = deviations * Math.sqrt(uppers[i]);
    const upper = middle + half;
    const lower = middle - half;
    uppers[i] = upper;
    lowers[i] = lower;
    places[i] = (values[i] - lower) / (upper - lower);
    widths[i] = (upper - lower) / middle;
  }
};
