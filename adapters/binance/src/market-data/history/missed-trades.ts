import type { Trade } from '@bourseworks/domain';
import { parseListedTrades, type Aggregate } from '../../parse/market/trade.js';
import type { DataMarket } from '../data-market.js';
import type { PublicRest } from '../session/public-rest.js';
import { aggregatePages, type AggregateRange } from './aggregates.js';

/**
 * The trades of [fromUs, toUs) one by one, as the stream gives them. Where only keys may ask for old ones, those that are no
 * longer among the latest come as aggregates: their volume is whole, the ids in between stay missed.
 */
export async function* missedTrades(
  rest: PublicRest,
  market: DataMarket,
  range: AggregateRange,
  signal: AbortSignal,
): AsyncGenerator<readonly Trade[]> {
  const pages = aggregatePages(rest, market, range, signal);
  if (market.oldTrades === undefined) yield* aggregatesAndLatest(rest, market, range, pages, signal);
  else yield* fromFirst(rest, market.oldTrades, range, pages, signal);
}

type Pages = AsyncGenerator<readonly Aggregate[]>;

/** The first aggregate tells the id to begin with. */
async function* fromFirst(
  rest: PublicRest,
  { path, weight, limit }: NonNullable<DataMarket['oldTrades']>,
  { instrument, toUs }: AggregateRange,
  pages: Pages,
  signal: AbortSignal,
): AsyncGenerator<readonly Trade[]> {
  const first = await pages.next();
  await pages.return(undefined);
  if (first.done === true) return;
  let fromId = first.value[0].firstId;
  while (!signal.aborted) {
    const query = { symbol: instrument.symbol, limit, fromId };
    const { body } = await rest.ask({ path, query, weight }, signal);
    const listed = parseListedTrades(body, instrument).filter(({ firstId }) => firstId >= fromId);
    const last = listed.at(-1);
    if (last === undefined) return;
    const wanted = listed.filter(({ trade }) => trade.us < toUs);
    if (wanted.length > 0) yield wanted.map(({ trade }) => trade);
    if (last.trade.us >= toUs || listed.length < limit) return;
    fromId = last.lastId + 1;
  }
}

async function* aggregatesAndLatest(
  rest: PublicRest,
  { latestTrades: { path, weight, limit } }: DataMarket,
  { instrument, fromUs }: AggregateRange,
  pages: Pages,
  signal: AbortSignal,
): AsyncGenerator<readonly Trade[]> {
  const query = { symbol: instrument.symbol, limit };
  const { body } = await rest.ask({ path, query, weight }, signal);
  const latest = parseListedTrades(body, instrument);
  const edge = latest.at(0);
  if (edge === undefined || edge.trade.us >= fromUs) {
    const isOlder = ({ lastId }: Aggregate): boolean => edge === undefined || lastId < edge.firstId;
    for await (const page of pages) {
      const older = page.filter(isOlder);
      if (older.length > 0) yield older.map(({ trade }) => trade);
      if (older.length < page.length) break;
    }
  }
  const wanted = latest.filter(({ trade }) => trade.us >= fromUs);
  if (wanted.length > 0) yield wanted.map(({ trade }) => trade);
}
