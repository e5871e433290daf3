import { describe, expect, it } from '@jest/globals';
import { quoteLayout } from '../layouts/quote.js';
import { tradeLayout } from '../layouts/trade.js';
import { Seeded } from '../testing/seeded.js';
import { SlotReader } from './slot-reader.js';
import { SlotTable } from './slot-table.js';
import { SlotWriter } from './slot-writer.js';

const options = { type: quoteLayout.type, payloadBytes: quoteLayout.bytes };

function pair(slots: number): { writer: SlotWriter; reader: SlotReader } {
  const shared = SlotTable.create({ ...options, slots });
  return { writer: new SlotWriter(shared), reader: new SlotReader(shared) };
}

function write(writer: SlotWriter, slot: number, seq: number): void {
  writer.write(slot, seq, quoteLayout, { ...quoteLayout.blank(), instrument: slot, bidPrice: seq, askQuantity: -seq });
}

function drain(reader: SlotReader, max: number, seen: Array<[slot: number, seq: number]>): number {
  return reader.drain(max, (type, seq, memory, at, length) => {
    const quote = quoteLayout.decode(memory, at, quoteLayout.blank());
    expect([type, length, quote.bidPrice, quote.askQuantity]).toEqual([quoteLayout.type, 64, seq, -seq]);
    seen.push([quote.instrument, seq]);
  });
}

describe('SlotTable', () => {
  it('keeps the newest value of a slot and counts what it replaced', () => {
    const { writer, reader } = pair(3);
    for (let seq = 1; seq <= 5; seq += 1) write(writer, 0, seq);
    write(writer, 2, 6);
    const seen: Array<[number, number]> = [];
    expect(drain(reader, 10, seen)).toBe(2);
    expect(seen).toEqual([
      [0, 5],
      [2, 6],
    ]);
    expect([writer.written, writer.conflated, reader.read]).toEqual([6, 4, 2]);
    expect(drain(reader, 10, seen)).toBe(0);
  });

  it('delivers by the sequence of the last write', () => {
    const { writer, reader } = pair(3);
    write(writer, 0, 1);
    write(writer, 1, 2);
    write(writer, 0, 3);
    const seen: Array<[number, number]> = [];
    drain(reader, 10, seen);
    expect(seen).toEqual([
      [1, 2],
      [0, 3],
    ]);
  });

  it('does not move a fetched value back when a newer one arrives', () => {
    const { writer, reader } = pair(2);
    write(writer, 0, 1);
    expect(reader.peekSeq()).toBe(1);
    write(writer, 0, 2);
    write(writer, 0, 3);
    const seen: Array<[number, number]> = [];
    expect(drain(reader, 10, seen)).toBe(2);
    expect(seen).toEqual([
      [0, 1],
      [0, 3],
    ]);
    expect(writer.conflated).toBe(1);
  });

  it('loses no last value and delivers or counts every value, over random interleavings', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = new Seeded(seed);
      const slots = 1 + random.below(9);
      const { writer, reader } = pair(slots);
      const last = new Map<number, number>();
      const seen: Array<[number, number]> = [];
      for (let seq = 1; seq <= 500; seq += 1) {
        const slot = random.below(slots);
        write(writer, slot, seq);
        last.set(slot, seq);
        if (random.below(4) === 0) drain(reader, random.below(4), seen);
        if (random.below(4) === 0) reader.peekSeq();
      }
      drain(reader, 1_000, seen);
      expect(new Map(seen)).toEqual(last);
      expect(seen.length + writer.conflated).toBe(500);
    }
  });

  it('refuses a slot, layout or sequence that does not fit', () => {
    const { writer } = pair(2);
    expect(() => write(writer, 2, 1)).toThrow(RangeError);
    expect(() => write(writer, -1, 1)).toThrow(RangeError);
    expect(() => writer.write(0, 1, tradeLayout, tradeLayout.blank())).toThrow(RangeError);
    write(writer, 0, 5);
    expect(() => write(writer, 1, 4)).toThrow(RangeError);
  });

  it('refuses a second writer or reader', () => {
    const shared = SlotTable.create({ ...options, slots: 1 });
    new SlotWriter(shared);
    new SlotReader(shared);
    expect(() => new SlotWriter(shared)).toThrow('already has a writer');
    expect(() => new SlotReader(shared)).toThrow('already has a reader');
  });

  it.each([
    { slots: 0, payloadBytes: 64 },
    { slots: 65_537, payloadBytes: 64 },
    { slots: 1, payloadBytes: 60 },
    { slots: 1, payloadBytes: 0 },
  ])('refuses %p', (wrong) => {
    expect(() => SlotTable.create({ type: 2, ...wrong })).toThrow(RangeError);
  });

  it('refuses memory that is not a table', () => {
    expect(() => new SlotTable(new SharedArrayBuffer(512))).toThrow(TypeError);
  });
});
