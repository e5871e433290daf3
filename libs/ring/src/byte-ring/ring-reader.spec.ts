import { describe, expect, it } from '@jest/globals';
import { EMPTY } from '../lanes/merge-source.js';
import { ByteRing } from './byte-ring.js';
import { RingReader } from './ring-reader.js';
import { RingWriter } from './ring-writer.js';

function filled(records: number): { writer: RingWriter; reader: RingReader } {
  const shared = ByteRing.create(256);
  const writer = new RingWriter(shared);
  for (let seq = 1; seq <= records; seq += 1) writer.tryWrite(1, seq, new Uint8Array(8));
  return { writer, reader: new RingReader(shared) };
}

describe('RingReader', () => {
  it('delivers no more than asked for', () => {
    const { reader } = filled(5);
    const seqs: number[] = [];
    expect(reader.drain(3, (_type, seq) => seqs.push(seq))).toBe(3);
    expect(reader.peekSeq()).toBe(4);
    expect(reader.drain(10, (_type, seq) => seqs.push(seq))).toBe(2);
    expect(seqs).toEqual([1, 2, 3, 4, 5]);
    expect(reader.peekSeq()).toBe(EMPTY);
  });

  it('keeps the memory of a record until its handler has returned', () => {
    const { reader, writer } = filled(10);
    let refusedInside = true;
    reader.drain(10, () => {
      refusedInside &&= !writer.tryWrite(1, 99, new Uint8Array(24));
    });
    expect(refusedInside).toBe(true);
    expect(writer.tryWrite(1, 99, new Uint8Array(24))).toBe(true);
  });

  it('counts a record as consumed when its handler throws', () => {
    const { reader } = filled(3);
    const seqs: number[] = [];
    const handler = (_type: number, seq: number): void => {
      seqs.push(seq);
      if (seq === 2) throw new Error('handler failed');
    };
    expect(() => reader.drain(10, handler)).toThrow('handler failed');
    expect(reader.drain(10, handler)).toBe(1);
    expect(seqs).toEqual([1, 2, 3]);
    expect(reader.ring.freeBytes).toBe(256);
  });

  it('refuses to drain from inside a handler', () => {
    const { reader } = filled(2);
    expect(() => reader.drain(1, () => reader.drain(1, () => undefined))).toThrow('inside a record handler');
  });
});
