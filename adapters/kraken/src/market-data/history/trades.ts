import { DomainError, formatNanos, type Timestamp, type Trade } from '@bourseworks/domain';
import type { KrakenPair } from '../../mapper/pair.mapper.js';
import { parseTrades, type PastTrade } from '../../parse/rest/history.js';
import type { KrakenRest } from '../session/kraken-rest.js';

/** Trades that one answer holds. */
const PAGE = 1_000;

export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}

/**
 * The trades of [fromUs, toUs), in parts of at most a page. Pages are asked for by time, each from just before the last trade of
 * the one before, as trades of one moment may be on both sides; those that came before are known by their ids.
 */
export async function* tradePages(
  rest: KrakenRest,
  { rest: pair, instrument }: KrakenPair,
  { fromUs, toUs }: TimeRange,
  signal: AbortSignal,
): AsyncGenerator<readonly Trade[]> {
  let since = before({ us: Math.max(1, fromUs), ns: 0 });
  let lastId = -1;
  while (!signal.aborted) {
    const page = parseTrades(await rest.ask('Trades', { pair, since, count: PAGE }, signal), instrument);
    const fresh = page.filter(({ tradeId }) => Number(tradeId) > lastId);
    const last = fresh.at(-1);
    if (last === undefined) {
      if (page.length >= PAGE) throw tooMany(page);
      return;
    }
    const wanted = fresh.filter(({ us }) => us >= fromUs && us < toUs);
    if (wanted.length > 0) yield wanted;
    if (last.us >= toUs || page.length < PAGE) return;
    lastId = Number(last.tradeId);
    since = before(last);
  }
}

/** Nanoseconds of the moment before: `since` leaves out what happened at its own. */
function before({ us, ns }: Timestamp): string {
  return ns > 0 ? formatNanos(us, ns - 1) : formatNanos(us - 1, 999);
}

function tooMany(page: readonly PastTrade[]): DomainError {
  const message = `Kraken tells more than ${PAGE} trades of one moment, which it cannot tell apart`;
  return new DomainError({ code: 'DATA_FORMAT', message, details: { adapter: 'kraken', trade: page[0].tradeId } });
}
