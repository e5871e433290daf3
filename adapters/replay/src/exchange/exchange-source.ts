import type { Adjustment, Instrument, StreamKind } from '@bourseworks/domain';
import type { RecordedVenue } from '@bourseworks/feeds';
import type { HistoryQuery } from '@bourseworks/ports';
import { historyNotFound } from '../market-data/history-not-found.js';
import { PartBuffer } from '../market-data/part-buffer.js';
import type { PartSink, ReplaySource } from '../market-data/replay-source.js';
import { partsOf } from '../recordings/range-parts.js';
import { RecordedRange } from '../recordings/recorded-range.js';
import { exchangeFiles, exchangeLines, exchangeRoot } from './exchange-folder.js';
import { ExchangeRecording } from './exchange-recording.js';
import { RECORDED_VENUES } from './exchange-venues.js';

/**
 * What somebody received from exchanges and kept, read by the adapters of the venues: a book whose checksum is not the venue's is
 * told without levels. A range is of venue times.
 */
export class ExchangeSource implements ReplaySource {
  private constructor(private readonly recordings: readonly ExchangeRecording[]) {}

  /** Undefined without such recordings. Throws DomainError DATA_FORMAT. */
  static async load(dataRoot: string, venues: readonly string[]): Promise<ExchangeSource | undefined> {
    const root = exchangeRoot(dataRoot);
    if (root === undefined) return undefined;
    const served = RECORDED_VENUES.filter(({ venue }) => venues.includes(venue));
    const recordings: ExchangeRecording[] = [];
    for (const [venue, names] of await filesByVenue(root, served))
      recordings.push(await ExchangeRecording.load(root, venue, names));
    return new ExchangeSource(recordings);
  }

  instruments(): readonly Instrument[] {
    return this.recordings.flatMap(({ listed }) => Array.from(listed.values(), ({ instrument }) => instrument));
  }

  kinds(instrumentKey: string): readonly StreamKind[] {
    return this.find(instrumentKey)?.listed.get(instrumentKey)?.kinds ?? [];
  }

  adjustments(): readonly Adjustment[] {
    return ['raw'];
  }

  tickQuotes(): boolean {
    return true;
  }

  async history(query: HistoryQuery, part: PartSink, signal: AbortSignal): Promise<void> {
    const recording = this.find(query.instrument.key);
    if (recording === undefined) throw historyNotFound(query);
    const buffer = new PartBuffer();
    const range = new RecordedRange(query, (event) => buffer.add(event));
    let covered = false;
    const heard = (us: number): void => void (covered ||= us >= query.fromUs && us < query.toUs);
    for await (const found of partsOf(recording.events(query, heard), range, buffer)) {
      if (found.length > 0) await part(found);
      // Leaving the loop closes the file.
      if (signal.aborted) return;
    }
    if (!covered && !range.touched) throw historyNotFound(query);
  }

  private find(instrumentKey: string): ExchangeRecording | undefined {
    return this.recordings.find(({ listed }) => listed.has(instrumentKey));
  }
}

/** The files of each venue; those of others are passed over. */
async function filesByVenue(
  root: string,
  venues: readonly RecordedVenue[],
): Promise<ReadonlyMap<RecordedVenue, readonly string[]>> {
  const found = new Map<RecordedVenue, string[]>();
  for (const name of exchangeFiles(root)) {
    const url = await addressIn(root, name);
    const venue = url === undefined ? undefined : venues.find((each) => each.isOf(url));
    if (venue !== undefined) found.set(venue, [...(found.get(venue) ?? []), name]);
  }
  return found;
}

/** The first address of a file; undefined where there is none at its beginning. */
async function addressIn(root: string, name: string): Promise<string | undefined> {
  for await (const lines of exchangeLines(root, name)) {
    const line = lines.find((each) => each.kind !== 'received');
    if (line !== undefined || lines.length > 0) return line?.url;
  }
  return undefined;
}
