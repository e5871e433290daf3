import { join } from 'node:path';
import { parseLiveTopic } from '@bourseworks/dto/shapes';
import type { Clock, Timer } from '@bourseworks/ports';
import type { RecordedTopic } from './recorded-lines.js';
import { SegmentFile } from './segment-file.js';
import { folderName } from './segment-name.js';

/** A member is written when so much waits, or when something has waited for so long. */
const FLUSH_BYTES = 1024 * 1024;
const FLUSH_US = 1_000_000;
/** A disk that is slower than the stream: what comes beyond this is refused. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

export const DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024;
export const DEFAULT_SEGMENT_US = 3_600_000_000;

export interface SegmentLimits {
  /** A segment ends when it has so many bytes, packed; one flush more at most. */
  readonly maxBytes?: number;
  /** And when it is so old, microseconds. */
  readonly maxUs?: number;
  /** What was added is in the file after so many microseconds; default 1 s. */
  readonly flushUs?: number;
}

/** The place of a line: the epoch, and the sequence of the first item of it or behind it. */
export interface LinePlace {
  readonly epoch: number;
  readonly sequence: number;
}

/**
 * Records one topic in segments below a folder, each of one epoch. What was added is in the file, and so survives this
 * process, after `flushUs`; it survives a loss of power once its segment has its final name, for it is synced to the disk then.
 */
export class SegmentWriter {
  /** Segments begun; of a book, the reader of each needs a snapshot in it. */
  segments = 0;
  private endedBytes = 0;
  private current: SegmentFile | undefined;
  private waiting = 0;
  private work: Promise<void> = Promise.resolve();
  private queued = false;
  private closed = false;
  private timer: Timer | undefined;
  private failure: Error | undefined;
  private readonly folder: string;

  constructor(
    root: string,
    private readonly stream: RecordedTopic,
    private readonly clock: Clock,
    /** The disk refused; nothing is written any more. */
    private readonly failed: (error: Error) => void,
    private readonly limits: SegmentLimits = {},
  ) {
    const topic = parseLiveTopic(stream.topic);
    if (!topic.ok) throw new RangeError(`${stream.topic} is no topic of market data`);
    const { venue, symbol, kind } = topic.value;
    this.folder = join(root, ...[venue, symbol, kind].map(folderName));
  }

  get bytes(): number {
    return this.endedBytes + (this.current?.bytes ?? 0);
  }

  /** Bytes that were added and are not in the file yet. */
  get waitingBytes(): number {
    return this.waiting;
  }

  /** Takes a line of JSON, without a newline in it. False when it was refused: too much waits, the disk failed, or it is closed. */
  add(line: Uint8Array, place: LinePlace): boolean {
    if (this.closed || this.failure !== undefined || this.waiting + line.length > MAX_WAITING_BYTES) return false;
    const segment = this.segmentFor(place);
    const before = segment.waiting;
    segment.add(line);
    this.waiting += segment.waiting - before;
    if (segment.waiting >= FLUSH_BYTES) this.flush();
    else this.timer ??= this.clock.setTimer(this.limits.flushUs ?? FLUSH_US, () => this.flush());
    return true;
  }

  /** Ends the segment; resolves when it is on the disk. @throws what the disk refused with */
  async close(): Promise<void> {
    this.closed = true;
    this.timer?.cancel();
    this.end();
    await this.work;
    if (this.failure !== undefined) throw this.failure;
  }

  private segmentFor({ epoch, sequence }: LinePlace): SegmentFile {
    const nowUs = this.clock.nowUs();
    if (this.current !== undefined && this.isOver(this.current, epoch, nowUs)) this.end();
    if (this.current !== undefined) return this.current;
    const { topic, kind, instrument } = this.stream;
    const { venue, symbol } = instrument;
    const header = { recording: 1, topic, venue, symbol, kind, epoch, instrument } as const;
    this.current = new SegmentFile(this.folder, { epoch, sequence, beganUs: nowUs }, header);
    this.waiting += this.current.waiting;
    this.segments += 1;
    return this.current;
  }

  private isOver({ name, bytes }: SegmentFile, epoch: number, nowUs: number): boolean {
    const { maxBytes = DEFAULT_SEGMENT_BYTES, maxUs = DEFAULT_SEGMENT_US } = this.limits;
    return epoch !== name.epoch || bytes >= maxBytes || nowUs - name.beganUs >= maxUs;
  }

  private flush(): void {
    this.timer?.cancel();
    this.timer = undefined;
    if (this.queued) return;
    this.queued = true;
    // Of whatever is current when its turn comes: what was added meanwhile goes with it.
    this.next(async () => {
      this.queued = false;
      this.waiting -= (await this.current?.flush()) ?? 0;
    });
  }

  private end(): void {
    const { current } = this;
    if (current === undefined) return;
    this.current = undefined;
    this.next(async () => {
      this.waiting -= await current.end();
      this.endedBytes += current.bytes;
    });
  }

  /** One thing after the other; after a failure nothing, for a member behind a torn one would be lost to its readers. */
  private next(task: () => Promise<void>): void {
    this.work = this.work.then(async () => {
      if (this.failure !== undefined) return;
      try {
        await task();
      } catch (error) {
        this.failure = error instanceof Error ? error : new Error(String(error));
        this.failed(this.failure);
      }
    });
  }
}
