import type { RingMemory } from './ring-memory.js';

/** The sequence a host thread gives to everything it sends to one worker: a safe integer, never decreasing within a lane. */
export type HostSequence = number;

/**
 * Receives one record in place. `memory` and `at` are valid only until the callback returns: afterwards the producer may
 * overwrite the bytes, so decode or copy here. `at` is a byte offset, always a multiple of 8.
 */
export type RecordHandler = (
  type: number,
  seq: HostSequence,
  memory: RingMemory,
  at: number,
  length: number,
  flags: number,
) => void;

/**
 * A fixed binary layout. `encode` writes exactly `bytes` bytes at `at`; `decode` fills an object that the caller reuses, so
 * that neither allocates. `bytes` is a multiple of 8 and `at` is 8-aligned, so that Float64Array indexes are exact.
 */
export interface RecordLayout<T> {
  readonly type: number;
  readonly bytes: number;
  encode(memory: RingMemory, at: number, value: Readonly<T>): void;
  decode(memory: RingMemory, at: number, out: T): T;
  /** A zeroed object with the final shape, to be reused by `decode`. */
  blank(): T;
}

/** Record types below `FIRST_USER_RECORD_TYPE` belong to this library. */
export const RecordType = {
  trade: 1,
  quote: 2,
  bar: 3,
  bookDelta: 4,
  json: 5,
  bulk: 6,
} as const;

export const FIRST_USER_RECORD_TYPE = 64;
export const LAST_RECORD_TYPE = 0xffff;
