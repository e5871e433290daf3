import {
  barSeconds,
  US_PER_DAY,
  US_PER_SECOND,
  type Bar,
  type Quote,
  type StreamKind,
  type Trade,
} from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';
import { closingQuotes, middleBars, tradeBars } from './bar-rows.js';
import type { LeanListing } from './lean-catalogue.js';
import { DAY_RESOLUTIONS, type DayFile, type DayResolution, type LongFile, type LongResolution } from './lean-files.js';
import { dateUs, isDate, LocalDay } from '../files/local-day.js';
import { dailyClock, dayClock, hourClock } from './row-clock.js';
import type { RowContext } from './row.js';
import { tickQuotes, tickTrades } from './tick-rows.js';

export type LeanEvent = Trade | Quote | Bar;
type Range = Pick<HistoryQuery, 'fromUs' | 'toUs'>;

/** A file that may hold a part of a range. */
export interface Piece {
  /** Below the data root. */
  readonly path: string;
  /** What of the file belongs to the range and to the instrument, in order. */
  readonly read: (text: string, context: RowContext) => Generator<LeanEvent>;
}

const DAY_BARS: Partial<Record<StreamKind, DayResolution>> = { 'bar-1s': 'second', 'bar-1m': 'minute' };
const LONG_BARS: Partial<Record<StreamKind, LongResolution>> = { 'bar-1h': 'hour', 'bar-1d': 'daily' };
const SECONDS: Readonly<Record<'second' | 'minute', number>> = { second: 1, minute: 60 };

/** Kinds that the files of an instrument give, in the order of STREAM_KINDS. */
export function kindsOf({ files: { days, long } }: LeanListing): StreamKind[] {
  const kinds: StreamKind[] = [];
  const any = ({ trade, quote }: { trade: readonly unknown[]; quote: readonly unknown[] }): boolean =>
    trade.length + quote.length > 0;
  if (days.tick.trade.length > 0) kinds.push('trade');
  if (DAY_RESOLUTIONS.some((resolution) => days[resolution].quote.length > 0)) kinds.push('quote');
  if (any(days.second)) kinds.push('bar-1s');
  if (any(days.minute)) kinds.push('bar-1m');
  if (any(long.hour)) kinds.push('bar-1h');
  if (any(long.daily)) kinds.push('bar-1d');
  return kinds;
}

/** Whether every quote is a tick: none stands for the end of a bar. */
export function onlyTickQuotes({ files: { days } }: LeanListing): boolean {
  const ticks = new Set(days.tick.quote.map(({ date }) => date));
  return ticks.size > 0 && [...days.second.quote, ...days.minute.quote].every(({ date }) => ticks.has(date));
}

/** The files that a query needs, in order of time. */
export function piecesOf(listing: LeanListing, { kind, fromUs, toUs }: HistoryQuery): Piece[] {
  const range = { fromUs, toUs };
  const { days } = listing.files;
  if (kind === 'trade') return dayPieces(listing, days.tick.trade, range, tickReader(tickTrades, range));
  if (kind === 'quote') return quotePieces(listing, range);
  const resolution = DAY_BARS[kind];
  if (resolution !== undefined) {
    const { trade, quote } = days[resolution];
    const [files, rows] = trade.length > 0 ? [trade, tradeBars] : [quote, middleBars];
    const seconds = barSeconds(kind);
    return dayPieces(
      listing,
      files,
      range,
      (day) => (text, context) => barsIn(rows(text, context, dayClock(day, seconds)), range),
    );
  }
  const long = LONG_BARS[kind];
  return long === undefined ? [] : longPieces(listing, long, range);
}

/** Quotes of a day come from the finest of its files. */
function quotePieces(listing: LeanListing, range: Range): Piece[] {
  const { days } = listing.files;
  const finest = new Map<string, { readonly file: DayFile; readonly resolution: DayResolution }>();
  for (const resolution of DAY_RESOLUTIONS.toReversed())
    for (const file of days[resolution].quote) finest.set(file.date, { file, resolution });
  const ordered = [...finest.values()].toSorted((a, b) => (a.file.date < b.file.date ? -1 : 1));
  return ordered.flatMap(({ file, resolution }) =>
    dayPieces(
      listing,
      [file],
      range,
      resolution === 'tick' ? tickReader(tickQuotes, range) : closingReader(SECONDS[resolution], range),
    ),
  );
}

type Reader = (day: LocalDay) => Piece['read'];
type TickRows = (text: string, context: RowContext, day: LocalDay) => Generator<Trade | Quote>;

function tickReader(rows: TickRows, { fromUs, toUs }: Range): Reader {
  return (day) =>
    function* (text, context) {
      for (const tick of rows(text, context, day)) if (tick.us >= fromUs && tick.us < toUs) yield tick;
    };
}

/** A quote that stands for the end of a bar is in the range with its bar. */
function closingReader(seconds: number, { fromUs, toUs }: Range): Reader {
  return (day) =>
    function* (text, context) {
      for (const quote of closingQuotes(text, context, dayClock(day, seconds)))
        if (quote.us - seconds * US_PER_SECOND >= fromUs && quote.us <= toUs) yield quote;
    };
}

/** A bar that is still open at the end of the range would tell the future. */
function* barsIn(bars: Iterable<Bar>, { fromUs, toUs }: Range): Generator<Bar> {
  for (const bar of bars) if (bar.startUs >= fromUs && bar.endUs <= toUs) yield bar;
}

function dayPieces(
  { hours }: LeanListing,
  files: readonly DayFile[],
  { fromUs, toUs }: Range,
  reader: Reader,
): Piece[] {
  const pieces: Piece[] = [];
  for (const { date, path } of files) {
    // No zone is further from UTC than a day; what its midnight is costs much more to find out.
    const midnightUs = dateUs(date);
    if (midnightUs - US_PER_DAY >= toUs || midnightUs + 2 * US_PER_DAY <= fromUs) continue;
    const day = new LocalDay(hours.dataZone, date);
    if (day.startUs < toUs && day.endUs > fromUs) pieces.push({ path, read: reader(day) });
  }
  return pieces;
}

function longPieces({ hours, files }: LeanListing, resolution: LongResolution, range: Range): Piece[] {
  const { trade, quote } = files.long[resolution];
  const [found, rows] = trade.length > 0 ? [trade, tradeBars] : [quote, middleBars];
  const { dataZone, calendar } = hours;
  const clock = resolution === 'hour' ? hourClock(dataZone) : dailyClock(dataZone, calendar);
  return found.flatMap((file): Piece[] => {
    const own = ownRange(file, dataZone, range);
    if (own.fromUs >= own.toUs) return [];
    return [{ path: file.path, read: (text, context) => barsIn(rows(text, context, clock), own) }];
  });
}

/** The part of a range in which a file is of its instrument. */
function ownRange({ span }: LongFile, zone: string, { fromUs, toUs }: Range): Range {
  const first = isDate(span.from) ? new LocalDay(zone, span.from).startUs : -Infinity;
  const end = isDate(span.to) ? new LocalDay(zone, span.to).endUs : Infinity;
  return { fromUs: Math.max(fromUs, first), toUs: Math.min(toUs, end) };
}
