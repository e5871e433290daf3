import { join } from 'node:path';
import { dataFormatError } from '../files/data-format.js';
import { isDate } from '../files/local-day.js';
import { linesOf, namesIn, textOf } from '../files/small-files.js';

/** Under which ticker an equity traded, and its files are stored, from one date to another, both inclusive, YYYYMMDD. */
export interface TickerSpan {
  readonly ticker: string;
  readonly from: string;
  readonly to: string;
}

const ALWAYS = { from: '00000000', to: '99999999' };

/** The tickers of the equities of a venue over time, from `map_files/TICKER.csv`: last date, ticker on that date. */
export class MapFiles {
  private constructor(private readonly byTicker: ReadonlyMap<string, readonly TickerSpan[]>) {}

  /** Throws DATA_FORMAT. */
  static async load(root: string, venueFolder: string): Promise<MapFiles> {
    const folder = `${venueFolder}/map_files`;
    const byTicker = new Map<string, readonly TickerSpan[]>();
    for (const name of await namesIn(join(root, folder))) {
      if (!name.endsWith('.csv')) continue;
      const file = `${folder}/${name}`;
      byTicker.set(name.slice(0, -'.csv'.length), spansOf((await textOf(join(root, file))) ?? '', file));
    }
    return new MapFiles(byTicker);
  }

  /** By date; the same ticker for all time where there is no file. */
  spans(ticker: string): readonly TickerSpan[] {
    return this.byTicker.get(ticker) ?? [{ ticker, ...ALWAYS }];
  }

  /** Whether a ticker is only what another equity was once called: its files are of that one. */
  isFormer(ticker: string): boolean {
    if (this.byTicker.has(ticker)) return false;
    return [...this.byTicker.values()].some((spans) => spans.some((span) => span.ticker === ticker));
  }
}

function spansOf(text: string, file: string): TickerSpan[] {
  const spans: TickerSpan[] = [];
  let from: string = ALWAYS.from;
  for (const { number, cells } of linesOf(text)) {
    const [to, ticker] = cells;
    if (!isDate(to) || ticker === undefined || !/^[a-z0-9._-]{1,32}$/.test(ticker))
      throw dataFormatError(file, number, 'no row of a date and a ticker');
    if (to < from) throw dataFormatError(file, number, 'the date does not follow the one before');
    // The first row is the day of the listing: what is before it was somebody else's.
    spans.push({ ticker, from: spans.length === 0 ? to : from, to });
    from = dayAfter(to);
  }
  return spans;
}

function dayAfter(date: string): string {
  const next = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6)) + 1);
  return new Date(next).toISOString().slice(0, 10).replaceAll('-', '');
}
