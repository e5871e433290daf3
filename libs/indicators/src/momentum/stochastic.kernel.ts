import { numberOf, wordOf, type Kernel } from '../core/definition.js';
import { averages, averageWarmup, type AverageKind } from '../overlap/moving-average.js';
import { priceRanges } from '../rolling/price-range.kernel.js';
import { quotient } from '../rolling/quotient.js';

export const stochasticKernel: Kernel = ([highs, lows, closes], [k, d, j], parameters) => {
  const length = numberOf(parameters, 'length');
  const smoothing = numberOf(parameters, 'smoothing');
  const kind = wordOf<AverageKind>(parameters, 'average');
  priceRanges(highs, lows, length, d, j);
  const fast = smoothing === 1 && kind === 'sma';
  const places = fast ? k : new Float64Array(k.length);
  places.fill(NaN, 0, length - 1);
  for (let i = length - 1; i < k.length; i++) places[i] = quotient(100 * (closes[i] - j[i]), d[i] - j[i], closes[i]);
  if (!fast) averages(kind, smoothing, places, k, length - 1);
  averages(kind, numberOf(parameters, 'signal'), k, d, length + averageWarmup(kind, smoothing) - 2);
  for (let i = 0; i < k.length; i++) j[i] = 3 * k[i] - 2 * d[i];
};
