import type { MergeSource } from '../lanes/merge-source.js';
import type { HostSequence, RecordHandler } from '../record.js';
import { SeqHeap } from './seq-heap.js';
import { BUFFER_MASK, FIRST_FRONT, SLOT_SEQ_BYTES, SlotTable } from './slot-table.js';

const IDLE = 0;
/** The value stands in the front buffer and waits for its turn. */
const PENDING = 1;
/** Pending, and the slot was written again: that newer value is fetched after the pending one is delivered. */
const PENDING_AGAIN = 2;

/**
 * The consumer's end of a slot table. Fetches what the dirty list names and delivers it by the sequence of the last write.
 * A fetched value keeps its place in the order even when a newer one arrives: replacing it would move a busy symbol behind
 * every record still to come, again and again.
 */
export class SlotReader implements MergeSource {
  readonly table: SlotTable;
  private readonly front: Uint8Array;
  private readonly status: Uint8Array;
  private readonly pending: SeqHeap;
  private dirtyHead = 0;
  private readCount = 0;

  /** @throws Error when the table already has a reader. */
  constructor(shared: SharedArrayBuffer) {
    this.table = new SlotTable(shared);
    this.table.attachReader();
    this.front = new Uint8Array(this.table.slots).fill(FIRST_FRONT);
    this.status = new Uint8Array(this.table.slots);
    this.pending = new SeqHeap(this.table.slots);
  }

  /** Values delivered. */
  get read(): number {
    return this.readCount;
  }

  /** Sequence of the earliest fetched value, or `EMPTY` (Infinity). Looks at the dirty list anew on each call. */
  peekSeq(): HostSequence {
    this.collect();
    return this.pending.firstSeq;
  }

  /** Delivers the value that `peekSeq` saw. */
  take(handler: RecordHandler): void {
    if (this.pending.size === 0) throw new Error('take from an empty slot table');
    const slot = this.pending.pop();
    const { memory, type, payloadBytes } = this.table;
    const at = this.table.bufferAt(slot, this.front[slot]);
    this.readCount += 1;
    try {
      handler(type, memory.f64[at >> 3], memory, at + SLOT_SEQ_BYTES, payloadBytes, 0);
    } finally {
      // Only now: fetching gives the buffer that the handler was reading back to the writer.
      if (this.status[slot] === PENDING_AGAIN) this.fetch(slot);
      else this.status[slot] = IDLE;
    }
  }

  /** Delivers up to `max` values, lowest sequence first; returns how many. */
  drain(max: number, handler: RecordHandler): number {
    let count = 0;
    while (count < max && this.peekSeq() !== Infinity) {
      count += 1;
      this.take(handler);
    }
    return count;
  }

  /** Nothing to give back: a buffer returns to the writer with the next exchange. */
  release(): void {}

  private collect(): void {
    const tail = this.table.dirtyTail;
    while (this.dirtyHead !== tail) {
      const slot = this.table.dirtyAt(this.dirtyHead);
      this.dirtyHead = (this.dirtyHead + 1) | 0;
      if (this.status[slot] === IDLE) this.fetch(slot);
      else this.status[slot] = PENDING_AGAIN;
    }
  }

  private fetch(slot: number): void {
    const before = Atomics.exchange(this.table.states, slot, this.front[slot]);
    const front = before & BUFFER_MASK;
    this.front[slot] = front;
    this.status[slot] = PENDING;
    this.pending.push(slot, this.table.memory.f64[this.table.bufferAt(slot, front) >> 3]);
  }
}
