import { expectOk, type Instrument } from '@bourseworks/domain';
import { batchFromShape, instrumentFromShape } from '@bourseworks/dto/shapes';
import type { Clock, Timer } from '@bourseworks/ports';
import { boundSegments, DEFAULT_SEGMENT_BYTES, SegmentWriter } from '@bourseworks/recording';
import type { RecordedPoints } from './recorded-points.js';
import { isStored, recordedSeries } from './recorded-series.js';
import type { FromRecorder, RecordedStreamOf, RecorderOptions, ToRecorder } from './recorder-protocol.js';

/** Of all streams together; a disk that is slower loses what comes beyond this. */
const MAX_WAITING_BYTES = 128 * 1024 * 1024;
/** How long a disk that refused is left alone. */
const PAUSE_US = 60_000_000;
/** A snapshot that did not come within this time will not. */
const BOOK_US = 15_000_000;
const TALLY_US = 1_000_000;
const BOUND_US = 60_000_000;
/** A segment is a small part of what is kept, so that the bound is near. */
const SEGMENT_PART = 16;
const MIN_SEGMENT_BYTES = 1024 * 1024;

interface Recorded {
  readonly of: RecordedStreamOf;
  readonly instrument: Instrument;
  writer: SegmentWriter | undefined;
  /** A snapshot of the book was asked for; until then it is not asked for again, monotonic microseconds. */
  bookWantedUntilUs: number;
}

/**
 * Writes what is published into segments, and trades and bars into the store. A disk that refuses stops it and nothing else; it
 * begins again, with new segments, after a minute.
 */
export class Recordings {
  private readonly streams = new Map<number, Recorded>();
  private readonly ending = new Set<Promise<void>>();
  private readonly maxSegmentBytes: number;
  private failedUntilUs: number | undefined;
  private tally = { items: 0, lost: 0, points: 0, lostPoints: 0 };
  private bytes = 0;
  private tallyTimer: Timer | undefined;
  private boundTimer: Timer | undefined;

  constructor(
    private readonly options: RecorderOptions,
    private readonly clock: Clock,
    private readonly points: RecordedPoints,
    private readonly tell: (message: FromRecorder) => void,
  ) {
    this.maxSegmentBytes = Math.min(
      DEFAULT_SEGMENT_BYTES,
      Math.max(MIN_SEGMENT_BYTES, Math.floor(options.maxBytes / SEGMENT_PART)),
    );
    void this.bound();
  }

  open(of: RecordedStreamOf): void {
    const instrument = expectOk(instrumentFromShape(of.instrument));
    this.streams.set(of.stream, { of, instrument, writer: undefined, bookWantedUntilUs: 0 });
  }

  batch({ stream, epoch, seq0, count, bytes }: Extract<ToRecorder, { type: 'batch' }>): void {
    const recorded = this.streams.get(stream);
    if (recorded === undefined) return;
    const before = recorded.writer?.segments ?? 0;
    if (this.add(recorded, bytes, epoch, seq0)) {
      this.count('items', count);
      if (recorded.writer?.segments !== before) this.wantBook(recorded);
    } else {
      this.count('lost', count);
      this.wantBook(recorded);
    }
    if (isStored(recorded.of.kind)) this.store(recorded, bytes);
  }

  hole(stream: number): void {
    const recorded = this.streams.get(stream);
    if (recorded !== undefined) this.wantBook(recorded);
  }

  book({ stream, epoch, sequence, bytes }: Extract<ToRecorder, { type: 'book' }>): void {
    const recorded = this.streams.get(stream);
    if (recorded === undefined) return;
    recorded.bookWantedUntilUs = 0;
    this.add(recorded, bytes, epoch, sequence + 1);
  }

  close(stream: number): void {
    const recorded = this.streams.get(stream);
    this.streams.delete(stream);
    if (recorded !== undefined) this.end(recorded);
  }

  /** Resolves when all that came is on the disk, or lost. */
  async finish(): Promise<void> {
    this.boundTimer?.cancel();
    for (const stream of this.streams.keys()) this.close(stream);
    await Promise.all([...this.ending, this.points.flush()]);
    this.tallyTimer?.cancel();
    this.sendTally();
  }

  /** Points that went into the store, and that did not. */
  stored(points: number, lost: number): void {
    this.count('points', points);
    this.count('lostPoints', lost);
  }

  private add(recorded: Recorded, line: Uint8Array, epoch: number, sequence: number): boolean {
    if (!this.isWriting() || this.waitingBytes() + line.length > MAX_WAITING_BYTES) return false;
    const { root } = this.options;
    const limits = { maxBytes: this.maxSegmentBytes };
    recorded.writer ??= new SegmentWriter(root, recorded.of, this.clock, (error) => this.fail(error), limits);
    return recorded.writer.add(line, { epoch, sequence });
  }

  private isWriting(): boolean {
    if (this.failedUntilUs === undefined) return true;
    if (this.clock.monotonicUs() < this.failedUntilUs) return false;
    this.failedUntilUs = undefined;
    this.tell({ type: 'state' });
    void this.bound();
    return true;
  }

  /** What each writer has is lost: a member behind a torn one would be. */
  private fail(error: Error): void {
    if (this.failedUntilUs !== undefined) return;
    this.failedUntilUs = this.clock.monotonicUs() + PAUSE_US;
    for (const recorded of this.streams.values()) this.end(recorded);
    this.tell({ type: 'state', reason: error.message });
  }

  private end(recorded: Recorded): void {
    const { writer } = recorded;
    recorded.writer = undefined;
    if (writer === undefined) return;
    // It has told its failure already.
    const ending = writer
      .close()
      .catch(() => undefined)
      .finally(() => this.ending.delete(ending));
    this.ending.add(ending);
  }

  private wantBook(recorded: Recorded): void {
    if (recorded.of.kind !== 'book' || this.failedUntilUs !== undefined) return;
    const nowUs = this.clock.monotonicUs();
    if (nowUs < recorded.bookWantedUntilUs) return;
    recorded.bookWantedUntilUs = nowUs + BOOK_US;
    this.tell({ type: 'book-wanted', stream: recorded.of.stream });
  }

  private store({ of, instrument }: Recorded, bytes: Uint8Array): void {
    const batch = batchFromShape(of.kind, JSON.parse(Buffer.from(bytes).toString()), instrument);
    if (batch.ok) this.points.add(recordedSeries(of.adapter, instrument, of.kind), of.kind, batch.value.events);
    else this.count('lostPoints', 1);
  }

  private waitingBytes(): number {
    let bytes = 0;
    for (const { writer } of this.streams.values()) bytes += writer?.waitingBytes ?? 0;
    return bytes;
  }

  /** Keeps the bound, now and again. */
  private async bound(): Promise<void> {
    this.boundTimer?.cancel();
    this.boundTimer = this.clock.setTimer(BOUND_US, () => void this.bound());
    const { root, maxBytes } = this.options;
    try {
      const { bytes } = await boundSegments(root, maxBytes, Math.floor(this.clock.nowUs() / 1_000));
      this.bytes = bytes;
      this.count('items', 0);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private count(what: keyof typeof this.tally, by: number): void {
    this.tally[what] += by;
    this.tallyTimer ??= this.clock.setTimer(TALLY_US, () => this.sendTally());
  }

  private sendTally(): void {
    this.tallyTimer = undefined;
    this.tell({ type: 'tally', ...this.tally, bytes: this.bytes });
    this.tally = { items: 0, lost: 0, points: 0, lostPoints: 0 };
  }
}
