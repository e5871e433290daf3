export { Activity } from './activity.js';
export { BenchmarkStatistics } from './benchmark-statistics.js';
export { Drawdowns } from './drawdowns.js';
export { Moments } from './moments.js';
export { Performance, type FillImage, type PerformanceOptions, type PerformanceSummary } from './performance.js';
export { ReturnStatistics, type AnnualTerms } from './return-statistics.js';
export { tripReturn, type RoundTrip } from './round-trip.js';
export { RoundTrips, type RoundTripOptions } from './round-trips.js';
export { TradeStatistics } from './trade-statistics.js';
