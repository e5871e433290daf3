import type { Clock, TimeSeries } from '@bourseworks/ports';
import type { OnEvict, SqliteTimeSeriesOptions } from './sqlite/sqlite-time-series.js';

/** Which store to use; plain data, so that it can be handed to a thread. */
export type TimeSeriesOptions = { readonly form: 'file' } & SqliteTimeSeriesOptions;

/**
 * The store that the options name; a file that cannot be used refuses calls (STORE_UNAVAILABLE, STORE_CORRUPT), not this.
 *
 * @throws DomainError STORE_LIMIT when an option is out of its bounds
 */
export async function openTimeSeries(options: TimeSeriesOptions, clock: Clock, onEvict?: OnEvict): Promise<TimeSeries> {
  const { SqliteTimeSeries } = await import('./sqlite/sqlite-time-series.js');
  return new SqliteTimeSeries(options, clock, onEvict);
}
