/** The bytes of one message, seen as layouts want to see them. `u8`, `u32` and `f64` lie over the same memory. */
export interface FixedMemory {
  readonly u8: Uint8Array;
  readonly u32: Uint32Array;
  readonly f64: Float64Array;
}

/**
 * Places of the fields of one record: ids, prices and times as numbers. `bytes` is a multiple of 8, `at` a byte offset that
 * is one too. Neither function allocates. The layouts of the ring library fit.
 */
export interface FixedLayout<T, M extends FixedMemory = FixedMemory> {
  readonly bytes: number;
  encode(memory: M, at: number, record: Readonly<T>): void;
  decode(memory: M, at: number, out: T): T;
  /** A new record with its final shape. */
  blank(): T;
}

export interface FixedBatchOptions<T, M extends FixedMemory> {
  readonly layout: FixedLayout<T, M>;
  /** Makes the view of a new buffer that the layout wants. */
  readonly memory: (buffer: ArrayBuffer) => M;
  /** Records in one message at most. Default 4 096. */
  readonly maxRecords?: number;
}

/** "BFX1" where the least significant byte comes first; a machine with the other order reads another number and refuses. */
const MARK = 0x31584642;
const HEAD_BYTES = 16;
const DEFAULT_MAX_RECORDS = 4_096;

/**
 * One message of fixed records: u32 mark, u32 number of records, f64 sequence of the first, records. It is written and read
 * in place and used over and over: a flush of ticks makes one copy, that which is sent.
 */
export class FixedBatch<T, M extends FixedMemory = FixedMemory> {
  private readonly layout: FixedLayout<T, M>;
  private readonly memory: M;
  private readonly maxRecords: number;
  private count = 0;

  constructor({ layout, memory, maxRecords = DEFAULT_MAX_RECORDS }: FixedBatchOptions<T, M>) {
    if (layout.bytes % 8 !== 0) throw new RangeError('the size of a record is not a multiple of 8');
    this.layout = layout;
    this.maxRecords = maxRecords;
    this.memory = memory(new ArrayBuffer(HEAD_BYTES + maxRecords * layout.bytes));
    this.clear(0);
  }

  /** Records in it now. */
  get size(): number {
    return this.count;
  }

  /** Sequence of the first record. */
  get seq0(): number {
    return this.memory.f64[1];
  }

  /** Begins a new message. */
  clear(seq0: number): void {
    this.count = 0;
    this.memory.u32[0] = MARK;
    this.memory.f64[1] = seq0;
  }

  /** False when it is full: send it and clear it. */
  add(record: Readonly<T>): boolean {
    if (this.count === this.maxRecords) return false;
    this.layout.encode(this.memory, HEAD_BYTES + this.count * this.layout.bytes, record);
    this.count++;
    return true;
  }

  /** Fills `out` with the record at an index. @throws RangeError beyond `size` */
  get(index: number, out: T): T {
    // Not below zero, not a fraction: either would read something else.
    if (index >>> 0 !== index || index >= this.count) throw new RangeError(`no record ${index} of ${this.count}`);
    return this.layout.decode(this.memory, HEAD_BYTES + index * this.layout.bytes, out);
  }

  /** A copy of the message, to be sent. */
  bytes(): Uint8Array {
    this.memory.u32[1] = this.count;
    return Buffer.from(this.memory.u8.subarray(0, HEAD_BYTES + this.count * this.layout.bytes));
  }

  /** Takes over a received message; what is wrong with it, or undefined. After a refusal it is empty. */
  load(bytes: Uint8Array): string | undefined {
    this.clear(0);
    const { u8, u32 } = this.memory;
    if (bytes.byteLength < HEAD_BYTES || bytes.byteLength > u8.byteLength) return 'its length is impossible';
    u8.set(bytes); // bytes of a socket begin anywhere, numbers must not
    const count = u32[1];
    const isWhole = u32[0] === MARK && bytes.byteLength === HEAD_BYTES + count * this.layout.bytes;
    if (isWhole && Number.isSafeInteger(this.seq0)) {
      this.count = count;
      return undefined;
    }
    this.clear(0);
    return 'its head does not fit';
  }
}
