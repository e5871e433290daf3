export { augmentedDickeyFuller } from './dickey-fuller.js';
export type { DickeyFuller, DickeyFullerOptions, LagChoice } from './dickey-fuller.js';
export { kpss, type Kpss, type KpssOptions } from './kpss.js';
export type { CriticalValues } from './mackinnon.js';
