import { RingMemory } from '../ring-memory.js';
import {
  MAX_RING_BYTES,
  MIN_RING_BYTES,
  RECORD_HEADER_BYTES,
  RING_HEADER_BYTES,
  RING_MAGIC,
  WORD_CAPACITY,
  WORD_HEAD,
  WORD_HIGH_WATER_CONSUMER,
  WORD_HIGH_WATER_PRODUCER,
  WORD_MAGIC,
  WORD_TAIL,
} from './ring-layout.js';

/** What both ends of a ring share: the header words, the data memory and the figures read from them. */
export class ByteRing {
  /** Header words; touched with Atomics only. */
  readonly words: Int32Array;
  readonly memory: RingMemory;
  /** Bytes of record space, a power of two. */
  readonly capacity: number;

  /**
   * A new empty ring of `bytes` bytes of record space.
   * @throws RangeError unless `bytes` is a power of two from 64 to 2^30.
   */
  static create(bytes: number): SharedArrayBuffer {
    const powerOfTwo = Number.isInteger(bytes) && bytes > 0 && (bytes & (bytes - 1)) === 0;
    if (!powerOfTwo || bytes < MIN_RING_BYTES || bytes > MAX_RING_BYTES) {
      throw new RangeError(`ring size must be a power of two from ${MIN_RING_BYTES} to ${MAX_RING_BYTES}: ${bytes}`);
    }
    const sab = new SharedArrayBuffer(RING_HEADER_BYTES + bytes);
    const words = new Int32Array(sab, 0, RING_HEADER_BYTES / 4);
    Atomics.store(words, WORD_CAPACITY, bytes);
    Atomics.store(words, WORD_MAGIC, RING_MAGIC);
    return sab;
  }

  /** @throws TypeError when the memory was not made by `ByteRing.create`. */
  constructor(readonly shared: SharedArrayBuffer) {
    if (shared.byteLength < RING_HEADER_BYTES) throw new TypeError('not a ring: shorter than its header');
    this.words = new Int32Array(shared, 0, RING_HEADER_BYTES / 4);
    this.capacity = Atomics.load(this.words, WORD_CAPACITY);
    const whole = this.capacity + RING_HEADER_BYTES === shared.byteLength;
    if (Atomics.load(this.words, WORD_MAGIC) !== RING_MAGIC || !whole) throw new TypeError('not a ring: wrong header');
    this.memory = new RingMemory(shared);
  }

  /** Largest payload in bytes; a larger one could find no contiguous room in some positions of a ring that is empty. */
  get maxPayload(): number {
    return this.capacity / 2 - RECORD_HEADER_BYTES;
  }

  /** Bytes written and not yet released by the consumer, headers and padding included. */
  get usedBytes(): number {
    return (Atomics.load(this.words, WORD_TAIL) - Atomics.load(this.words, WORD_HEAD)) | 0;
  }

  get freeBytes(): number {
    return this.capacity - this.usedBytes;
  }

  /** Largest backlog in bytes seen at the moments when either end looked at the other's index. */
  get highWaterBytes(): number {
    const consumer = Atomics.load(this.words, WORD_HIGH_WATER_CONSUMER);
    return Math.max(consumer, Atomics.load(this.words, WORD_HIGH_WATER_PRODUCER));
  }
}
