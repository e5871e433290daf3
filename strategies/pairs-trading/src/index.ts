export { PairSignal } from './pair-signal.js';
export type { PairObservation, SpreadState } from './pair-signal.js';
export { PairsTradingStrategy } from './pairs-trading.strategy.js';
export { PAIRS_TRADING_PARAMETERS } from './parameters.js';

/** Where a strategy thread finds the class. */
export const pairsTradingModule = { url: import.meta.url, exportName: 'PairsTradingStrategy' } as const;
