import type { HostSequence, RecordLayout } from '../record.js';
import type { RingMemory } from '../ring-memory.js';
import { ByteRing } from './byte-ring.js';
import {
  RECORD_HEADER_BYTES,
  RING_HEADER_BYTES,
  WORD_HEAD,
  WORD_HIGH_WATER_PRODUCER,
  WORD_TAIL,
  WRAP_MARKER,
  recordBytes,
} from './ring-layout.js';

const NOTHING_RESERVED = -1;

/**
 * The producer's end. One writer object in one thread; a second one would interleave records.
 * A full ring is an answer (`false` or -1), never a wait.
 */
export class RingWriter {
  readonly ring: ByteRing;
  readonly memory: RingMemory;
  private readonly words: Int32Array;
  private readonly mask: number;
  private tail: number;
  /** The head as last seen. The consumer only moves it forward, so room counted from it is never too much. */
  private cachedHead: number;
  private lastSeq = -Infinity;
  private reservedAt = NOTHING_RESERVED;
  private reservedLength = 0;
  private reservedTail = 0;
  private highWater = 0;
  private writtenCount = 0;
  private fullCount = 0;

  constructor(shared: SharedArrayBuffer) {
    this.ring = new ByteRing(shared);
    this.memory = this.ring.memory;
    this.words = this.ring.words;
    this.mask = this.ring.capacity - 1;
    this.tail = Atomics.load(this.words, WORD_TAIL);
    this.cachedHead = Atomics.load(this.words, WORD_HEAD);
  }

  /** Records written by this object. */
  get written(): number {
    return this.writtenCount;
  }

  /** Attempts refused because the ring was full. */
  get full(): number {
    return this.fullCount;
  }

  /**
   * Copies `bytes` into the ring as one record.
   * @returns false when the ring is full; nothing was written then.
   * @throws RangeError when the payload exceeds `ring.maxPayload`, or `seq` is below that of the record before.
   */
  tryWrite(type: number, seq: HostSequence, bytes: Uint8Array, flags = 0): boolean {
    const at = this.reserve(bytes.length);
    if (at < 0) return false;
    this.memory.u8.set(bytes, at);
    this.commit(type, seq, flags);
    return true;
  }

  /** Encodes `value` straight into the ring, without allocation. Same answers and errors as `tryWrite`. */
  tryEncode<T>(layout: RecordLayout<T>, seq: HostSequence, value: Readonly<T>, flags = 0): boolean {
    const at = this.reserve(layout.bytes);
    if (at < 0) return false;
    layout.encode(this.memory, at, value);
    this.commit(layout.type, seq, flags);
    return true;
  }

  /**
   * Finds room for a payload of `length` bytes. The caller writes into `memory` at the returned byte offset and then calls
   * `commit`; without a commit the reservation lapses at the next `reserve`.
   * @returns the 8-aligned byte offset, or -1 when the ring is full.
   * @throws RangeError when the payload exceeds `ring.maxPayload`.
   */
  reserve(length: number): number {
    const need = recordBytes(length);
    if (!(length >= 0 && need <= this.ring.capacity / 2)) {
      throw new RangeError(`record of ${length} bytes exceeds the ring's largest payload ${this.ring.maxPayload}`);
    }
    const position = this.tail & this.mask;
    const contiguous = this.ring.capacity - position;
    const skip = need <= contiguous ? 0 : contiguous;
    if (!this.hasRoom(skip + need)) {
      this.reservedAt = NOTHING_RESERVED;
      this.fullCount += 1;
      return NOTHING_RESERVED;
    }
    // The consumer cannot see the marker before the tail passes it, so a lapsed reservation does no harm.
    if (skip !== 0) this.memory.u32[(RING_HEADER_BYTES + position) >> 2] = WRAP_MARKER;
    this.reservedAt = RING_HEADER_BYTES + (skip === 0 ? position : 0);
    this.reservedLength = length;
    this.reservedTail = (this.tail + skip + need) | 0;
    return this.reservedAt + RECORD_HEADER_BYTES;
  }

  /**
   * Publishes the reserved record.
   * @throws RangeError when `seq` is below that of the record before: a merger would deliver out of order.
   * @throws Error when nothing is reserved.
   */
  commit(type: number, seq: HostSequence, flags = 0): void {
    const at = this.reservedAt;
    if (at === NOTHING_RESERVED) throw new Error('commit without a reservation');
    if (!(seq >= this.lastSeq)) throw new RangeError(`sequence ${seq} after ${this.lastSeq} in one ring`);
    this.reservedAt = NOTHING_RESERVED;
    this.lastSeq = seq;
    this.memory.u32[at >> 2] = this.reservedLength;
    this.memory.u32[(at >> 2) + 1] = ((flags << 16) | (type & 0xffff)) >>> 0;
    this.memory.f64[(at >> 3) + 1] = seq;
    this.tail = this.reservedTail;
    this.writtenCount += 1;
    // The sequentially consistent store publishes every plain store above it.
    Atomics.store(this.words, WORD_TAIL, this.tail);
  }

  /** Whether a payload of `length` bytes would fit now. Looks at the consumer's index when its own copy says no. */
  fits(length: number): boolean {
    const need = recordBytes(length);
    const contiguous = this.ring.capacity - (this.tail & this.mask);
    return this.hasRoom(need <= contiguous ? need : contiguous + need);
  }

  private hasRoom(bytes: number): boolean {
    if (bytes <= this.ring.capacity - ((this.tail - this.cachedHead) | 0)) return true;
    this.cachedHead = Atomics.load(this.words, WORD_HEAD);
    const used = (this.tail - this.cachedHead) | 0;
    if (used > this.highWater) {
      this.highWater = used;
      Atomics.store(this.words, WORD_HIGH_WATER_PRODUCER, used);
    }
    return bytes <= this.ring.capacity - used;
  }
}
