import { TIME_SERIES_LIMITS, type Point, type SeriesKey } from '@bourseworks/ports';
import { pointOf, type Rows } from './answers.js';
import type { InfluxDialect } from './dialect/dialect.js';
import { TooLong } from './influx-connection.js';
import { after, pointsQuestion, type NanosRange } from './questions.js';

/** Bytes of a page: where texts are long it has fewer points. The largest point, escaped as a server may, has 6 MB. */
const MAX_PAGE_BYTES = 8_388_608;
/** By how much fewer it has then. */
const SHORTER = 8;

/**
 * The points of a range in order of time, at most 5 000 at a time: each page is a question of its own, which begins after the
 * last point of the one before, so that nothing is held between them.
 */
export async function* pagesOf(
  dialect: InfluxDialect,
  series: SeriesKey,
  range: NanosRange,
  signal?: AbortSignal,
): AsyncGenerator<readonly Point[]> {
  let limit: number = TIME_SERIES_LIMITS.pointsRead;
  for (let left = range; ;) {
    let rows: Rows | undefined;
    try {
      const question = pointsQuestion(series, left, limit, dialect.marksRemoved);
      [rows] = await dialect.ask(question, MAX_PAGE_BYTES, signal);
    } catch (error) {
      if (!(error instanceof TooLong) || limit === 1) throw error;
      limit = Math.ceil(limit / SHORTER);
      continue;
    }
    if (rows === undefined || rows.values.length === 0) return;
    const points = rows.values.map((row) => pointOf(dialect.name, row));
    yield points;
    // A server may have bounds of its own for the rows of an answer.
    if (points.length < limit && !rows.partial) return;
    left = after(points.at(-1) as Point, left);
  }
}
