/** Where the content of a zip entry is, and what it must become. */
export interface ZipEntry {
  /** The packed bytes. */
  readonly packed: Buffer;
  readonly stored: boolean;
  readonly size: number;
  readonly crc32: number;
}

const END_RECORD = 0x06054b50;
const DIRECTORY_RECORD = 0x02014b50;
const LOCAL_RECORD = 0x04034b50;
const END_RECORD_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const IN_ZIP64_EXTRA = 0xffffffff;
const ZIP64_EXTRA = 1;
const STORED = 0;
const DEFLATED = 8;

/**
 * Entries of a zip file, by the PKWARE application note. Sizes may stand in the zip64 extra field of an ordinary archive,
 * as in the files of older tools: a reader that trusts the 32-bit fields takes them for 4 GB. Throws RangeError or Error
 * when the bytes are no such file.
 */
export function zipEntries(bytes: Buffer): ZipEntry[] {
  const end = endRecord(bytes);
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== DIRECTORY_RECORD) throw new Error('the directory is damaged');
    entries.push(entryAt(bytes, at));
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function endRecord(bytes: Buffer): number {
  const lowest = Math.max(0, bytes.length - END_RECORD_BYTES - MAX_COMMENT_BYTES);
  for (let at = bytes.length - END_RECORD_BYTES; at >= lowest; at--) {
    if (bytes.readUInt32LE(at) === END_RECORD) return at;
  }
  throw new Error('no end record');
}

function entryAt(bytes: Buffer, at: number): ZipEntry {
  const method = bytes.readUInt16LE(at + 10);
  if (method !== STORED && method !== DEFLATED) throw new Error(`compression method ${method}`);
  const { size, packedSize, offset } = sizesAt(bytes, at);
  if (bytes.readUInt32LE(offset) !== LOCAL_RECORD) throw new Error('the local header is damaged');
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (start + packedSize > bytes.length) throw new Error('the content is cut off');
  const packed = bytes.subarray(start, start + packedSize);
  return { packed, stored: method === STORED, size, crc32: bytes.readUInt32LE(at + 16) };
}

function sizesAt(bytes: Buffer, at: number): { size: number; packedSize: number; offset: number } {
  const wide = zip64Extra(bytes, at);
  let next = wide;
  const field = (value: number): number => {
    if (value !== IN_ZIP64_EXTRA || next === undefined) return value;
    const full = Number(bytes.readBigUInt64LE(next));
    next += 8;
    return full;
  };
  // The extra field holds, in this order, only what did not stand in its place.
  const size = field(bytes.readUInt32LE(at + 24));
  const packedSize = field(bytes.readUInt32LE(at + 20));
  return { size, packedSize, offset: field(bytes.readUInt32LE(at + 42)) };
}

/** Position of the zip64 values of a directory record. */
function zip64Extra(bytes: Buffer, at: number): number | undefined {
  let extra = at + 46 + bytes.readUInt16LE(at + 28);
  const end = extra + bytes.readUInt16LE(at + 30);
  while (extra + 4 <= end) {
    if (bytes.readUInt16LE(extra) === ZIP64_EXTRA) return extra + 4;
    extra += 4 + bytes.readUInt16LE(extra + 2);
  }
  return undefined;
}
