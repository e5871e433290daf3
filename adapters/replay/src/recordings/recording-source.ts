import type { Adjustment, Instrument, StreamKind } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';
import { RecordedStream, recordingsRoot, segmentFault } from '@bourseworks/recording';
import { historyNotFound } from '../market-data/history-not-found.js';
import { PartBuffer } from '../market-data/part-buffer.js';
import type { PartSink, ReplaySource } from '../market-data/replay-source.js';
import { partsOf } from './range-parts.js';
import { RecordedRange, SLACK_US } from './recorded-range.js';

interface Listing {
  instrument: Instrument;
  readonly streams: Map<StreamKind, RecordedStream>;
}

/** What `bourse record` wrote: the items of live topics, with both of their times. A range is of venue times. */
export class RecordingSource implements ReplaySource {
  private constructor(private readonly listings: ReadonlyMap<string, Listing>) {}

  /** Undefined without recordings. Throws DATA_FORMAT. */
  static async load(dataRoot: string, venues: readonly string[]): Promise<RecordingSource | undefined> {
    const root = recordingsRoot(dataRoot);
    if (root === undefined) return undefined;
    const listings = new Map<string, Listing>();
    // The newest last: the instrument is as it was then.
    const streams = (await RecordedStream.all(root)).toSorted((a, b) => a.header.epoch - b.header.epoch);
    for (const stream of streams) {
      if (venues.includes(stream.instrument.venue)) list(stream, listings);
    }
    return new RecordingSource(listings);
  }

  instruments(): readonly Instrument[] {
    const instruments = [...this.listings.values()].map((listing) => listing.instrument);
    return instruments.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  }

  kinds(instrumentKey: string): readonly StreamKind[] {
    return [...(this.listings.get(instrumentKey)?.streams.keys() ?? [])].toSorted();
  }

  adjustments(): readonly Adjustment[] {
    return ['raw'];
  }

  tickQuotes(): boolean {
    return true;
  }

  async history(query: HistoryQuery, part: PartSink, signal: AbortSignal): Promise<void> {
    const listing = this.listings.get(query.instrument.key);
    const stream = listing?.streams.get(query.kind);
    if (listing === undefined || stream === undefined) throw historyNotFound(query);
    const buffer = new PartBuffer();
    const range = new RecordedRange(query, (event) => buffer.add(event));
    const events = stream.events(listing.instrument, query.fromUs - SLACK_US);
    for await (const found of partsOf(events, range, buffer)) {
      if (found.length > 0) await part(found);
      // Leaving the loop closes the file.
      if (signal.aborted) return;
    }
    if (!range.touched) throw historyNotFound(query);
  }
}

function list(stream: RecordedStream, listings: Map<string, Listing>): void {
  const { instrument, header, label } = stream;
  const listing = listings.get(instrument.key) ?? { instrument, streams: new Map<StreamKind, RecordedStream>() };
  const other = listing.streams.get(header.kind);
  if (other !== undefined)
    throw segmentFault(
      label,
      `the same is in ${other.label}, of another adapter: replay them from folders of their own`,
    );
  listing.instrument = instrument;
  listing.streams.set(header.kind, stream);
  listings.set(instrument.key, listing);
}
