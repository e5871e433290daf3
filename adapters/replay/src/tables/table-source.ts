import type { Adjustment, Instrument, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';
import { historyNotFound } from '../market-data/history-not-found.js';
import { PartBuffer } from '../market-data/part-buffer.js';
import type { PartSink, ReplaySource } from '../market-data/replay-source.js';
import { readDescription, tablesRoot } from './description.js';
import { EventRange, timeOf } from './event-range.js';
import { rowEvents } from './row-events.js';
import { fileRows, type TableRow } from './table-rows.js';
import type { TableInstrument, TableSpec } from './table-spec.js';

/** Rows of a file that is told from its end, which all have to be in memory. */
const MAX_DESCENDING_ROWS = 2_000_000;

/** Tables of whatever columns, as `tables.json` beside them says: CSV, JSON and Arrow files (feather). */
export class TableSource implements ReplaySource {
  private constructor(
    private readonly folder: string,
    private readonly listings: ReadonlyMap<string, TableInstrument>,
  ) {}

  /** Undefined without a description. Throws DATA_FORMAT for one that cannot be followed. */
  static async load(dataRoot: string, venues: readonly string[]): Promise<TableSource | undefined> {
    const folder = tablesRoot(dataRoot);
    if (folder === undefined) return undefined;
    const listed = (await readDescription(folder)).filter(({ instrument }) => venues.includes(instrument.venue));
    return new TableSource(folder, new Map(listed.map((each) => [each.instrument.key, each])));
  }

  instruments(): readonly Instrument[] {
    return [...this.listings.values()].map((listing) => listing.instrument);
  }

  kinds(instrumentKey: string): readonly StreamKind[] {
    return this.listings.get(instrumentKey)?.tables.map(({ kind }) => kind) ?? [];
  }

  adjustments(): readonly Adjustment[] {
    return ['raw'];
  }

  tickQuotes(): boolean {
    return true;
  }

  async history(query: HistoryQuery, part: PartSink, signal: AbortSignal): Promise<void> {
    const listing = this.listings.get(query.instrument.key);
    const spec = listing?.tables.find(({ kind }) => kind === query.kind);
    if (listing === undefined || spec === undefined) throw historyNotFound(query);
    const buffer = new PartBuffer();
    const range = new EventRange(query, (event) => buffer.add(event));
    for await (const events of this.parts(spec, listing.instrument, range, buffer)) {
      if (events.length > 0) await part(events);
      // Leaving the loop closes the file.
      if (signal.aborted) return;
    }
    if (!range.touched) throw historyNotFound(query);
  }

  /** The parts of an answer; an empty one now and then, so that an abort is noticed where nothing is found for long. */
  private async *parts(
    spec: TableSpec,
    instrument: Instrument,
    range: EventRange,
    buffer: PartBuffer,
  ): AsyncGenerator<readonly MarketDataEvent[]> {
    try {
      for await (const events of this.events(spec, instrument)) {
        for (const event of events) {
          if (!range.take(event)) break;
          if (buffer.full) yield buffer.take();
        }
        if (range.over) break;
        yield [];
      }
    } catch (error) {
      // What was good is told before the fault behind it.
      yield buffer.take();
      throw error;
    }
    yield buffer.take();
  }

  /** Events of all files of a table, some at a time. */
  private async *events(spec: TableSpec, instrument: Instrument): AsyncGenerator<readonly MarketDataEvent[]> {
    const reader = rowEvents(spec, instrument);
    let lastUs = -Infinity;
    for (const file of spec.files) {
      for await (const rows of this.rows(file, spec)) {
        const events: MarketDataEvent[] = [];
        try {
          for (const row of rows) {
            const event = reader.add(row);
            if (event === undefined) continue;
            const us = timeOf(event);
            if (us < lastUs || (us === lastUs && event.kind === 'bar'))
              throw row.fail('the time does not follow the one before');
            lastUs = us;
            events.push(event);
          }
        } catch (error) {
          yield events;
          throw error;
        }
        yield events;
      }
    }
    const last = reader.end();
    if (last !== undefined) yield [last];
  }

  private async *rows(file: string, spec: TableSpec): AsyncGenerator<readonly TableRow[]> {
    if (!spec.descending) return yield* fileRows(this.folder, file, spec);
    const all: TableRow[] = [];
    for await (const rows of fileRows(this.folder, file, spec)) {
      for (const row of rows) all.push(row);
      if (all.length > MAX_DESCENDING_ROWS)
        throw all[MAX_DESCENDING_ROWS].fail(`more than ${MAX_DESCENDING_ROWS} rows from the newest to the oldest`);
    }
    yield all.toReversed();
  }
}
