import { barSeconds, DomainError, US_PER_SECOND, type Bar, type StreamKind } from '@bourseworks/domain';
import type { CcxtCandle } from '../../ccxt-data.js';
import { groupOf } from '../../broker/reach.js';
import { toBar } from '../../mapper/market-data.mapper.js';
import type { Market } from '../session/market-list.js';
import type { CcxtVenue } from '../session/venue.js';
import { TIMEFRAMES } from '../streams/live-stream.js';
import type { TimeRange } from './trades.js';

/** Where ccxt knows none of the exchange. */
const PAGE = 500;
const MAX_PAGE = 1_000;
const US_PER_MS = 1_000;

export const lengthUsOf = (kind: StreamKind): number => barSeconds(kind) * US_PER_SECOND;

/**
 * The bars that begin at or after `fromUs` and end by `toUs`, in parts; none that is not closed yet, and none of intervals without
 * trades.
 */
export async function* barPages(
  venue: CcxtVenue,
  market: Market,
  { kind, fromUs, toUs }: TimeRange & { readonly kind: StreamKind },
  signal: AbortSignal,
): AsyncGenerator<readonly Bar[]> {
  const lengthUs = lengthUsOf(kind);
  const limit = pageOf(venue, market);
  let sinceUs = Math.ceil(fromUs / lengthUs) * lengthUs;
  while (!signal.aborted && sinceUs + lengthUs <= Math.min(toUs, venue.clock.nowUs())) {
    const bars = await askBars(venue, market, kind, sinceUs, limit, signal);
    const fresh = bars.filter(({ startUs }) => startUs >= sinceUs);
    const nowUs = venue.clock.nowUs();
    const wanted = fresh.filter(({ endUs, volume }) => volume > 0 && endUs <= toUs && endUs <= nowUs);
    if (wanted.length > 0) yield wanted;
    const last = fresh.at(-1);
    // Where nothing is told of so long a time, it may be told of later.
    sinceUs = last === undefined ? sinceUs + limit * lengthUs : last.endUs;
  }
}

/** One answer, oldest first: bars from `sinceUs` on, the one that goes on among them. */
export async function askBars(
  venue: CcxtVenue,
  { symbol, instrument }: Market,
  kind: StreamKind,
  sinceUs: number,
  limit: number,
  signal: AbortSignal,
): Promise<readonly Bar[]> {
  const timeframe = TIMEFRAMES.get(kind) ?? '';
  const sinceMs = sinceUs / US_PER_MS;
  const question = (): Promise<readonly CcxtCandle[]> => venue.exchange.fetchOHLCV(symbol, timeframe, sinceMs, limit);
  return toBars(await venue.ask(`bars of ${symbol}`, question, signal), instrument, kind);
}

export function toBars(given: unknown, instrument: Market['instrument'], kind: StreamKind): readonly Bar[] {
  if (!Array.isArray(given)) throw new DomainError({ code: 'DATA_FORMAT', message: 'ccxt gave no list of candles' });
  return (given as readonly CcxtCandle[]).map((candle) => toBar(candle, instrument, lengthUsOf(kind)));
}

function pageOf({ exchange }: CcxtVenue, { symbol }: Market): number {
  return Math.min(groupOf(exchange.features, symbol.includes(':'))?.fetchOHLCV?.limit || PAGE, MAX_PAGE);
}
