import {
  barSeconds,
  formatIso,
  US_PER_MINUTE,
  US_PER_MS,
  US_PER_SECOND,
  type MarketDataEvent,
  type StreamKind,
} from '@bourseworks/domain';
import type { Clock, HistoryQuery } from '@bourseworks/ports';
import type { AlpacaDataConfig } from '../../config.js';
import { fields, type Raw } from '../../parse/fields.js';
import { barOf, quoteOf, tradeOf } from '../../parse/market/items.js';
import { itemsOfPage, nextPageOf, wasUndone, type Resource } from '../../parse/market/page.js';
import type { DataRest } from '../session/data-rest.js';

/** Items of one answer: the most that Alpaca gives, because it counts requests. */
const PAGE = 10_000;
/** Events of one part. */
const MAX_PART = 1_000;
/** An end this late means "to the end"; a safe integer of microseconds reaches the year 2255. */
const LATEST_US = Date.UTC(2_200, 0) * US_PER_MS;
/** Whoever is given the tape so much later is not given the history of that time either. */
const DELAY_US = 15 * US_PER_MINUTE;

/** Bars that Alpaca makes, by what it calls them. */
const TIMEFRAMES: Readonly<Partial<Record<StreamKind, string>>> = {
  'bar-1m': '1Min',
  'bar-5m': '5Min',
  'bar-1h': '1Hour',
  'bar-1d': '1Day',
};

export const HISTORY_KINDS: readonly StreamKind[] = ['trade', 'quote', ...(Object.keys(TIMEFRAMES) as StreamKind[])];

/** Stored events, by pages. */
export class Pages {
  constructor(
    private readonly rest: DataRest,
    private readonly config: AlpacaDataConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * Oldest first, in parts of at most a thousand: trades and quotes of [fromUs, toUs), bars that begin and end within and are over.
   * `symbol` is Alpaca's. Throws DomainError.
   */
  async *of(query: HistoryQuery, symbol: string, signal: AbortSignal): AsyncGenerator<readonly MarketDataEvent[]> {
    const resource = resourceOf(query.kind);
    const asked = this.queryOf(query, symbol);
    if (asked === undefined) return;
    const path = this.pathOf(query, resource);
    for (let token: string | undefined; !signal.aborted;) {
      const page = await this.rest.page(path, token === undefined ? asked : { ...asked, page_token: token }, signal);
      const events = this.eventsOf(itemsOfPage(page, resource, symbol), query);
      for (let from = 0; from < events.length && !signal.aborted; from += MAX_PART)
        yield events.slice(from, from + MAX_PART);
      const next = nextPageOf(page);
      if (next === undefined) return;
      // The same page again and again would never end.
      if (next === token) throw fields.badData('the same page token twice');
      token = next;
    }
  }

  private eventsOf(items: readonly Raw[], query: HistoryQuery): MarketDataEvent[] {
    const { kind, instrument, fromUs } = query;
    const toUs = this.endOf(query);
    if (kind === 'trade')
      return within(
        items.filter((item) => !wasUndone(item)).map((item) => tradeOf(item, instrument)),
        fromUs,
        toUs,
      );
    if (kind === 'quote')
      return within(
        items.map((item) => quoteOf(item, instrument)),
        fromUs,
        toUs,
      );
    const lengthUs = barSeconds(kind) * US_PER_SECOND;
    const bars = items.map((item) => barOf(item, instrument, lengthUs));
    return bars.filter(({ startUs, endUs }) => startUs >= fromUs && endUs <= toUs);
  }

  private pathOf({ instrument: { assetClass } }: HistoryQuery, resource: Resource): string {
    return assetClass === 'equity'
      ? `/v2/stocks/${resource}`
      : `/v1beta3/crypto/${this.config.cryptoLocation}/${resource}`;
  }

  /** Undefined when nothing can be in the range. Both ends are part of what Alpaca gives. */
  private queryOf(query: HistoryQuery, symbol: string): Record<string, string> | undefined {
    const { kind, instrument } = query;
    const timeframe = TIMEFRAMES[kind];
    const lengthUs = barSeconds(kind) * US_PER_SECOND;
    const startUs = Math.max(0, query.fromUs);
    const lastUs = this.endOf(query) - (lengthUs || 1);
    if (lastUs < startUs || startUs >= LATEST_US) return undefined;
    const end = lengthUs > 0 ? formatIso(lastUs) : formatIso(Math.min(lastUs, LATEST_US)).replace('Z', '999Z');
    const { historyFeed } = this.config;
    return {
      symbols: symbol,
      start: formatIso(startUs),
      ...(lastUs < LATEST_US && { end }),
      limit: String(PAGE),
      sort: 'asc',
      ...(timeframe !== undefined && { timeframe }),
      ...(instrument.assetClass === 'equity' && historyFeed !== '' && { feed: historyFeed }),
      ...(instrument.assetClass === 'equity' && timeframe !== undefined && { adjustment: 'raw' }),
    };
  }

  /** Up to where events are given: a bar that is still open would change after it was handed out. */
  private endOf({ kind, toUs, instrument }: HistoryQuery): number {
    const nowUs = this.clock.nowUs();
    const delayed = this.config.feed === 'delayed_sip' && instrument.assetClass === 'equity';
    const endUs = delayed ? Math.min(toUs, nowUs - DELAY_US) : toUs;
    return barSeconds(kind) > 0 ? Math.min(endUs, nowUs) : endUs;
  }
}

function resourceOf(kind: StreamKind): Resource {
  if (kind === 'trade') return 'trades';
  return kind === 'quote' ? 'quotes' : 'bars';
}

function within<E extends { readonly us: number }>(events: readonly E[], fromUs: number, toUs: number): E[] {
  return events.filter(({ us }) => us >= fromUs && us < toUs);
}
