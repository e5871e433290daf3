import { join } from 'node:path';
import {
  DomainError,
  US_PER_MINUTE,
  type Bar,
  type Instrument,
  type MarketDataEvent,
  type Quote,
  type StreamKind,
} from '@bourseworks/domain';
import { MarketDataAdapter, type HistoryQuery, type OpenStream } from '@bourseworks/ports';
import type { StreamSpec } from '@bourseworks/ports';
import type { ReplayConfig } from '../config.js';
import { LeanCatalogue, type LeanListing, type TickType } from '../lean/lean-catalogue.js';
import { LocalDay } from '../lean/local-day.js';
import { readZippedText } from '../lean/read-zip.js';
import { closingQuotes, middleBars, tradeBars, type RowContext } from '../lean/rows.js';

/** Events of one part of a history answer: about 100 kB on the wire. */
export const PART_EVENTS = 500;

type Reader = (text: string, context: RowContext) => Generator<Bar | Quote>;

interface Source {
  readonly tickType: TickType;
  readonly read: Reader;
}

/** When an event is known: the end of a bar, the time of a quote. */
export function knownUs(event: Bar | Quote): number {
  return event.kind === 'bar' ? event.endUs : event.us;
}

/**
 * Market data from minute files. History is the files' content; a live stream is only registered: the replay driver
 * publishes on it what history holds. A query [from, to) gives the bars that start at or after `from` and end by `to`: a
 * bar that is still open at `to` would tell the future. Quotes stand for the end of their minute and follow its bar.
 */
export class ReplayMarketData extends MarketDataAdapter {
  private constructor(private readonly catalogue: LeanCatalogue) {
    super();
  }

  static async load(config: Pick<ReplayConfig, 'dataRoot' | 'venues'>): Promise<ReplayMarketData> {
    return new ReplayMarketData(await LeanCatalogue.load(config.dataRoot, config.venues));
  }

  instruments(): Promise<readonly Instrument[]> {
    return Promise.resolve(this.catalogue.instruments());
  }

  kinds(instrument: Instrument): readonly StreamKind[] {
    const listing = this.catalogue.find(instrument.key);
    if (listing === undefined) return [];
    return listing.dates.quote.length > 0 ? ['bar-1m', 'quote'] : ['bar-1m'];
  }

  async history(
    query: HistoryQuery,
    part: (events: readonly MarketDataEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { listing, source } = this.locate(query);
    const dates = listing.dates[source.tickType].filter((date) => overlaps(new LocalDay(listing.zone, date), query));
    if (dates.length === 0) {
      throw new DomainError({
        code: 'HISTORY_NOT_FOUND',
        message: `no ${query.kind} of ${query.instrument.key} in the range`,
        details: { venue: query.instrument.venue, symbol: query.instrument.symbol, kind: query.kind },
      });
    }
    for (const date of dates) {
      if (signal.aborted) return;
      await this.day(listing, source, date, query, part, signal);
    }
  }

  // An opened stream has no data of its own: nothing to keep, nothing that could leak.
  async open(spec: StreamSpec): Promise<OpenStream> {
    this.locate(spec);
    return { close: () => Promise.resolve() };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** One file at a time is in memory, whatever the range. */
  private async day(
    listing: LeanListing,
    source: Source,
    date: string,
    { fromUs, toUs }: HistoryQuery,
    part: (events: readonly MarketDataEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const file = `${listing.folder}/${date}_${source.tickType}.zip`.replaceAll('\\', '/');
    const text = await readZippedText(join(this.catalogue.root, file), file);
    const context = { file, day: new LocalDay(listing.zone, date), instrument: listing.instrument };
    let pending: (Bar | Quote)[] = [];
    for (const event of source.read(text, context)) {
      const known = knownUs(event);
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

  private locate({ instrument, kind }: StreamSpec): { listing: LeanListing; source: Source } {
    const listing = this.catalogue.find(instrument.key);
    if (listing === undefined) {
      throw new DomainError({
        code: 'INSTRUMENT_UNKNOWN',
        message: `there are no data of ${instrument.key}`,
        details: { venue: instrument.venue, symbol: instrument.symbol },
      });
    }
    const source = sourceOf(listing, kind);
    if (source !== undefined) return { listing, source };
    throw new DomainError({
      code: 'KIND_UNSUPPORTED',
      message: `${instrument.key} has no ${kind}`,
      details: { kind, kinds: this.kinds(instrument).join(', ') },
    });
  }
}

function sourceOf(listing: LeanListing, kind: StreamKind): Source | undefined {
  if (kind === 'quote' && listing.dates.quote.length > 0) return { tickType: 'quote', read: closingQuotes };
  if (kind !== 'bar-1m') return undefined;
  return listing.dates.trade.length > 0
    ? { tickType: 'trade', read: tradeBars }
    : { tickType: 'quote', read: middleBars };
}

function overlaps(day: LocalDay, { fromUs, toUs }: HistoryQuery): boolean {
  return day.startUs < toUs && day.endUs > fromUs;
}
