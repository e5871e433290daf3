/**
 * Shared memory of a ring: a header of four cache lines, then `capacity` bytes of records.
 * Producer and consumer words stand on lines of their own, or each store would take the line away from the other thread.
 */
export const RING_MAGIC = 0x42_52_4e_31;
export const RING_HEADER_BYTES = 256;

/** Indexes into the header seen as Int32Array. */
export const WORD_MAGIC = 0;
export const WORD_CAPACITY = 1;
/** Bytes ever written, modulo 2^32; stored by the producer only. */
export const WORD_TAIL = 16;
/** Largest backlog the producer saw when it looked at the head. */
export const WORD_HIGH_WATER_PRODUCER = 17;
/** Bytes ever consumed, modulo 2^32; stored by the consumer only. */
export const WORD_HEAD = 32;
export const WORD_HIGH_WATER_CONSUMER = 33;
/** One of the HELD_ values: whether the producer keeps records back because the ring is full. */
export const WORD_HELD = 48;

export const HELD_NONE = 0;
export const HELD = 1;
/** Held, and the consumer has already asked the producer to flush. */
export const HELD_NOTIFIED = 2;

/** u32 length, u16 type + u16 flags, f64 sequence; the payload follows 8-aligned and is padded to 8. */
export const RECORD_HEADER_BYTES = 16;
/** Stands where a length would: the rest of the buffer is unused, the next record is at offset 0. */
export const WRAP_MARKER = 0xffff_ffff;

export const MIN_RING_BYTES = 64;
export const MAX_RING_BYTES = 2 ** 30;

/** Bytes that a payload of `length` bytes takes in the ring. */
export function recordBytes(length: number): number {
  return RECORD_HEADER_BYTES + ((length + 7) & ~7);
}
