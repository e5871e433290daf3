/** Binary min-heap of slot numbers by sequence, each slot at most once; fixed memory, no allocation after construction. */
export class SeqHeap {
  private readonly slots: Int32Array;
  private readonly seqs: Float64Array;
  private count = 0;

  constructor(capacity: number) {
    this.slots = new Int32Array(capacity);
    this.seqs = new Float64Array(capacity);
  }

  get size(): number {
    return this.count;
  }

  /** Sequence of the first slot; Infinity when empty. */
  get firstSeq(): number {
    return this.count === 0 ? Infinity : this.seqs[0];
  }

  push(slot: number, seq: number): void {
    let at = this.count;
    this.count += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.seqs[parent] <= seq) break;
      this.set(at, this.slots[parent], this.seqs[parent]);
      at = parent;
    }
    this.set(at, slot, seq);
  }

  /** Removes and returns the slot of the lowest sequence. The heap must not be empty. */
  pop(): number {
    const first = this.slots[0];
    this.count -= 1;
    const slot = this.slots[this.count];
    const seq = this.seqs[this.count];
    let at = 0;
    for (let child = 1; child < this.count; child = 2 * at + 1) {
      if (child + 1 < this.count && this.seqs[child + 1] < this.seqs[child]) child += 1;
      if (this.seqs[child] >= seq) break;
      this.set(at, this.slots[child], this.seqs[child]);
      at = child;
    }
    this.set(at, slot, seq);
    return first;
  }

  private set(at: number, slot: number, seq: number): void {
    this.slots[at] = slot;
    this.seqs[at] = seq;
  }
}
