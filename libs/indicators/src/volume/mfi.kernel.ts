import { numberOf, type Kernel } from '../core/definition.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Of sums of turnover. */
export const mfiOf = (rises: number, falls: number): number => (falls === 0 ? 100 : (100 * rises) / (rises + falls));

export const mfiKernel: Kernel = ([highs, lows, closes, volumes], [values], parameters) => {
  const length = numberOf(parameters, 'length');
  const rises = new RollingSum(length);
  const falls = new RollingSum(length);
  let before = NaN;
  for (let i = 0; i < values.length; i++) {
    const typical = (highs[i] + lows[i] + closes[i]) / 3;
    const flow = typical * volumes[i];
    if (Number.isFinite(typical) && Number.isFinite(flow)) {
      if (!Number.isNaN(before)) {
        rises.update(Number(typical > before) * flow);
        falls.update(Number(typical < before) * flow);
      }
      before = typical;
    }
    values[i] = rises.ready ? mfiOf(rises.value, falls.value) : NaN;
  }
};
