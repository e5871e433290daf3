/** One record of the journal. The payload's meaning belongs to whoever wrote it; `type` tells records apart. */
export interface JournalRecord {
  /** 1, 2, 3 … without holes over the life of the shard. */
  readonly sequence: number;
  /** 0-65535. */
  readonly type: number;
  readonly payload: Uint8Array;
}

/** u32 payload length, u16 type, u16 reserved (0), little endian. */
export const RECORD_HEADER_BYTES = 8;
/** Largest payload. An order record is a few hundred bytes; what is near this bound is a fault. */
export const MAX_PAYLOAD_BYTES = 256 * 1024;
