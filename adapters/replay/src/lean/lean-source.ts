import { join } from 'node:path';
import { US_PER_MINUTE, type Bar, type Instrument, type Quote, type StreamKind } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';
import { historyNotFound } from '../market-data/history-not-found.js';
import { PART_EVENTS, type PartSink, type ReplaySource } from '../market-data/replay-source.js';
import { LeanCatalogue, type LeanListing, type TickType } from './lean-catalogue.js';
import { findLeanRoot } from './lean-root.js';
import { LocalDay } from './local-day.js';
import { readZippedText } from './read-zip.js';
import { closingQuotes, middleBars, tradeBars, type RowContext } from './rows.js';

interface MinuteFiles {
  readonly tickType: TickType;
  readonly read: (text: string, context: RowContext) => Generator<Bar | Quote>;
}

/**
 * Minute files in LEAN's layout. A query [from, to) gives the bars that start at or after `from` and end by `to`: a bar that
 * is still open at `to` would tell the future. Quotes stand for the end of their minute and follow its bar.
 */
export class LeanSource implements ReplaySource {
  readonly tickQuotes = false;

  private constructor(private readonly catalogue: LeanCatalogue) {}

  /** Undefined without such a folder. Throws DATA_FORMAT for a broken table of symbols. */
  static async load(dataRoot: string, venues: readonly string[]): Promise<LeanSource | undefined> {
    const root = findLeanRoot(dataRoot);
    return root === undefined ? undefined : new LeanSource(await LeanCatalogue.load(root, venues));
  }

  instruments(): readonly Instrument[] {
    return this.catalogue.instruments();
  }

  kinds(instrumentKey: string): readonly StreamKind[] {
    const listing = this.catalogue.find(instrumentKey);
    if (listing === undefined) return [];
    return listing.dates.quote.length > 0 ? ['bar-1m', 'quote'] : ['bar-1m'];
  }

  async history(query: HistoryQuery, part: PartSink, signal: AbortSignal): Promise<void> {
    const listing = this.catalogue.find(query.instrument.key);
    if (listing === undefined) throw historyNotFound(query);
    const files = filesOf(listing, query.kind);
    const dates = listing.dates[files.tickType].filter((date) => overlaps(new LocalDay(listing.zone, date), query));
    if (dates.length === 0) throw historyNotFound(query);
    for (const date of dates) {
      if (signal.aborted) return;
      await this.day(listing, files, date, query, part, signal);
    }
  }

  /** One file at a time is in memory, whatever the range. */
  private async day(
    listing: LeanListing,
    files: MinuteFiles,
    date: string,
    { fromUs, toUs }: HistoryQuery,
    part: PartSink,
    signal: AbortSignal,
  ): Promise<void> {
    const file = `${listing.folder}/${date}_${files.tickType}.zip`.replaceAll('\\', '/');
    const text = await readZippedText(join(this.catalogue.root, file), file);
    const context = { file, day: new LocalDay(listing.zone, date), instrument: listing.instrument };
    let pending: (Bar | Quote)[] = [];
    for (const event of files.read(text, context)) {
      const known = event.kind === 'bar' ? event.endUs : event.us;
      const startUs = event.kind === 'bar' ? event.startUs : known - US_PER_MINUTE;
      if (startUs < fromUs || known > toUs) continue;
      pending.push(event);
      if (pending.length < PART_EVENTS) continue;
      await part(pending);
      if (signal.aborted) return;
      pending = [];
    }
    if (pending.length > 0) await part(pending);
  }
}

function filesOf(listing: LeanListing, kind: StreamKind): MinuteFiles {
  if (kind === 'quote') return { tickType: 'quote', read: closingQuotes };
  return listing.dates.trade.length > 0
    ? { tickType: 'trade', read: tradeBars }
    : { tickType: 'quote', read: middleBars };
}

function overlaps(day: LocalDay, { fromUs, toUs }: HistoryQuery): boolean {
  return day.startUs < toUs && day.endUs > fromUs;
}
