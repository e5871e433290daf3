export { BreakoutStrategy } from './breakout.strategy.js';
export { BREAKOUT_PARAMETERS } from './parameters.js';

/** Where a strategy thread finds the class. */
export const breakoutModule = { url: import.meta.url, exportName: 'BreakoutStrategy' } as const;
