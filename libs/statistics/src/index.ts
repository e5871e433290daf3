export type { Rows, Series } from './check.js';
export { STATISTICS_ERRORS, StatisticsError, type StatisticsErrorCode, type StatisticsErrorDetails } from './errors.js';
export * from './regression/index.js';
