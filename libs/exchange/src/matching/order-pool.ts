/** Layout of one order record: 48 bytes, read through two views of the same memory. */
const BYTES = 48;
export const ORDER_I32 = 12;
export const ORDER_F64 = 6;
export const NEXT = 0;
export const PREV = 1;
export const TICK = 2;
export const TAG = 3;
/** Order flags and, in bit 8, the side. */
export const FLAGS = 4;
export const LEAVES = 3;
export const FILLED = 4;
export const ID = 5;

/**
 * Order records in one block of memory with an intrusive free list; slot 0 is never used and means "none". Grows by
 * doubling up to `maxOrders`. An order id is `sequence * 2^slotBits + slot`: increasing, unique for the life of the pool, and
 * it leads to its slot without a table. Live state in typed arrays keeps the garbage collector out of the tail.
 */
export class OrderPool {
  i32: Int32Array;
  f64: Float64Array;
  private capacity: number;
  private used = 0;
  private freeHead = 0;
  private sequence = 0;
  private readonly slots: number;
  private readonly maxOrders: number;

  /** `maxOrders` from 1 to 2^22. */
  constructor(maxOrders: number, initialOrders = 1_024) {
    if (!Number.isInteger(maxOrders) || maxOrders < 1 || maxOrders > 2 ** 22)
      throw new RangeError('maxOrders must be 1 to 2^22');
    this.maxOrders = maxOrders;
    this.slots = 2 ** Math.ceil(Math.log2(maxOrders + 1));
    this.capacity = Math.min(initialOrders, maxOrders) + 1;
    const buffer = new ArrayBuffer(this.capacity * BYTES);
    this.i32 = new Int32Array(buffer);
    this.f64 = new Float64Array(buffer);
  }

  /** A slot with a fresh id, or 0 when the pool is full. Only the id and the filled quantity are set. */
  allocate(): number {
    let slot = this.freeHead;
    if (slot !== 0) {
      this.freeHead = this.i32[slot * ORDER_I32 + NEXT];
    } else {
      if (this.used + 1 >= this.capacity && !this.grow()) return 0;
      slot = ++this.used;
    }
    this.f64[slot * ORDER_F64 + ID] = ++this.sequence * this.slots + slot;
    this.f64[slot * ORDER_F64 + FILLED] = 0;
    return slot;
  }

  release(slot: number): void {
    this.f64[slot * ORDER_F64 + ID] = 0;
    this.i32[slot * ORDER_I32 + NEXT] = this.freeHead;
    this.freeHead = slot;
  }

  /** Slot of a live order, 0 when the id is not (or no longer) live. */
  slotOf(orderId: number): number {
    const slot = orderId - Math.floor(orderId / this.slots) * this.slots;
    return slot > 0 && slot <= this.used && this.f64[slot * ORDER_F64 + ID] === orderId ? slot : 0;
  }

  idOf(slot: number): number {
    return this.f64[slot * ORDER_F64 + ID];
  }

  private grow(): boolean {
    const capacity = Math.min(this.capacity * 2, this.maxOrders + 1);
    if (capacity <= this.capacity) return false;
    const buffer = new ArrayBuffer(capacity * BYTES);
    const i32 = new Int32Array(buffer);
    i32.set(this.i32);
    this.i32 = i32;
    this.f64 = new Float64Array(buffer);
    this.capacity = capacity;
    return true;
  }
}
