export { CrossVenueArbitrageStrategy } from './cross-venue-arbitrage.strategy.js';
export { CROSS_VENUE_ARBITRAGE_PARAMETERS } from './parameters.js';

/** Where a strategy thread finds the class. */
export const crossVenueArbitrageModule = { url: import.meta.url, exportName: 'CrossVenueArbitrageStrategy' } as const;
