import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Seeded } from '../testing/seeded.js';
import { ByteRing } from './byte-ring.js';
import { WORD_HEAD, WORD_TAIL } from './ring-layout.js';
import { RingReader } from './ring-reader.js';
import { RingWriter } from './ring-writer.js';

/** Writes and drains at random against a plain queue; returns how many records went through. */
function runAgainstQueue(seed: number, shared: SharedArrayBuffer, steps: number): number {
  const random = new Seeded(seed);
  const writer = new RingWriter(shared);
  const reader = new RingReader(shared);
  const queue: Array<{ type: number; seq: number; flags: number; bytes: number[] }> = [];
  let seq = 0;
  let delivered = 0;
  for (let step = 0; step < steps; step += 1) {
    if (random.below(2) === 0) {
      const bytes = Uint8Array.from({ length: random.below(writer.ring.maxPayload + 1) }, () => random.below(256));
      const record = { type: random.below(65_536), seq: (seq += random.below(3)), flags: random.below(65_536) };
      if (writer.tryWrite(record.type, seq, bytes, record.flags)) queue.push({ ...record, bytes: [...bytes] });
    } else {
      reader.drain(random.below(5), (type, recordSeq, memory, at, length, flags) => {
        const record = { type, seq: recordSeq, flags, bytes: [...memory.copy(at, length)] };
        const written = queue.shift();
        if (!isDeepStrictEqual(record, written)) expect(record).toEqual(written);
        delivered += 1;
      });
    }
  }
  return delivered;
}

describe('ByteRing', () => {
  it.each([64, 128, 256, 1024])('delivers every record once, whole and in order, through %i bytes', (size) => {
    for (let seed = 1; seed <= 8; seed += 1)
      expect(runAgainstQueue(seed, ByteRing.create(size), 300)).toBeGreaterThan(20);
  });

  it.each([2 ** 31 - 128, 2 ** 32 - 128])('goes on when its byte counters pass %i', (start) => {
    const shared = ByteRing.create(256);
    const { words } = new ByteRing(shared);
    Atomics.store(words, WORD_TAIL, start | 0);
    Atomics.store(words, WORD_HEAD, start | 0);
    expect(runAgainstQueue(7, shared, 500)).toBeGreaterThan(50);
  });

  it('takes its largest record at any position when it is empty', () => {
    const shared = ByteRing.create(256);
    const writer = new RingWriter(shared);
    const reader = new RingReader(shared);
    for (let shift = 0; shift < 64; shift += 1) {
      expect(writer.tryWrite(1, 1, new Uint8Array(writer.ring.maxPayload))).toBe(true);
      expect(reader.drain(10, () => undefined)).toBe(1);
      expect(writer.tryWrite(1, 1, new Uint8Array(shift % 40))).toBe(true);
      expect(reader.drain(10, () => undefined)).toBe(1);
    }
  });

  it.each([0, 32, 100, 2 ** 31, Number.NaN])('refuses the size %p', (size) => {
    expect(() => ByteRing.create(size)).toThrow(RangeError);
  });

  it('refuses memory that is not a ring', () => {
    expect(() => new ByteRing(new SharedArrayBuffer(64))).toThrow(TypeError);
    expect(() => new ByteRing(new SharedArrayBuffer(512))).toThrow(TypeError);
  });
});
