import { barSeconds, DomainError, US_PER_SECOND, type MarketDataEvent } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';
import { listOf } from '../parse/fields.js';
import { parseBar, parseTrade } from '../parse/market-data.parse.js';
import type { ExchangeRest } from '../session/exchange-rest.js';

/** Items of one request; also of one part of a history answer. */
const PAGE = 1_000;

export interface PageOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export function isBarKind(query: Pick<HistoryQuery, 'kind'>): boolean {
  return barSeconds(query.kind) > 0;
}

/**
 * Stored bars in pages, oldest first: those that start at or after `fromUs` and end by `toUs` (a bar that is open at
 * `toUs` would tell the future).
 */
export async function* barPages(
  rest: ExchangeRest,
  query: HistoryQuery,
  options: PageOptions,
): AsyncGenerator<MarketDataEvent[]> {
  const { instrument, kind, toUs } = query;
  const lengthUs = barSeconds(kind) * US_PER_SECOND;
  // The exchange counts starts: the last bar wanted starts one length before the end.
  const to = toUs - lengthUs + 1;
  const base = { symbol: instrument.symbol, interval: kind.slice(4), to, limit: PAGE };
  for (let from = query.fromUs; from < to;) {
    const answer = await rest.get('/api/bars', { ...base, from }, options);
    const bars = listOf(answer, 'bars').map((bar) => parseBar(bar, instrument));
    if (bars.length > 0) yield bars;
    if (bars.length < PAGE) return;
    from = bars[bars.length - 1].endUs;
  }
}

/** Stored trades in pages, oldest first: those in [fromUs, toUs). */
export async function* tradePages(
  rest: ExchangeRest,
  query: HistoryQuery,
  options: PageOptions,
): AsyncGenerator<MarketDataEvent[]> {
  const { instrument, fromUs, toUs } = query;
  for (let after = 0; ;) {
    const params = { symbol: instrument.symbol, from: fromUs, to: toUs, after, limit: PAGE };
    const answer = await rest.get('/api/trades', params, options);
    const trades = listOf(answer, 'trades').map((trade) => parseTrade(trade, instrument));
    if (trades.length > 0) yield trades;
    if (trades.length < PAGE) return;
    after = Number(trades[trades.length - 1].tradeId);
  }
}

export function historyNotFound({ instrument, kind }: HistoryQuery): DomainError {
  return new DomainError({
    code: 'HISTORY_NOT_FOUND',
    message: `the exchange has no ${kind} of ${instrument.key} in the range`,
    details: { venue: instrument.venue, symbol: instrument.symbol, kind },
  });
}
