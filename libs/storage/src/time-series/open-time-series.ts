import type { Clock, TimeSeries } from '@bourseworks/ports';
import type { InfluxTimeSeriesOptions } from './influx/influx-options.js';
import type { OnEvict, SqliteTimeSeriesOptions } from './sqlite/sqlite-time-series.js';

/** Which store to use; plain data, so that it can be handed to a thread. */
export type TimeSeriesOptions =
  | ({ readonly form: 'influx' } & InfluxTimeSeriesOptions)
  | ({ readonly form: 'file' } & SqliteTimeSeriesOptions);

/**
 * The store that the options name; a file or server that cannot be used refuses calls (STORE_UNAVAILABLE, STORE_CORRUPT),
 * not this. Only the form that is used is loaded. `onEvict` is for a file: a server keeps what it was told to keep.
 *
 * @throws DomainError STORE_LIMIT when an option is out of its bounds, STORE_UNAVAILABLE when a server beyond loopback would be
 * used without login or TLS
 */
export async function openTimeSeries(options: TimeSeriesOptions, clock: Clock, onEvict?: OnEvict): Promise<TimeSeries> {
  if (options.form === 'influx') {
    const { InfluxTimeSeries } = await import('./influx/influx-time-series.js');
    return new InfluxTimeSeries(options, clock);
  }
  const { SqliteTimeSeries } = await import('./sqlite/sqlite-time-series.js');
  return new SqliteTimeSeries(options, clock, onEvict);
}
