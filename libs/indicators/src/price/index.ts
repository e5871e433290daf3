import type { Definition } from '../core/definition.js';
import { averagePrice } from './average-price.js';
import { heikinAshi } from './heikin-ashi.js';
import { medianPrice } from './median-price.js';
import { renko } from './renko.js';
import { typicalPrice } from './typical-price.js';
import { weightedClose } from './weighted-close.js';

export { AveragePrice } from './average-price.js';
export { HeikinAshi } from './heikin-ashi.js';
export { MedianPrice } from './median-price.js';
export { Renko } from './renko.js';
export { TypicalPrice } from './typical-price.js';
export { WeightedClose } from './weighted-close.js';

/** One price made of those of a bar, and bars made of bars. */
export const price: readonly Definition[] = [averagePrice, heikinAshi, medianPrice, renko, typicalPrice, weightedClose];
