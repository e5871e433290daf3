export type { Rows, Series } from './check.js';
export * from './cointegration/index.js';
export { STATISTICS_ERRORS, StatisticsError, type StatisticsErrorCode, type StatisticsErrorDetails } from './errors.js';
export * from './execution/index.js';
export * from './mean-reversion/index.js';
export * from './portfolio/index.js';
export * from './regression/index.js';
export * from './unit-root/index.js';
export * from './volatility/index.js';
