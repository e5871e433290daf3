import { crc32 } from 'node:zlib';
import { JournalError } from '../journal-error.js';
import { MAX_PAYLOAD_BYTES, RECORD_HEADER_BYTES, type JournalRecord } from '../record.js';

/** Packs the records of one commit into one blob; grows up to what one drain can hold and is used again. */
export class BatchBuilder {
  private bytes = new Uint8Array(64 * 1024);
  private view = new DataView(this.bytes.buffer);
  private length = 0;
  count = 0;

  add(type: number, source: Uint8Array, offset: number, length: number): void {
    this.ensure(this.length + RECORD_HEADER_BYTES + length);
    this.view.setUint32(this.length, length, true);
    this.view.setUint16(this.length + 4, type, true);
    this.view.setUint16(this.length + 6, 0, true);
    this.bytes.set(source.subarray(offset, offset + length), this.length + RECORD_HEADER_BYTES);
    this.length += RECORD_HEADER_BYTES + length;
    this.count++;
  }

  /** The packed records; valid until the next `clear`. */
  packed(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
    this.count = 0;
  }

  private ensure(needed: number): void {
    if (needed <= this.bytes.length) return;
    let size = this.bytes.length;
    while (size < needed) size *= 2;
    const grown = new Uint8Array(size);
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
}

/** CRC-32 over the range and the packed records: a row moved to another sequence is found like a flipped bit. */
export function batchChecksum(firstSequence: number, lastSequence: number, packed: Uint8Array): number {
  const range = new Uint8Array(16);
  const view = new DataView(range.buffer);
  view.setFloat64(0, firstSequence, true);
  view.setFloat64(8, lastSequence, true);
  return crc32(packed, crc32(range));
}

/** One row of the journal table. */
export interface BatchRow {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly checksum: number;
  readonly packed: Uint8Array;
}

/**
 * The records of a row, checked. Throws JournalError JOURNAL_CORRUPT naming the sequences: a torn tail is cut by the
 * database, so what is wrong here was durable once and must not be dropped without a person.
 */
export function* unpack(row: BatchRow): Generator<JournalRecord> {
  const { firstSequence, lastSequence, packed } = row;
  const where = `records ${firstSequence} to ${lastSequence}`;
  if (batchChecksum(firstSequence, lastSequence, packed) !== row.checksum) {
    throw new JournalError('JOURNAL_CORRUPT', `${where} fail their checksum`);
  }
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  let at = 0;
  for (let sequence = firstSequence; sequence <= lastSequence; sequence++) {
    const length = at + RECORD_HEADER_BYTES <= packed.byteLength ? view.getUint32(at, true) : Infinity;
    const start = at + RECORD_HEADER_BYTES;
    if (length > MAX_PAYLOAD_BYTES || start + length > packed.byteLength) {
      throw new JournalError('JOURNAL_CORRUPT', `${where} end in the middle of record ${sequence}`);
    }
    yield { sequence, type: view.getUint16(at + 4, true), payload: packed.subarray(start, start + length) };
    at = start + length;
  }
  if (at !== packed.byteLength) throw new JournalError('JOURNAL_CORRUPT', `${where} hold more than they say`);
}
