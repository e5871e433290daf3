export { ALL, Portfolio, type FillSink, type PortfolioImage, type PortfolioOptions } from './portfolio.js';
export type { AccountConfig, Balance, PortfolioSnapshot, PositionFilter, PositionView } from './snapshot.js';
