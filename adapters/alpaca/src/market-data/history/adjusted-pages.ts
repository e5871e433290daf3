import {
  adjusted,
  dateOf,
  expectOk,
  FactorTable,
  LocalTime,
  US_PER_DAY,
  type CorporateAction,
  type MarketDataEvent,
} from '@bourseworks/domain';
import type { Clock, HistoryQuery } from '@bourseworks/ports';
import { fields } from '../../parse/fields.js';
import { actionsOfPage, RATE_SCALE, type ToldAction } from '../../parse/market/corporate-actions.js';
import { nextPageOf } from '../../parse/market/page.js';
import type { DataRest } from '../session/data-rest.js';
import type { Pages } from './pages.js';

const ZONE = 'America/New_York';
const LOCAL = new LocalTime(ZONE);
const TYPES = 'forward_split,reverse_split,stock_dividend,cash_dividend';
const LIMIT = 1_000;
/** A stock that was not traded for longer has no close that its dividend could be measured by. */
const LONGEST_PAUSE_US = 30 * US_PER_DAY;

/**
 * History whose prices are adjusted for the splits, and for `all` the dividends too, that the range holds: the last price stays as
 * it was traded, where Alpaca's own adjustment is that of today. It serves trades and quotes as well, which Alpaca does not adjust.
 */
export class AdjustedPages {
  constructor(
    private readonly pages: Pages,
    private readonly rest: DataRest,
    private readonly clock: Clock,
  ) {}

  /** As `Pages.of`. */
  async *of(query: HistoryQuery, symbol: string, signal: AbortSignal): AsyncGenerator<readonly MarketDataEvent[]> {
    const { adjustment = 'raw' } = query;
    if (adjustment === 'raw') {
      yield* this.pages.of(query, symbol, signal);
      return;
    }
    const toUs = Math.min(query.toUs, this.clock.nowUs());
    const table = await this.tableOf({ ...query, toUs }, symbol, signal);
    for await (const events of this.pages.of(query, symbol, signal))
      yield events.map((event) => ('bids' in event ? event : adjusted(event, table, adjustment)));
  }

  private async tableOf(query: HistoryQuery, symbol: string, signal: AbortSignal): Promise<FactorTable> {
    const told = await this.actionsOf(query, symbol, signal);
    const dividends = told.filter(({ kind }) => query.adjustment === 'all' && kind === 'dividend');
    const closes = dividends.length === 0 ? [] : await this.closesOf(query, dividends, symbol, signal);
    const actions = told.flatMap((action): CorporateAction[] => {
      if (action.kind === 'split') return [action];
      if (query.adjustment !== 'all') return [];
      return [{ ...action, close: closeBefore(action, closes) }];
    });
    return expectOk(FactorTable.ofActions(actions, ZONE)).asOf(query.toUs);
  }

  /** Actions whose first day is behind the beginning of the range, and not behind its end. */
  private async actionsOf(
    { fromUs, toUs }: HistoryQuery,
    symbol: string,
    signal: AbortSignal,
  ): Promise<readonly ToldAction[]> {
    const [first, last] = [Math.max(0, fromUs), toUs].map((us) => dateOf(LOCAL.dayOf(us)));
    const base = { symbols: symbol, types: TYPES, start: first, end: last, limit: String(LIMIT), sort: 'asc' };
    const actions: ToldAction[] = [];
    for (let token: string | undefined; ;) {
      const asked = token === undefined ? base : { ...base, page_token: token };
      const page = await this.rest.page('/v1/corporate-actions', asked, signal);
      actions.push(...actionsOfPage(page, symbol));
      const next = nextPageOf(page);
      if (next === undefined) return actions.filter(({ date }) => date > first && date <= last);
      if (next === token || actions.length > LIMIT) throw fields.badData('corporate actions without an end');
      token = next;
    }
  }

  /** Closes of the days by their start, as they were traded: from before the first dividend to the last. */
  private async closesOf(
    { instrument }: HistoryQuery,
    dividends: readonly ToldAction[],
    symbol: string,
    signal: AbortSignal,
  ): Promise<readonly DayClose[]> {
    const days = dividends.map(({ date }) => midnightOf(date)).sort((a, b) => a - b);
    const range = { fromUs: days[0] - LONGEST_PAUSE_US, toUs: days[days.length - 1] + US_PER_DAY };
    const scale = 10 ** (RATE_SCALE - instrument.priceScale);
    const closes: DayClose[] = [];
    for await (const events of this.pages.of({ instrument, kind: 'bar-1d', ...range }, symbol, signal))
      for (const event of events)
        if (event.kind === 'bar') closes.push({ startUs: event.startUs, close: event.close * scale });
    return closes;
  }
}

interface DayClose {
  readonly startUs: number;
  readonly close: number;
}

function closeBefore({ date }: ToldAction, closes: readonly DayClose[]): number {
  const dayUs = midnightOf(date);
  const last = closes.findLast(({ startUs }) => startUs < dayUs && startUs >= dayUs - LONGEST_PAUSE_US);
  if (last !== undefined) return last.close;
  throw fields.badData(`no close before the dividend of ${date}`);
}

const midnightOf = (date: string): number => LOCAL.at(Date.parse(`${date}T00:00:00Z`) / 86_400_000, 0);
