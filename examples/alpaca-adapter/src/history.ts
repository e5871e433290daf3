import {
  barSeconds,
  DomainError,
  formatIso,
  US_PER_MS,
  US_PER_SECOND,
  type MarketDataEvent,
} from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';
import { badData } from './fields.js';
import { timeframeOf } from './mapper.js';
import { itemsOfPage, nextPageOf, parseEvent, wasUndone } from './parse.js';
import type { RestClient } from './rest-client.js';

/** Items of one request: the most that Alpaca gives, because it counts requests. */
const PAGE = 10_000;
/** Events of one part. */
const MAX_PART = 1_000;
/** An end this late means "to the end"; a safe integer of microseconds reaches the year 2255. */
const LATEST_US = Date.UTC(2_200, 0) * US_PER_MS;

/** What the venue calls the kind in its paths and pages. */
function resourceOf({ kind }: HistoryQuery): 'trades' | 'quotes' | 'bars' {
  if (kind === 'trade') return 'trades';
  return kind === 'quote' ? 'quotes' : 'bars';
}

/** Last moment of the range as Alpaca counts, whose ends are part of it: microseconds and the text. */
function endOf({ kind, toUs }: HistoryQuery): { readonly us: number; readonly text: string | undefined } {
  const lengthUs = barSeconds(kind) * US_PER_SECOND;
  if (lengthUs === 0) {
    const us = toUs - 1;
    return { us, text: us >= LATEST_US ? undefined : formatIso(us).replace('Z', '999Z') };
  }
  // The last bar that has ended: one that is still open would change after it was handed out.
  const us = Math.min(toUs, Date.now() * US_PER_MS) - lengthUs;
  return { us, text: formatIso(Math.max(0, us)) };
}

function isWithin(event: MarketDataEvent, { fromUs, toUs }: HistoryQuery): boolean {
  if (event.kind !== 'bar') return event.us >= fromUs && event.us < toUs;
  return event.startUs >= fromUs && event.endUs <= Math.min(toUs, Date.now() * US_PER_MS);
}

/** Stored events in pages, oldest first: trades and quotes in [fromUs, toUs), bars that start and end within. */
export async function* historyPages(
  rest: RestClient,
  query: HistoryQuery,
  feed: string,
  signal: AbortSignal,
): AsyncGenerator<MarketDataEvent[]> {
  const { instrument, kind } = query;
  const resource = resourceOf(query);
  const timeframe = timeframeOf(kind);
  const end = endOf(query);
  const startUs = Math.max(0, query.fromUs);
  if (end.us < startUs || startUs >= LATEST_US) return;
  const base: Record<string, string> = { symbols: instrument.symbol, start: formatIso(startUs), sort: 'asc' };
  base['limit'] = String(PAGE);
  if (end.text !== undefined) base['end'] = end.text;
  if (feed !== '') base['feed'] = feed;
  if (timeframe !== undefined) Object.assign(base, { timeframe, adjustment: 'raw' });
  for (let token: string | undefined; ;) {
    const asked: Record<string, string> = token === undefined ? base : { ...base, page_token: token };
    const page = await rest.get(`/v2/stocks/${resource}`, asked, signal);
    const items = itemsOfPage(page, resource, instrument.symbol);
    const kept = resource === 'trades' ? items.filter((item) => !wasUndone(item)) : items;
    const events = kept.map((item) => parseEvent(item, instrument, kind)).filter((event) => isWithin(event, query));
    for (let from = 0; from < events.length; from += MAX_PART) yield events.slice(from, from + MAX_PART);
    const next = nextPageOf(page);
    if (next === undefined) return;
    // The same page again and again would never end.
    if (next === token) throw badData('the same page token twice');
    token = next;
  }
}

export function historyNotFound({ instrument, kind }: HistoryQuery): DomainError {
  return new DomainError({
    code: 'HISTORY_NOT_FOUND',
    message: `Alpaca has no ${kind} of ${instrument.key} in the range`,
    details: { venue: instrument.venue, symbol: instrument.symbol, kind },
  });
}
