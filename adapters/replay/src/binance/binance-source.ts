import type { Adjustment, Instrument, StreamKind } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';
import { historyNotFound } from '../market-data/history-not-found.js';
import type { PartSink, ReplaySource } from '../market-data/replay-source.js';
import { FeedFiles } from './feed-files.js';
import { FEED_KINDS, feedReader } from './feed-reader.js';
import { binanceInstrument } from './instruments.js';
import { SLACK_US } from './messages.js';
import { PartBuffer } from '../market-data/part-buffer.js';
import { binanceRoot, recordingsOf } from './recordings.js';

interface Listing {
  readonly instrument: Instrument;
  readonly files: FeedFiles;
}

/**
 * Recorded Binance feeds. Events have the venue's time and, to the nanosecond, that of receipt: the latter is when they were
 * known, and the order in which they are told. A range is of venue times.
 */
export class BinanceSource implements ReplaySource {
  private constructor(private readonly listings: ReadonlyMap<string, Listing>) {}

  /** Undefined without such recordings. Throws DomainError for one that tells no instrument. */
  static async load(dataRoot: string, venues: readonly string[]): Promise<BinanceSource | undefined> {
    const root = binanceRoot(dataRoot);
    if (root === undefined) return undefined;
    const listings = new Map<string, Listing>();
    for (const recording of recordingsOf(root)) {
      if (!venues.includes(recording.venue)) continue;
      const instrument = await binanceInstrument(recording, root);
      listings.set(instrument.key, { instrument, files: new FeedFiles(root, recording) });
    }
    return new BinanceSource(listings);
  }

  instruments(): readonly Instrument[] {
    return [...this.listings.values()].map((listing) => listing.instrument);
  }

  kinds(instrumentKey: string): readonly StreamKind[] {
    return this.listings.has(instrumentKey) ? FEED_KINDS : [];
  }

  adjustments(): readonly Adjustment[] {
    return ['raw'];
  }

  tickQuotes(): boolean {
    return true;
  }

  async history(query: HistoryQuery, part: PartSink, signal: AbortSignal): Promise<void> {
    const files = this.listings.get(query.instrument.key)?.files;
    if (files === undefined) throw historyNotFound(query);
    let given = false;
    for await (const events of partsOf(files, query)) {
      if (events.length > 0) await part(events);
      given ||= events.length > 0;
      // Leaving the loop closes the file.
      if (signal.aborted) return;
    }
    if (!given && !files.cover(query)) throw historyNotFound(query);
  }
}

/** The parts of an answer; an empty one now and then, so that an abort is noticed where nothing is found for long. */
async function* partsOf(files: FeedFiles, query: HistoryQuery): AsyncGenerator<ReturnType<PartBuffer['take']>> {
  const buffer = new PartBuffer();
  const reader = feedReader(query, (event) => buffer.add(event));
  let covered = false;
  let over = false;
  try {
    for await (const lines of files.lines(query, query.kind === 'book')) {
      for (const line of lines) {
        over = line.us >= query.toUs + SLACK_US;
        if (over) break;
        covered ||= line.us >= query.toUs;
        reader.line(line);
        if (buffer.full) yield buffer.take();
      }
      if (over) break;
      yield [];
    }
  } catch (error) {
    // What was good is told before the fault behind it.
    yield buffer.take();
    throw error;
  }
  reader.end(covered || over);
  yield buffer.take();
}
