import type { RecordLayout } from '../record.js';
import { RecordType } from '../record.js';
import type { RingMemory } from '../ring-memory.js';

/** Stands in the ring for bytes that lie in a shared buffer of their own. */
export interface BulkDescriptor {
  /** Number of the buffer, from `BulkSender.send`. */
  id: number;
  /** Bytes in the buffer. */
  length: number;
  /** What the bytes are, u32: a record type, or a number the two sides agreed on. */
  kind: number;
  /** Number of items in the bytes, u32. */
  count: number;
  /** Request that this answers, a safe integer; 0 for none. */
  correlation: number;
}

/** 32 bytes. */
export const bulkLayout: RecordLayout<BulkDescriptor> = {
  type: RecordType.bulk,
  bytes: 32,

  encode({ u32, f64 }: RingMemory, at: number, bulk: Readonly<BulkDescriptor>): void {
    f64[at >> 3] = bulk.id;
    f64[(at >> 3) + 1] = bulk.length;
    u32[(at >> 2) + 4] = bulk.kind;
    u32[(at >> 2) + 5] = bulk.count;
    f64[(at >> 3) + 3] = bulk.correlation;
  },

  decode({ u32, f64 }: RingMemory, at: number, out: BulkDescriptor): BulkDescriptor {
    out.id = f64[at >> 3];
    out.length = f64[(at >> 3) + 1];
    out.kind = u32[(at >> 2) + 4];
    out.count = u32[(at >> 2) + 5];
    out.correlation = f64[(at >> 3) + 3];
    return out;
  },

  blank: () => ({ id: 0, length: 0, kind: 0, count: 0, correlation: 0 }),
};
