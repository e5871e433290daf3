import type { Instrument, Trade } from '@bourseworks/domain';
import { parseTrades, type PastTrade } from '../../parse/rest/history.js';
import type { CoinbaseRest } from '../session/coinbase-rest.js';

/** Trades that one answer holds. */
const PAGE = 1_000;

export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}

/**
 * The trades of [fromUs, toUs), in parts of at most a page. The venue tells the newest trades before an id, and knows no times;
 * ids rise by one. So the id before the range is looked for first, backwards from the newest trade by steps that grow, then by
 * halves; from there pages are asked for by id.
 */
export async function* tradePages(
  rest: CoinbaseRest,
  instrument: Instrument,
  { fromUs, toUs }: TimeRange,
  signal: AbortSignal,
): AsyncGenerator<readonly Trade[]> {
  const ask = (query: Query): Promise<PastTrade[]> => askTrades(rest, instrument, query, signal);
  const within = (page: readonly PastTrade[]): PastTrade[] => page.filter(({ us }) => us >= fromUs && us < toUs);
  const newest = await ask({ limit: PAGE });
  const lastId = idOf(newest.at(-1));
  if (newest.length < PAGE || newest[0].us < fromUs) {
    const wanted = within(newest);
    if (wanted.length > 0) yield wanted;
    return;
  }
  let cursor = await idBefore(ask, fromUs, idOf(newest[0]));
  while (!signal.aborted && cursor < lastId) {
    const page = (await ask({ after: cursor + PAGE + 1, limit: PAGE })).filter((trade) => idOf(trade) > cursor);
    const wanted = within(page);
    if (wanted.length > 0) yield wanted;
    const last = page.at(-1);
    if (last !== undefined && last.us >= toUs) return;
    // Ids that no trade has would end the page before it.
    cursor += PAGE;
  }
}

/** When the first trade happened; undefined when there was none. */
export async function firstTradeUs(
  rest: CoinbaseRest,
  instrument: Instrument,
  signal: AbortSignal,
): Promise<number | undefined> {
  const [first] = await askTrades(rest, instrument, { after: 2, limit: 1 }, signal);
  return first?.us;
}

interface Query {
  /** Only trades of lower ids. */
  readonly after?: number;
  readonly limit: number;
}

async function askTrades(
  rest: CoinbaseRest,
  instrument: Instrument,
  query: Query,
  signal: AbortSignal,
): Promise<PastTrade[]> {
  const path = `/products/${encodeURIComponent(instrument.symbol)}/trades`;
  return parseTrades(await rest.ask(path, { ...query }, signal), instrument);
}

/** An id, at most a page below that of the first trade at or after `fromUs`; of trade `high` that is known. */
async function idBefore(ask: (query: Query) => Promise<PastTrade[]>, fromUs: number, known: number): Promise<number> {
  let low = 0;
  let high = known;
  for (let step = PAGE; high - low > PAGE;) {
    const growing = high - step > low && low === 0;
    const probe = growing ? high - step : low + Math.floor((high - low) / 2);
    const [trade] = await ask({ after: probe + 1, limit: 1 });
    if (trade === undefined || trade.us < fromUs) low = probe;
    else high = Math.min(probe, idOf(trade));
    step *= 8;
  }
  return low;
}

const idOf = (trade: PastTrade | undefined): number => (trade === undefined ? 0 : Number(trade.tradeId));
