import { numberOf, type Kernel } from '../core/definition.js';
import { smooth } from '../rolling/exponential-average.kernel.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { trueRangeOf } from '../rolling/true-range-of.js';

export const atrKernel: Kernel = ([highs, lows, closes], [averages, percents], parameters) => {
  const length = numberOf(parameters, 'length');
  const from = Math.min(parameters['first'] === 'range' ? 0 : 1, averages.length);
  averages.fill(NaN, 0, from);
  if (from === 0 && averages.length > 0) averages[0] = highs[0] - lows[0];
  for (let i = 1; i < averages.length; i++) averages[i] = trueRangeOf(highs[i], lows[i], closes[i - 1]);
  const ranges = averages.subarray(from);
  if (parameters['average'] === 'simple') meansOf(ranges, length);
  else smooth(ranges, ranges, 1 / length, length);
  for (let i = 0; i < averages.length; i++) percents[i] = closes[i] === 0 ? NaN : (100 * averages[i]) / closes[i];
};

/** In the place of the ranges. */
function meansOf(ranges: Float64Array, length: number): void {
  const window = new RollingSum(length);
  for (let i = 0; i < ranges.length; i++) {
    window.update(ranges[i]);
    ranges[i] = window.ready ? window.mean : NaN;
  }
}
