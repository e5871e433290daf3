import { DomainError, type Instrument, type Trade } from '@bourseworks/domain';
import type { CcxtPublicTrade } from '../../ccxt-data.js';
import { toTrade, type Receipt } from '../../mapper/market-data.mapper.js';
import { badData } from '../../mapper/numbers.js';
import type { Market } from '../session/market-list.js';
import type { CcxtVenue } from '../session/venue.js';

/** Many exchanges answer for an hour from the time that they are given, and say nothing of what is later. */
const WINDOW_MS = 3_600_000;
/** The pages of exchanges are of a multiple of so many trades. */
const PAGE_STEP = 50;
const MS_PER_SECOND = 1_000;
const US_PER_MS = 1_000;

export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}

/** A trade and how it is known: by its id, or by all that it is where it has none. */
export interface KeyedTrade {
  readonly key: string;
  readonly event: Trade;
}

/** The trades of [fromUs, toUs) that the exchange tells, in parts; see `keyedPages`. */
export async function* tradePages(
  venue: CcxtVenue,
  market: Market,
  range: TimeRange,
  signal: AbortSignal,
): AsyncGenerator<readonly Trade[]> {
  for await (const page of keyedPages(venue, market, range, signal)) yield page.map(({ event }) => event);
}

/**
 * The trades of [fromUs, toUs) that the exchange tells, in parts of what it gives in one answer. Pages are asked for by time,
 * each from the millisecond of the last trade of the one before; those that came before are known by their keys. Where an answer
 * has nothing new the next one is asked for an hour later, up to now.
 */
export async function* keyedPages(
  venue: CcxtVenue,
  market: Market,
  { fromUs, toUs }: TimeRange,
  signal: AbortSignal,
): AsyncGenerator<readonly KeyedTrade[]> {
  const endMs = (): number => Math.min(toUs, venue.clock.nowUs()) / US_PER_MS;
  let sinceMs = Math.max(1, Math.floor(fromUs / US_PER_MS));
  let known: ReadonlySet<string> = new Set();
  let largest = 0;
  while (!signal.aborted) {
    const page = await askTrades(venue, market, sinceMs, signal);
    const fresh = page.filter(({ key }) => !known.has(key));
    largest = Math.max(largest, page.length);
    const last = fresh.at(-1);
    if (last === undefined) {
      if (page.length > 0) await refuseCrowded(venue, market, { sinceMs, largest }, signal);
      sinceMs += WINDOW_MS;
      if (sinceMs >= endMs()) return;
      continue;
    }
    const wanted = fresh.filter(({ event: { us } }) => us >= fromUs && us < toUs);
    if (wanted.length > 0) yield wanted;
    if (last.event.us >= toUs) return;
    known = new Set(page.map(({ key }) => key));
    sinceMs = Math.max(sinceMs, Math.floor(last.event.us / US_PER_MS));
  }
}

/** A page of the list of trades, oldest first; the newest where no time is given. */
export async function askTrades(
  venue: CcxtVenue,
  { symbol, instrument }: Market,
  sinceMs: number | undefined,
  signal: AbortSignal,
): Promise<readonly KeyedTrade[]> {
  const question = (): Promise<unknown> => venue.exchange.fetchTrades(symbol, sinceMs);
  return toKeyed(await venue.ask(`trades of ${symbol}`, question, signal), instrument);
}

/** Trades that ccxt gave. Those without ids that are alike are told apart by their place. Throws DomainError DATA_FORMAT. */
export function toKeyed(given: unknown, instrument: Instrument, receipt?: Receipt): readonly KeyedTrade[] {
  if (!Array.isArray(given)) throw badData('no list of trades');
  const alike = new Map<string, number>();
  return (given as readonly CcxtPublicTrade[]).map((trade) => {
    const event = toTrade(trade, instrument, receipt);
    const { tradeId, us, price, quantity, aggressor = '' } = event;
    if (tradeId !== undefined) return { key: tradeId, event };
    const text = [us, price, quantity, aggressor].join('/');
    const place = alike.get(text) ?? 0;
    alike.set(text, place + 1);
    return { key: `${text}/${place}`, event };
  });
}

/**
 * Nothing is new from the last trade on: that is the end, unless its second fills a page. Many exchanges take whole seconds, and what
 * is behind such a page cannot be asked for.
 */
async function refuseCrowded(
  venue: CcxtVenue,
  market: Market,
  { sinceMs, largest }: { readonly sinceMs: number; readonly largest: number },
  signal: AbortSignal,
): Promise<void> {
  const { length } = await askTrades(venue, market, Math.floor(sinceMs / MS_PER_SECOND) * MS_PER_SECOND, signal);
  if (length === 0 || length < largest || length % PAGE_STEP !== 0) return;
  const message = `${venue.id} tells ${length} trades of one second, behind which no others can be asked for`;
  throw new DomainError({ code: 'DATA_FORMAT', message, details: { adapter: 'ccxt' } });
}
