import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { JournalError } from '../journal-error.js';

/** State of the application after one record of the journal. */
export interface Snapshot {
  /** Last record that it covers; the end of a commit. */
  readonly sequence: number;
  /** Checksum of that commit: a snapshot beside another journal is not taken for one of this. */
  readonly tail: number;
  /** What wrote the bytes: another version or other settings of the application do not read them. At most 255 bytes. */
  readonly application: string;
  readonly bytes: Uint8Array;
}

/** Ends in the version of the format. */
const MAGIC = 'BWSNAP01';
/**
 * Little endian: magic, f64 sequence, f64 length of the bytes, u32 tail, u32 length of the application's name, u32 CRC-32 of
 * all of these, the name and the bytes. Then the name and the bytes.
 */
const HEAD_BYTES = 36;
const CRC_AT = 32;
const MAX_NAME_BYTES = 255;

/** What stands in the file before the bytes of the application, which may come in parts. */
export function snapshotHead(snapshot: Omit<Snapshot, 'bytes'>, parts: readonly Uint8Array[]): Uint8Array {
  const name = Buffer.from(snapshot.application, 'utf8');
  if (name.length > MAX_NAME_BYTES) throw new RangeError(`name of an application of ${name.length} bytes`);
  const head = Buffer.alloc(HEAD_BYTES + name.length);
  head.write(MAGIC, 'latin1');
  head.writeDoubleLE(snapshot.sequence, 8);
  head.writeDoubleLE(
    parts.reduce((sum, part) => sum + part.length, 0),
    16,
  );
  head.writeUInt32LE(snapshot.tail, 24);
  head.writeUInt32LE(name.length, 28);
  name.copy(head, HEAD_BYTES);
  let crc = crc32(name, crc32(head.subarray(0, CRC_AT)));
  for (const part of parts) crc = crc32(part, crc);
  head.writeUInt32LE(crc, CRC_AT);
  return head;
}

function damaged(why: string): JournalError {
  return new JournalError('JOURNAL_CORRUPT', why);
}

/** The snapshot in `file`, checked. @throws JournalError JOURNAL_CORRUPT saying what is wrong. */
export function parseSnapshot(file: Uint8Array): Snapshot {
  const whole = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (whole.length < HEAD_BYTES) throw damaged('it is shorter than its head');
  if (whole.toString('latin1', 0, MAGIC.length) !== MAGIC) throw damaged('it has another format');
  const nameLength = whole.readUInt32LE(28);
  const start = HEAD_BYTES + nameLength;
  if (nameLength > MAX_NAME_BYTES || whole.length !== start + whole.readDoubleLE(16))
    throw damaged('it is not as long as it says');
  if (crc32(whole.subarray(HEAD_BYTES), crc32(whole.subarray(0, CRC_AT))) !== whole.readUInt32LE(CRC_AT))
    throw damaged('it fails its checksum');
  return {
    sequence: whole.readDoubleLE(8),
    tail: whole.readUInt32LE(24),
    application: whole.toString('utf8', HEAD_BYTES, start),
    bytes: file.subarray(start),
  };
}

/** @throws JournalError JOURNAL_CORRUPT; what the system says when the file cannot be read. */
export function readSnapshot(path: string): Snapshot {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return parseSnapshot(new Uint8Array(buffer, byteOffset, byteLength));
}
