export { ALL, Portfolio } from './portfolio.js';
export type { AccountConfig, PortfolioSnapshot, PositionFilter, PositionView } from './snapshot.js';
