import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { unpackLz4 } from './lz4-frame.js';
import { xxhash32 } from './xxhash32.js';

const bytes = (...values: number[]): Buffer => Buffer.from(values);
const u32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value >>> 0);
  return buffer;
};

interface Options {
  readonly flags?: number;
  readonly blockChecksum?: number;
  readonly contentChecksum?: number;
}

/** A frame of blocks, as the format says; `flags` beside the version. */
function frame(blocks: readonly Buffer[], { flags = 0x20, ...sums }: Options = {}): Buffer {
  const descriptor = bytes(0x40 | flags, 0x40);
  const header = bytes((xxhash32(descriptor) >>> 8) & 0xff);
  const parts = blocks.flatMap((block) => [
    u32(block.length),
    block,
    ...(sums.blockChecksum === undefined ? [] : [u32(sums.blockChecksum)]),
  ]);
  const end = sums.contentChecksum === undefined ? [] : [u32(sums.contentChecksum)];
  return Buffer.concat([u32(0x184d2204), descriptor, header, ...parts, u32(0), ...end]);
}

/** Literals, then a match. */
const sequence = (text: string, distance: number, length: number): Buffer =>
  Buffer.concat([bytes((text.length << 4) | (length - 4)), Buffer.from(text), bytes(distance & 0xff, distance >> 8)]);
const literals = (text: string): Buffer => Buffer.concat([bytes(text.length << 4), Buffer.from(text)]);

describe('xxhash32', () => {
  it.each([
    ['', 0x02cc5d05],
    ['abc', 0x32d153ff],
    ['Nobody inspects the spammish repetition', 0xe2293b2f],
  ])('of %j is as published', (text, hash) => {
    expect(xxhash32(Buffer.from(text))).toBe(hash);
  });
});

describe('a frame of LZ4', () => {
  it('is literals and matches, which may overlap what they write, and lie in a block before', () => {
    const block = Buffer.concat([sequence('abc', 3, 9), literals('.')]);
    expect(unpackLz4(frame([block]), 13).toString()).toBe('abcabcabcabc.');
    const linked = Buffer.concat([sequence('-', 14, 4), literals('!')]);
    expect(unpackLz4(frame([block, linked], { flags: 0 }), 19).toString()).toBe('abcabcabcabc.-abca!');
  });

  it('has lengths that go on in further bytes, and blocks that are stored', () => {
    const text = 'x'.repeat(15 + 255 + 7);
    const long = Buffer.concat([bytes(0xf0, 255, 7), Buffer.from(text)]);
    expect(unpackLz4(frame([long]), text.length).toString()).toBe(text);
    const zeros = Buffer.concat([bytes(0x1f, 0, 1, 0, 255, 255, 0), literals('')]);
    expect(unpackLz4(frame([zeros]), 1 + 4 + 15 + 510)).toEqual(Buffer.alloc(530));
    const stored = Buffer.concat([frame([]).subarray(0, 7), u32(0x8000_0003), Buffer.from('abc'), u32(0)]);
    expect(unpackLz4(stored, 3).toString()).toBe('abc');
  });

  it('is checked by all checksums that it has', () => {
    const block = literals('abcdef');
    const sums = { flags: 0x34, blockChecksum: xxhash32(block), contentChecksum: xxhash32(Buffer.from('abcdef')) };
    expect(unpackLz4(frame([block], sums), 6).toString()).toBe('abcdef');
    expect(() => unpackLz4(frame([block], { ...sums, blockChecksum: 1 }), 6)).toThrow('checksum of an LZ4 block');
    expect(() => unpackLz4(frame([block], { ...sums, contentChecksum: 1 }), 6)).toThrow('checksum of an LZ4 frame');
    const header = frame([block]);
    header[6] ^= 1;
    expect(() => unpackLz4(header, 6)).toThrow('checksum of an LZ4 header');
  });

  it.each<[string, Buffer, number, string | RegExp]>([
    ['no frame', Buffer.from('abcdefgh'), 1, 'no LZ4 frame'],
    ['another size', frame([literals('abc')]), 4, '3 bytes instead of 4'],
    ['more than it says', frame([literals('abcd')]), 3, 'longer than it says'],
    ['a match that writes beyond', frame([sequence('abc', 3, 9)]), 5, 'longer than it says'],
    ['a match before the data', frame([sequence('abc', 4, 4)]), 7, 'begins before the data'],
    ['a match at no distance', frame([sequence('abc', 0, 4)]), 7, 'begins before the data'],
    ['literals that are cut off', frame([bytes(0x50, 1)]), 5, 'cut off'],
    ['a block that is cut off', frame([literals('abc')]).subarray(0, 12), 3, 'cut off'],
    ['no end', frame([literals('abc')]).subarray(0, -4), 3, /out of range|outside/],
    ['a dictionary', frame([literals('abc')], { flags: 0x21 }), 3, 'with a dictionary'],
  ])('is refused: %s', (_, content, size, message) => {
    expect(() => unpackLz4(content, size)).toThrow(message);
  });

  it('of whatever bytes gives what it should or an error', () => {
    const rng = new SeededRng(3);
    const block = Buffer.concat([sequence('abcdefgh', 8, 15), sequence('ij', 20, 9), literals('end')]);
    const good = frame([block, block], { flags: 0 });
    const size = unpackLz4(frame([block, block], { flags: 0 }), 2 * (8 + 15 + 2 + 9 + 3)).length;
    let refused = 0;
    for (let n = 0; n < 20_000; n++) {
      const content = Buffer.from(good);
      for (let flips = 1 + Math.floor(rng.next() * 3); flips > 0; flips--)
        content[7 + Math.floor(rng.next() * (content.length - 7))] = Math.floor(rng.next() * 256);
      try {
        if (unpackLz4(content, size).length !== size) throw new RangeError('another size came out');
      } catch (error) {
        if ((error as Error).message === 'another size came out') throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(5_000);
  });
});
