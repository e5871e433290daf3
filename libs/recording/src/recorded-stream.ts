import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instrument, MarketDataEvent } from '@bourseworks/domain';
import { instrumentFromShape } from '@bourseworks/dto/shapes';
import { RecordedEvents } from './recorded-events.js';
import type { RecordedLine, SegmentHeader } from './recorded-lines.js';
import { segmentFault } from './refusals.js';
import { streamFolders } from './stream-folders.js';
import { parseSegmentName } from './segment-name.js';
import { SegmentReader } from './segment-reader.js';

/** A snapshot that a segment lacks, because market-data did not answer, stands in the one before. */
const SEGMENTS_BEFORE = 1;

interface Segment {
  readonly beganUs: number;
  readonly reader: SegmentReader;
}

/** All segments of one topic. */
export class RecordedStream {
  private constructor(
    /** Its folder below the recordings, for messages. */
    readonly label: string,
    /** Of the newest segment. */
    readonly header: SegmentHeader,
    /** As the newest segment has it. */
    readonly instrument: Instrument,
    private readonly segments: readonly Segment[],
  ) {}

  /** The recordings below a folder, in the order of its names. @throws DomainError DATA_FORMAT */
  static async all(root: string): Promise<readonly RecordedStream[]> {
    const found: RecordedStream[] = [];
    for (const label of streamFolders(root)) {
      const stream = await RecordedStream.of(root, label);
      if (stream !== undefined) found.push(stream);
    }
    return found;
  }

  /** Undefined where no recorder came as far as the header of a segment. */
  private static async of(root: string, label: string): Promise<RecordedStream | undefined> {
    const segments: Segment[] = [];
    for (const name of (await readdir(join(root, label))).toSorted()) {
      const parsed = parseSegmentName(name);
      const reader = new SegmentReader(join(root, label, name), `${label}/${name}`);
      if (parsed !== undefined) segments.push({ beganUs: parsed.beganUs, reader });
    }
    const header = await newestHeader(segments);
    if (header === undefined) return undefined;
    const instrument = instrumentFromShape(header.instrument);
    if (!instrument.ok) throw segmentFault(label, instrument.refusal.message);
    return new RecordedStream(label, header, instrument.value, segments);
  }

  /**
   * The events of all segments that may hold what was received from `fromUs` on, and some before, in units of `instrument`:
   * each once, in the order in which they became known.
   * @throws DomainError DATA_FORMAT, after all that was good before
   */
  async *events(instrument: Instrument, fromUs: number): AsyncGenerator<readonly MarketDataEvent[]> {
    const fail = (problem: string): Error => segmentFault(this.label, problem);
    const events = new RecordedEvents(this.header.kind, instrument, fail);
    for (const { reader } of this.segmentsFrom(fromUs)) {
      const shape = (await reader.header())?.instrument;
      if (shape !== undefined && (shape.priceScale > instrument.priceScale || shape.qtyScale > instrument.qtyScale))
        throw fail('an earlier segment has more decimals than the instrument has now');
      for await (const lines of reader.lines())
        yield* whatIsGood(lines, (line) => events.take(reader.parse(line) as RecordedLine));
    }
  }

  private segmentsFrom(fromUs: number): readonly Segment[] {
    const last = this.segments.findLastIndex(({ beganUs }) => beganUs <= fromUs);
    return this.segments.slice(Math.max(0, last - SEGMENTS_BEFORE));
  }
}

/** The events of some lines; those before a bad one first, then its fault. */
function* whatIsGood(
  lines: readonly string[],
  take: (line: string) => readonly MarketDataEvent[],
): Generator<readonly MarketDataEvent[]> {
  const events: MarketDataEvent[] = [];
  try {
    for (const line of lines) for (const event of take(line)) events.push(event);
  } catch (error) {
    yield events;
    throw error;
  }
  yield events;
}

async function newestHeader(segments: readonly Segment[]): Promise<SegmentHeader | undefined> {
  for (const { reader } of segments.toReversed()) {
    const header = await reader.header();
    if (header !== undefined) return header;
  }
  return undefined;
}
