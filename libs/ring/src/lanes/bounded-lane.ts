import { HELD, HELD_NONE, WORD_HELD } from '../byte-ring/ring-layout.js';
import type { RingWriter } from '../byte-ring/ring-writer.js';
import type { DoorbellRinger } from '../doorbell/doorbell.js';
import type { HostSequence, RecordLayout } from '../record.js';
import { RingMemory } from '../ring-memory.js';

/** `refused`: the bound of the overflow is reached and the record is lost; stop the consumer, naming this as the reason. */
export type LaneResult = 'written' | 'overflowed' | 'refused';

export interface BoundedLaneOptions {
  readonly writer: RingWriter;
  /** Most records in the overflow, 1 or more. */
  readonly maxRecords: number;
  /** Most payload bytes in the overflow; by default four times the ring. */
  readonly maxBytes?: number;
  /** Rung after each record that went into the ring. */
  readonly doorbell?: DoorbellRinger;
  /** Alarm: the first record went into an empty overflow. */
  readonly onOverflow?: () => void;
}

interface HeldRecord {
  readonly type: number;
  readonly seq: HostSequence;
  readonly flags: number;
  readonly bytes: Uint8Array;
}

/**
 * The producer's end of a lane that loses nothing silently: a ring, and an ordered overflow of bounded size in the
 * producer's own memory. While records are held, the ring's header says so and the merger delivers nothing that comes after
 * them from other lanes. The holder must `flush` when the consumer asks (`RingReaderOptions.onSpace`); each write flushes too.
 */
export class BoundedLane {
  private readonly writer: RingWriter;
  private readonly words: Int32Array;
  private readonly maxRecords: number;
  private readonly maxBytes: number;
  private readonly doorbell: DoorbellRinger | undefined;
  private readonly onOverflow: (() => void) | undefined;
  private readonly scratch: RingMemory;
  private held: HeldRecord[] = [];
  /** Index of the first record still held; the array is cut when half of it is used up, so that a flush stays linear. */
  private first = 0;
  private lastSeq = -Infinity;
  private heldBytesCount = 0;
  private overflowedCount = 0;
  private refusedCount = 0;
  private closed = false;

  /** @throws RangeError when `maxRecords` is not a positive integer. */
  constructor(options: BoundedLaneOptions) {
    if (!Number.isInteger(options.maxRecords) || options.maxRecords < 1) {
      throw new RangeError(`maxRecords: ${options.maxRecords}`);
    }
    this.writer = options.writer;
    this.words = options.writer.ring.words;
    this.maxRecords = options.maxRecords;
    this.maxBytes = options.maxBytes ?? 4 * options.writer.ring.capacity;
    this.doorbell = options.doorbell;
    this.onOverflow = options.onOverflow;
    this.scratch = new RingMemory(new ArrayBuffer(4_096));
  }

  /** Records held in the overflow now. */
  get heldRecords(): number {
    return this.held.length - this.first;
  }

  /** Payload bytes held in the overflow now. */
  get heldBytes(): number {
    return this.heldBytesCount;
  }

  /** Records that ever went through the overflow. */
  get overflowed(): number {
    return this.overflowedCount;
  }

  /** Records lost because the bound was reached or the lane was closed. */
  get refused(): number {
    return this.refusedCount;
  }

  /**
   * Sends one record; the bytes are copied.
   * @throws RangeError as `RingWriter.tryWrite`.
   */
  write(type: number, seq: HostSequence, bytes: Uint8Array, flags = 0): LaneResult {
    this.check(seq, bytes.length);
    if (this.readyForRing() && this.writer.tryWrite(type, seq, bytes, flags)) return this.rang();
    return this.hold(type, seq, flags, bytes);
  }

  /**
   * Sends one value, encoded in place when there is room.
   * @throws RangeError as `RingWriter.tryEncode`, or when the layout exceeds 4 096 bytes.
   */
  encode<T>(layout: RecordLayout<T>, seq: HostSequence, value: Readonly<T>, flags = 0): LaneResult {
    this.check(seq, layout.bytes);
    if (this.readyForRing() && this.writer.tryEncode(layout, seq, value, flags)) return this.rang();
    if (layout.bytes > this.scratch.u8.length) throw new RangeError(`layout of ${layout.bytes} bytes`);
    layout.encode(this.scratch, 0, value);
    return this.hold(layout.type, seq, flags, this.scratch.u8.subarray(0, layout.bytes));
  }

  /** Moves held records into the ring, in order, as far as they fit. Returns how many were moved. */
  flush(): number {
    let moved = 0;
    while (this.heldRecords > 0) {
      moved += this.moveFitting();
      if (this.heldRecords === 0) break;
      // Asked for before the second look: a consumer that frees space after that look finds the request.
      Atomics.store(this.words, WORD_HELD, HELD);
      if (!this.writer.fits(this.held[this.first].bytes.length)) break;
    }
    if (this.heldRecords === 0 && moved > 0) Atomics.store(this.words, WORD_HELD, HELD_NONE);
    if (moved > 0) this.doorbell?.ring();
    return moved;
  }

  /** Drops what is held and refuses every later record. Returns how many records were dropped. */
  close(): number {
    const dropped = this.heldRecords;
    this.closed = true;
    this.refusedCount += dropped;
    this.held = [];
    this.first = 0;
    this.heldBytesCount = 0;
    Atomics.store(this.words, WORD_HELD, HELD_NONE);
    return dropped;
  }

  private readyForRing(): boolean {
    if (this.closed) return false;
    if (this.heldRecords > 0) this.flush();
    return this.heldRecords === 0;
  }

  private rang(): LaneResult {
    this.doorbell?.ring();
    return 'written';
  }

  private hold(type: number, seq: HostSequence, flags: number, bytes: Uint8Array): LaneResult {
    const full = this.heldRecords >= this.maxRecords || this.heldBytesCount + bytes.length > this.maxBytes;
    if (this.closed || full) {
      this.refusedCount += 1;
      return 'refused';
    }
    const wasEmpty = this.heldRecords === 0;
    this.held.push({ type, seq, flags, bytes: bytes.slice() });
    this.heldBytesCount += bytes.length;
    if (wasEmpty) {
      // Says in shared memory that records are held, and takes the space that may have come free since the ring refused.
      this.flush();
      if (this.heldRecords === 0) return 'written';
    }
    this.overflowedCount += 1;
    if (wasEmpty) this.onOverflow?.();
    return 'overflowed';
  }

  private moveFitting(): number {
    let moved = 0;
    while (this.first < this.held.length) {
      const { type, seq, flags, bytes } = this.held[this.first];
      if (!this.writer.tryWrite(type, seq, bytes, flags)) break;
      this.first += 1;
      this.heldBytesCount -= bytes.length;
      moved += 1;
    }
    if (2 * this.first >= this.held.length) {
      this.held = this.held.slice(this.first);
      this.first = 0;
    }
    return moved;
  }

  /** Refused here, at the caller, and not in a later flush where the record would block all behind it. */
  private check(seq: HostSequence, length: number): void {
    const { maxPayload } = this.writer.ring;
    if (length > maxPayload)
      throw new RangeError(`record of ${length} bytes exceeds the largest payload ${maxPayload}`);
    if (!(seq >= this.lastSeq)) throw new RangeError(`sequence ${seq} after ${this.lastSeq} in one lane`);
    this.lastSeq = seq;
  }
}
