import type { HostSequence, RecordLayout } from '../record.js';
import type { RingMemory } from '../ring-memory.js';
import { BUFFER_MASK, DIRTY, FIRST_BACK, SLOT_SEQ_BYTES, SlotTable } from './slot-table.js';

/** The producer's end of a slot table: overwrites, never refuses. One object for the table's whole life. */
export class SlotWriter {
  readonly table: SlotTable;
  readonly memory: RingMemory;
  private readonly back: Uint8Array;
  private dirtyTail: number;
  private lastSeq = -Infinity;
  private writtenCount = 0;
  private conflatedCount = 0;

  /** @throws Error when the table already has a writer. */
  constructor(shared: SharedArrayBuffer) {
    this.table = new SlotTable(shared);
    this.table.attachWriter();
    this.memory = this.table.memory;
    this.back = new Uint8Array(this.table.slots).fill(FIRST_BACK);
    this.dirtyTail = this.table.dirtyTail;
  }

  /** Values written. Each is delivered once, or overwritten and counted in `conflated`, or still waits in its slot. */
  get written(): number {
    return this.writtenCount;
  }

  /** Values overwritten before the reader took them. */
  get conflated(): number {
    return this.conflatedCount;
  }

  /**
   * Writes a value into its slot without allocation.
   * @throws RangeError when the slot does not exist, the layout is not the table's, or `seq` goes backwards.
   */
  write<T>(slot: number, seq: HostSequence, layout: RecordLayout<T>, value: Readonly<T>): void {
    if (layout.bytes !== this.table.payloadBytes || layout.type !== this.table.type) {
      throw new RangeError(`layout ${layout.type} of ${layout.bytes} bytes in a table of ${this.table.type}`);
    }
    layout.encode(this.memory, this.backAt(slot), value);
    this.publish(slot, seq);
  }

  /**
   * Byte offset where the payload of the slot's next value goes; `publish` makes it visible.
   * @throws RangeError when the slot does not exist.
   */
  backAt(slot: number): number {
    if (!(slot >= 0 && slot < this.table.slots)) throw new RangeError(`slot ${slot} of ${this.table.slots}`);
    return this.table.bufferAt(slot, this.back[slot]) + SLOT_SEQ_BYTES;
  }

  /** @throws RangeError when `seq` is below that of the value before, in any slot. */
  publish(slot: number, seq: HostSequence): void {
    if (!(seq >= this.lastSeq)) throw new RangeError(`sequence ${seq} after ${this.lastSeq} in one slot table`);
    this.lastSeq = seq;
    const back = this.back[slot];
    this.memory.f64[this.table.bufferAt(slot, back) >> 3] = seq;
    this.writtenCount += 1;
    const before = Atomics.exchange(this.table.states, slot, back | DIRTY);
    this.back[slot] = before & BUFFER_MASK;
    if ((before & DIRTY) !== 0) {
      this.conflatedCount += 1;
      return;
    }
    this.table.pushDirty(this.dirtyTail, slot);
    this.dirtyTail = (this.dirtyTail + 1) | 0;
  }
}
