export { makerQuotes, type MakerModel, type MakerQuotes } from './avellaneda-stoikov.js';
export { MarketMakerStrategy } from './market-maker.strategy.js';
export { MARKET_MAKER_PARAMETERS } from './parameters.js';

/** Where a strategy thread finds the class. */
export const marketMakerModule = { url: import.meta.url, exportName: 'MarketMakerStrategy' } as const;
