export { Ema } from './ema.js';
export { RollingMoments } from './rolling-moments.js';
export { RollingRegression } from './rolling-regression.js';
export { Sma } from './sma.js';
