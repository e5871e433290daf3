import type { Bar } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';
import { parseBars } from '../../parse/market/bar.js';
import { US_PER_MS } from '../../parse/market/scales.js';
import { intervalOf, type DataMarket } from '../data-market.js';
import type { PublicRest } from '../session/public-rest.js';

/** The bars that begin at or after `fromUs` and end by `toUs`, in parts of at most a page; none that is not closed yet. */
export async function* barPages(
  rest: PublicRest,
  { klines: { path, weight, limit } }: DataMarket,
  { instrument, kind, fromUs, toUs }: HistoryQuery,
  signal: AbortSignal,
): AsyncGenerator<readonly Bar[]> {
  const { symbol } = instrument;
  const endTime = Math.ceil(toUs / US_PER_MS) - 1;
  let startTime = Math.ceil(fromUs / US_PER_MS);
  while (!signal.aborted && startTime <= endTime) {
    const query = { symbol, interval: intervalOf(kind), startTime, endTime, limit };
    const { body, venueUs } = await rest.ask({ path, query, weight }, signal);
    const bars = parseBars(body, instrument);
    const last = bars.at(-1);
    if (last === undefined) return;
    const wanted = bars.filter((bar) => bar.startUs >= fromUs && bar.endUs <= toUs && bar.endUs <= venueUs);
    if (wanted.length > 0) yield wanted;
    if (bars.length < limit || last.endUs > venueUs) return;
    startTime = last.endUs / US_PER_MS;
  }
}
