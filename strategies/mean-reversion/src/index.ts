export { MeanReversionStrategy } from './mean-reversion.strategy.js';
export { MEAN_REVERSION_PARAMETERS } from './parameters.js';

/** Where a strategy thread finds the class. */
export const meanReversionModule = { url: import.meta.url, exportName: 'MeanReversionStrategy' } as const;
