import { TimeSeries, type Clock, type Point, type SeriesKey } from '@bourseworks/ports';
import { checkMeasurement, checkPoints, checkRange, checkSeries } from '../checks.js';
import { ordered } from '../point-order.js';
import { untilAborted } from '../until-aborted.js';
import type { InfluxDialect } from './dialect/dialect.js';
import { Influx1 } from './dialect/influx-1.js';
import { Influx2 } from './dialect/influx-2.js';
import { Influx3 } from './dialect/influx-3.js';
import { InfluxConnection } from './influx-connection.js';
import { checkServer, type InfluxTimeSeriesOptions } from './influx-options.js';
import { requestsOf } from './lines.js';
import { seriesOf } from './names.js';
import { pagesOf } from './pages.js';
import { rangeOf, seriesQuestion } from './questions.js';

const DIALECTS = { 1: Influx1, 2: Influx2, 3: Influx3 } as const;

/**
 * Series in an InfluxDB of 1.x, 2.x or 3.x: a point is a line with one field, a text of all its fields, so that it takes the
 * place of another one whole. A write of more than 5 000 points is several requests: of one that fails a beginning may be
 * there. What a request did whose answer never came is not known: it may be done later.
 */
export class InfluxTimeSeries extends TimeSeries {
  private readonly connection: InfluxConnection;
  private readonly dialect: InfluxDialect;

  /** @throws DomainError STORE_UNAVAILABLE for a server that cannot, or must not, be used so */
  constructor(options: InfluxTimeSeriesOptions, clock: Clock) {
    super();
    checkServer(options.server);
    this.connection = new InfluxConnection(options, clock);
    this.dialect = new DIALECTS[options.server.version](options.server, this.connection);
  }

  override async write(series: SeriesKey, points: readonly Point[]): Promise<void> {
    checkSeries(series);
    checkPoints(points);
    this.connection.checkOpen();
    for (const lines of requestsOf(series, ordered(points))) await this.dialect.write(lines);
  }

  override async read(
    series: SeriesKey,
    fromUs: number,
    toUs: number,
    part: (points: readonly Point[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    checkSeries(series);
    checkRange(fromUs, toUs);
    signal.throwIfAborted();
    for await (const points of pagesOf(this.dialect, series, rangeOf(fromUs, toUs), signal))
      await untilAborted(part(points), signal);
  }

  override async remove(series: SeriesKey, fromUs: number, toUs: number): Promise<void> {
    checkSeries(series);
    checkRange(fromUs, toUs);
    this.connection.checkOpen();
    if (fromUs < toUs) await this.dialect.remove(series, fromUs, toUs);
  }

  override async series(measurement?: string): Promise<readonly SeriesKey[]> {
    if (measurement !== undefined) checkMeasurement(measurement);
    const rows = await this.dialect.ask(seriesQuestion(measurement, this.dialect.marksRemoved));
    return rows.flatMap(({ name, tags }) => seriesOf(name, tags) ?? []);
  }

  override async bytes(): Promise<number> {
    return this.dialect.bytes();
  }

  override async close(): Promise<void> {
    this.connection.close();
  }
}
