import type { Instrument } from '@bourseworks/domain';
import { parseAggregates, type Aggregate } from '../../parse/market/trade.js';
import { US_PER_MS } from '../../parse/market/scales.js';
import type { DataMarket } from '../data-market.js';
import type { PublicRest } from '../session/public-rest.js';

const HOUR_MS = 3_600_000;
/** The venue tells its time to the second. */
const SKEW_US = 2_000_000;

export interface AggregateRange {
  readonly instrument: Instrument;
  readonly fromUs: number;
  readonly toUs: number;
}

/**
 * The aggregated trades of [fromUs, toUs), in parts of at most a page. The beginning is looked for by time, an hour at once, as
 * the venue allows; what follows is asked for by id, so that pages neither overlap nor leave anything out.
 */
export async function* aggregatePages(
  rest: PublicRest,
  { aggTrades: { path, weight, limit } }: DataMarket,
  { instrument, fromUs, toUs }: AggregateRange,
  signal: AbortSignal,
): AsyncGenerator<readonly Aggregate[]> {
  const { symbol } = instrument;
  const ask = async (part: Readonly<Record<string, number>>): Promise<{ list: Aggregate[]; venueUs: number }> => {
    const { body, venueUs } = await rest.ask({ path, query: { symbol, limit, ...part }, weight }, signal);
    return { list: parseAggregates(body, instrument), venueUs };
  };
  let next: number | undefined;
  let startMs = Math.ceil(fromUs / US_PER_MS);
  while (!signal.aborted) {
    const endMs = Math.min(startMs + HOUR_MS, Math.ceil(toUs / US_PER_MS)) - 1;
    const { list, venueUs } = await ask(next === undefined ? { startTime: startMs, endTime: endMs } : { fromId: next });
    const last = list.at(-1);
    if (last === undefined) {
      if (next !== undefined) return;
      // Nothing was traded in this hour.
      startMs = endMs + 1;
      if (startMs * US_PER_MS >= Math.min(toUs, venueUs + SKEW_US)) return;
      continue;
    }
    const wanted = list.filter(({ trade }) => trade.us >= fromUs && trade.us < toUs);
    if (wanted.length > 0) yield wanted;
    if (last.trade.us >= toUs || (next !== undefined && list.length < limit)) return;
    next = last.id + 1;
  }
}
