export { MOVING_AVERAGE_PARAMETERS, MovingAverageStrategy } from './moving-average.strategy.js';

/** Where a strategy thread finds the class. */
export const movingAverageModule = { url: import.meta.url, exportName: 'MovingAverageStrategy' } as const;
