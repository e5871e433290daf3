import { xxhash32 } from './xxhash32.js';

const MAGIC = 0x184d2204;
const VERSION_BITS = 0xc0;
const VERSION = 0x40;
const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;
const STORED = 0x8000_0000;
const MIN_MATCH = 4;
/** A length of so much goes on in the bytes that follow. */
const LONG = 15;

/**
 * Unpacks one LZ4 frame (LZ4 frame format 1.6, block format) that must give exactly `size` bytes; all checksums that it has are
 * checked. Reads and writes stay inside of the two buffers whatever the bytes are. Throws an Error that says what is wrong.
 */
export function unpackLz4(frame: Buffer, size: number): Buffer {
  const { blockChecksums, contentChecksum, bodyAt } = headerOf(frame, size);
  const output = Buffer.alloc(size);
  let written = 0;
  let at = bodyAt;
  for (;;) {
    const head = frame.readUInt32LE(at);
    at += 4;
    if (head === 0) break;
    const length = head % STORED;
    const block = slice(frame, at, length);
    at += length;
    if (blockChecksums) {
      if (frame.readUInt32LE(at) !== xxhash32(block)) throw new Error('the checksum of an LZ4 block does not match');
      at += 4;
    }
    written = head >= STORED ? stored(block, output, written) : unpackBlock(block, output, written);
  }
  if (written !== size) throw new Error(`an LZ4 frame gives ${written} bytes instead of ${size}`);
  if (contentChecksum) {
    if (frame.readUInt32LE(at) !== xxhash32(output)) throw new Error('the checksum of an LZ4 frame does not match');
    at += 4;
  }
  return output;
}

interface Header {
  readonly blockChecksums: boolean;
  readonly contentChecksum: boolean;
  readonly bodyAt: number;
}

function headerOf(frame: Buffer, size: number): Header {
  if (frame.readUInt32LE(0) !== MAGIC) throw new Error('no LZ4 frame');
  const flags = frame.readUInt8(4);
  if ((flags & VERSION_BITS) !== VERSION) throw new Error('an unknown version of LZ4 frames');
  let at = 6;
  if ((flags & CONTENT_SIZE) !== 0) {
    if (frame.readBigUInt64LE(at) !== BigInt(size)) throw new Error('an LZ4 frame names another size');
    at += 8;
  }
  if ((flags & DICTIONARY) !== 0) throw new Error('an LZ4 frame with a dictionary');
  const sum = (xxhash32(frame.subarray(4, at)) >>> 8) & 0xff;
  if (frame.readUInt8(at) !== sum) throw new Error('the checksum of an LZ4 header does not match');
  return {
    blockChecksums: (flags & BLOCK_CHECKSUM) !== 0,
    contentChecksum: (flags & CONTENT_CHECKSUM) !== 0,
    bodyAt: at + 1,
  };
}

function slice(bytes: Buffer, at: number, length: number): Buffer {
  if (at + length > bytes.length) throw new Error('an LZ4 frame is cut off');
  return bytes.subarray(at, at + length);
}

function stored(block: Buffer, output: Buffer, written: number): number {
  if (written + block.length > output.length) throw new Error('an LZ4 frame is longer than it says');
  block.copy(output, written);
  return written + block.length;
}

/** Sequences of literals and of matches, which may lie in blocks before. Gives the end of the output. */
function unpackBlock(block: Buffer, output: Buffer, start: number): number {
  let at = 0;
  let to = start;
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    if (nibble !== LONG) return length;
    for (;;) {
      const more = block.readUInt8(at++);
      length += more;
      if (more !== 0xff) return length;
    }
  };
  while (at < block.length) {
    const token = block.readUInt8(at++);
    const literals = lengthOf(token >> 4);
    const text = slice(block, at, literals);
    to = stored(text, output, to);
    at += literals;
    // The last sequence has no match.
    if (at === block.length) break;
    const distance = block.readUInt16LE(at);
    at += 2;
    const length = lengthOf(token & LONG) + MIN_MATCH;
    if (distance === 0 || distance > to) throw new Error('an LZ4 match begins before the data');
    if (to + length > output.length) throw new Error('an LZ4 frame is longer than it says');
    // Byte by byte: a match may run into what it writes.
    for (const end = to + length; to < end; to++) output[to] = output[to - distance];
  }
  return to;
}
