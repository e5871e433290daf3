import type { MergeSource } from '../lanes/merge-source.js';
import { EMPTY, HELD_BACK } from '../lanes/merge-source.js';
import type { HostSequence, RecordHandler } from '../record.js';
import type { RingMemory } from '../ring-memory.js';
import { ByteRing } from './byte-ring.js';
import {
  HELD,
  HELD_NONE,
  HELD_NOTIFIED,
  RECORD_HEADER_BYTES,
  RING_HEADER_BYTES,
  WORD_HEAD,
  WORD_HELD,
  WORD_HIGH_WATER_CONSUMER,
  WORD_TAIL,
  WRAP_MARKER,
  recordBytes,
} from './ring-layout.js';

export interface RingReaderOptions {
  /**
   * Called when the producer keeps records back and at least half of the ring has become free: tell it to flush (over a
   * port, say). Once for each time that it holds records back. Without it the records wait for the producer's next write.
   */
  readonly onSpace?: () => void;
}

/** The consumer's end. One reader object in one thread. Never waits. */
export class RingReader implements MergeSource {
  readonly ring: ByteRing;
  private readonly memory: RingMemory;
  private readonly words: Int32Array;
  private readonly mask: number;
  private readonly onSpace: (() => void) | undefined;
  /** Next byte to read; runs ahead of the published head while a drain is going on. */
  private cursor: number;
  private published: number;
  private cachedTail: number;
  private highWater = 0;
  private draining = false;
  private readCount = 0;

  constructor(shared: SharedArrayBuffer, options: RingReaderOptions = {}) {
    this.ring = new ByteRing(shared);
    this.memory = this.ring.memory;
    this.words = this.ring.words;
    this.mask = this.ring.capacity - 1;
    this.onSpace = options.onSpace;
    this.cursor = Atomics.load(this.words, WORD_HEAD);
    this.published = this.cursor;
    this.cachedTail = this.cursor;
  }

  /** Records delivered by this object. */
  get read(): number {
    return this.readCount;
  }

  /**
   * Delivers up to `max` records in order and frees their space.
   * A record counts as consumed once its handler was called: when the handler throws, the error passes through and the
   * next drain goes on with the record after it.
   * @returns how many were delivered; 0 means that the ring was empty.
   * @throws Error when called from inside a handler: the outer record's memory would be freed under it.
   */
  drain(max: number, handler: RecordHandler): number {
    if (this.draining) throw new Error('drain called from inside a record handler');
    this.draining = true;
    let count = 0;
    try {
      while (count < max && this.available()) {
        count += 1;
        this.deliver(handler);
      }
    } finally {
      this.draining = false;
      this.release();
    }
    return count;
  }

  /** Sequence of the next record; `EMPTY` (Infinity) when there is none, `HELD_BACK` (-Infinity) when the producer keeps it. */
  peekSeq(): HostSequence {
    if (this.cursor === this.cachedTail) {
      // This order matters: a record flushed between the two looks is then seen in the ring instead of nowhere.
      const held = Atomics.load(this.words, WORD_HELD) !== HELD_NONE;
      if (!this.refresh()) return held ? HELD_BACK : EMPTY;
    }
    this.skipWrap();
    return this.memory.f64[((RING_HEADER_BYTES + (this.cursor & this.mask)) >> 3) + 1];
  }

  /** Delivers the record that `peekSeq` saw. Its space is freed by the next `release`. */
  take(handler: RecordHandler): void {
    if (!this.available()) throw new Error('take from an empty ring');
    this.deliver(handler);
  }

  /** Frees the space of everything taken, and wakes a producer that waits for space. */
  release(): void {
    if (this.cursor !== this.published) {
      this.published = this.cursor;
      Atomics.store(this.words, WORD_HEAD, this.cursor);
    }
    if (this.onSpace === undefined || Atomics.load(this.words, WORD_HELD) !== HELD) return;
    if (this.ring.freeBytes < this.ring.capacity / 2) return;
    if (Atomics.compareExchange(this.words, WORD_HELD, HELD, HELD_NOTIFIED) === HELD) this.onSpace();
  }

  private available(): boolean {
    return this.cursor !== this.cachedTail || this.refresh();
  }

  private refresh(): boolean {
    this.cachedTail = Atomics.load(this.words, WORD_TAIL);
    const backlog = (this.cachedTail - this.published) | 0;
    if (backlog > this.highWater) {
      this.highWater = backlog;
      Atomics.store(this.words, WORD_HIGH_WATER_CONSUMER, backlog);
    }
    return this.cursor !== this.cachedTail;
  }

  private skipWrap(): void {
    const position = this.cursor & this.mask;
    if (this.memory.u32[(RING_HEADER_BYTES + position) >> 2] !== WRAP_MARKER) return;
    this.cursor = (this.cursor + this.ring.capacity - position) | 0;
  }

  private deliver(handler: RecordHandler): void {
    this.skipWrap();
    const at = RING_HEADER_BYTES + (this.cursor & this.mask);
    const length = this.memory.u32[at >> 2];
    const typeAndFlags = this.memory.u32[(at >> 2) + 1];
    const seq = this.memory.f64[(at >> 3) + 1];
    // Past it before the call, or a handler that throws would be given the same record for ever.
    this.cursor = (this.cursor + recordBytes(length)) | 0;
    this.readCount += 1;
    handler(typeAndFlags & 0xffff, seq, this.memory, at + RECORD_HEADER_BYTES, length, typeAndFlags >>> 16);
  }
}
