import { LAST_RECORD_TYPE } from '../record.js';
import { RingMemory } from '../ring-memory.js';

/**
 * Conflating lane: one slot a symbol, the newest value wins, and a list of the slots that hold something unread.
 *
 * A slot has three buffers and one state word. The writer fills the buffer that is its own and exchanges it with the middle
 * one; the reader exchanges the one it has done with against the middle one. A buffer has one owner at any moment, so a
 * value cannot be torn and neither side ever tries again. A sequence counter around plain stores would need them to stay in
 * program order past an atomic store, which neither the memory model of the language nor ARM promises.
 *
 * The state word also holds the dirty bit. The writer that turns it on enters the slot into the dirty list, so a slot stands
 * there at most once and a list of one entry a slot cannot overflow.
 */
const SLOT_MAGIC = 0x53_4c_54_31;
const HEADER_BYTES = 256;

const WORD_MAGIC = 0;
const WORD_SLOTS = 1;
const WORD_PAYLOAD = 2;
const WORD_TYPE = 3;
const WORD_WRITER_ATTACHED = 4;
const WORD_READER_ATTACHED = 5;
/** Entries ever put into the dirty list, modulo 2^32. */
const WORD_DIRTY_TAIL = 16;

export const BUFFER_MASK = 3;
export const DIRTY = 4;
/** Owners at the start: 0 the writer, 1 the middle, 2 the reader. */
export const FIRST_BACK = 0;
const FIRST_MIDDLE = 1;
export const FIRST_FRONT = 2;

/** A buffer starts with the f64 sequence; the payload follows. */
export const SLOT_SEQ_BYTES = 8;
export const MAX_SLOTS = 65_536;
const MAX_SLOT_PAYLOAD = 4_096;
const LINE = 64;

export interface SlotTableOptions {
  /** Number of slots, 1 to 65 536. Memory is about 3 x (payload + 8, rounded up to 64) bytes a slot, committed on first use. */
  readonly slots: number;
  /** Record type under which values are delivered. */
  readonly type: number;
  /** Bytes of one value: a multiple of 8 up to 4 096. */
  readonly payloadBytes: number;
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

function powerOfTwoFrom(value: number): number {
  return 2 ** Math.ceil(Math.log2(value));
}

/** The shared memory of a table; `SlotWriter` and `SlotReader` work on it. */
export class SlotTable {
  readonly slots: number;
  readonly payloadBytes: number;
  readonly type: number;
  readonly memory: RingMemory;
  /** State word of each slot. */
  readonly states: Int32Array;
  readonly dirtyMask: number;
  private readonly words: Int32Array;
  private readonly dirtyList: Int32Array;
  private readonly buffersAt: number;
  private readonly bufferBytes: number;

  /** @throws RangeError when an option is out of its range. */
  static create(options: SlotTableOptions): SharedArrayBuffer {
    const { slots, payloadBytes, type } = options;
    if (!Number.isInteger(slots) || slots < 1 || slots > MAX_SLOTS) throw new RangeError(`slots: ${slots}`);
    const payloadFits = payloadBytes > 0 && payloadBytes % 8 === 0 && payloadBytes <= MAX_SLOT_PAYLOAD;
    if (!payloadFits)
      throw new RangeError(`slot payload must be a multiple of 8 up to ${MAX_SLOT_PAYLOAD}: ${payloadBytes}`);
    if (!Number.isInteger(type) || type < 0 || type > LAST_RECORD_TYPE) throw new RangeError(`record type: ${type}`);
    const buffers = slots * 3 * roundUp(SLOT_SEQ_BYTES + payloadBytes, LINE);
    const sab = new SharedArrayBuffer(SlotTable.listsEnd(slots) + buffers);
    const words = new Int32Array(sab);
    words.fill(FIRST_MIDDLE, HEADER_BYTES / 4, HEADER_BYTES / 4 + slots);
    words[WORD_SLOTS] = slots;
    words[WORD_PAYLOAD] = payloadBytes;
    words[WORD_TYPE] = type;
    Atomics.store(words, WORD_MAGIC, SLOT_MAGIC);
    return sab;
  }

  private static listsEnd(slots: number): number {
    return roundUp(HEADER_BYTES + 4 * slots + 4 * powerOfTwoFrom(slots), LINE);
  }

  /** @throws TypeError when the memory was not made by `SlotTable.create`. */
  constructor(readonly shared: SharedArrayBuffer) {
    if (shared.byteLength < HEADER_BYTES) throw new TypeError('not a slot table: shorter than its header');
    this.words = new Int32Array(shared, 0, HEADER_BYTES / 4);
    if (Atomics.load(this.words, WORD_MAGIC) !== SLOT_MAGIC) throw new TypeError('not a slot table: wrong header');
    this.slots = this.words[WORD_SLOTS];
    this.payloadBytes = this.words[WORD_PAYLOAD];
    this.type = this.words[WORD_TYPE];
    const listEntries = powerOfTwoFrom(this.slots);
    this.dirtyMask = listEntries - 1;
    this.states = new Int32Array(shared, HEADER_BYTES, this.slots);
    this.dirtyList = new Int32Array(shared, HEADER_BYTES + 4 * this.slots, listEntries);
    this.buffersAt = SlotTable.listsEnd(this.slots);
    this.bufferBytes = roundUp(SLOT_SEQ_BYTES + this.payloadBytes, LINE);
    this.memory = new RingMemory(shared);
  }

  /** Byte offset of one of a slot's three buffers. */
  bufferAt(slot: number, buffer: number): number {
    return this.buffersAt + (slot * 3 + buffer) * this.bufferBytes;
  }

  get dirtyTail(): number {
    return Atomics.load(this.words, WORD_DIRTY_TAIL);
  }

  /** Producer only: enters a slot at `tail` and publishes the new tail. */
  pushDirty(tail: number, slot: number): void {
    Atomics.store(this.dirtyList, tail & this.dirtyMask, slot);
    Atomics.store(this.words, WORD_DIRTY_TAIL, (tail + 1) | 0);
  }

  /** Consumer only: the slot entered at `head`. */
  dirtyAt(head: number): number {
    return Atomics.load(this.dirtyList, head & this.dirtyMask);
  }

  /** @throws Error on the second writer: it would not know which buffers the first one owns. */
  attachWriter(): void {
    this.attach(WORD_WRITER_ATTACHED, 'writer');
  }

  /** @throws Error on the second reader, for the same reason. */
  attachReader(): void {
    this.attach(WORD_READER_ATTACHED, 'reader');
  }

  private attach(word: number, name: string): void {
    if (Atomics.compareExchange(this.words, word, 0, 1) !== 0) throw new Error(`slot table already has a ${name}`);
  }
}
