import { numberOf, type Kernel } from '../core/definition.js';
import { smooth } from '../rolling/exponential-average.kernel.js';
import { quotient } from '../rolling/quotient.js';
import { trueRangeOf } from '../rolling/true-range-of.js';
import { directedMove } from './directional-movement.js';

export const adxKernel: Kernel = ([highs, lows, closes], [values, ratings, plusDis, minusDis, dxs], parameters) => {
  const length = numberOf(parameters, 'length');
  const seeds = parameters['seeding'] === 'whole' ? length : length - 1;
  const back = parameters['rating'] === 'inclusive' ? length - 1 : length;
  const first = Math.min(parameters['seeding'] === 'later' ? seeds + 1 : seeds, values.length);
  for (const output of [plusDis, minusDis, dxs]) output.fill(NaN, 0, seeds);
  let up = 0;
  let down = 0;
  let range = 0;
  let high = highs[0];
  let low = lows[0];
  let close = closes[0];
  for (let i = 1; i < values.length; i++) {
    const rise = highs[i] - high;
    const fall = low - lows[i];
    const kept = i > seeds ? 1 - 1 / length : 1;
    high = highs[i];
    low = lows[i];
    up = kept * up + directedMove(rise, fall);
    down = kept * down + directedMove(fall, rise);
    range = kept * range + trueRangeOf(high, low, close);
    close = closes[i];
    if (i < seeds) continue;
    plusDis[i] = quotient(100 * up, range, close);
    minusDis[i] = quotient(100 * down, range, close);
    dxs[i] = quotient(100 * Math.abs(up - down), up + down, close);
  }
  values.fill(NaN, 0, first);
  smooth(dxs.subarray(first), values.subarray(first), 1 / length, length);
  ratings.fill(NaN, 0, back);
  for (let i = back; i < values.length; i++) ratings[i] = (values[i - back] + values[i]) / 2;
};
