export type { BarBuilder, BarOptions } from './bar-builder.js';
export { dollarBars } from './dollar-bars.js';
export { imbalanceBars, type ImbalanceMeasure, type ImbalanceOptions } from './imbalance-bars.js';
export { renkoBars } from './renko-bars.js';
export { tickBars } from './tick-bars.js';
export { timeBars } from './time-bars.js';
export { volumeBars } from './volume-bars.js';
