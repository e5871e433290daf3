import { describe, expect, it } from '@jest/globals';
import { ByteRing } from '../byte-ring/byte-ring.js';
import { RingReader } from '../byte-ring/ring-reader.js';
import { RingWriter } from '../byte-ring/ring-writer.js';
import { quoteLayout } from '../layouts/quote.js';
import { SlotReader } from '../slots/slot-reader.js';
import { SlotTable } from '../slots/slot-table.js';
import { SlotWriter } from '../slots/slot-writer.js';
import { Seeded } from '../testing/seeded.js';
import { BoundedLane } from './bounded-lane.js';
import { DRAIN_BUDGET, LaneMerger } from './lane-merger.js';
import type { MergeSource } from './merge-source.js';

function ring(bytes: number): { lane: BoundedLane; reader: RingReader } {
  const shared = ByteRing.create(bytes);
  const lane = new BoundedLane({ writer: new RingWriter(shared), maxRecords: 1_000, maxBytes: 1_000_000 });
  return { lane, reader: new RingReader(shared) };
}

function slots(count: number): { writer: SlotWriter; reader: SlotReader } {
  const shared = SlotTable.create({ slots: count, type: quoteLayout.type, payloadBytes: quoteLayout.bytes });
  return { writer: new SlotWriter(shared), reader: new SlotReader(shared) };
}

const nothing = new Uint8Array(0);

describe('LaneMerger', () => {
  it('delivers in the order of the sequences', () => {
    const trades = ring(1024);
    const orders = ring(1024);
    const quotes = slots(2);
    const merger = new LaneMerger([trades.reader, orders.reader, quotes.reader]);
    trades.lane.write(1, 1, nothing);
    quotes.writer.write(0, 2, quoteLayout, quoteLayout.blank());
    orders.lane.write(64, 3, nothing);
    trades.lane.write(1, 4, nothing);
    quotes.writer.write(0, 5, quoteLayout, quoteLayout.blank());
    orders.lane.write(64, 6, nothing);
    const seen: Array<[number, number]> = [];
    expect(merger.drain(256, (type, seq) => seen.push([type, seq]))).toBe(5);
    expect(seen).toEqual([
      [1, 1],
      [64, 3],
      [1, 4],
      [2, 5],
      [64, 6],
    ]);
  });

  it('keeps to its budget', () => {
    const { lane, reader } = ring(32_768);
    for (let seq = 1; seq <= 300; seq += 1) lane.write(1, seq, nothing);
    const merger = new LaneMerger([reader]);
    expect(merger.drain(10, () => undefined)).toBe(10);
    expect(merger.drain(1_000_000, () => undefined)).toBe(DRAIN_BUDGET);
    expect(merger.drain(256, () => undefined)).toBe(34);
  });

  it('waits for a record that its producer still holds', () => {
    const trades = ring(64);
    const orders = ring(1024);
    const merger = new LaneMerger([trades.reader, orders.reader]);
    trades.lane.write(1, 1, new Uint8Array(16));
    trades.lane.write(1, 2, new Uint8Array(16));
    expect(trades.lane.write(1, 3, new Uint8Array(16))).toBe('overflowed');
    orders.lane.write(64, 4, nothing);
    const seqs: number[] = [];
    const handler = (_type: number, seq: number): void => void seqs.push(seq);
    expect([merger.drain(256, handler), merger.drain(256, handler)]).toEqual([2, 0]);
    trades.lane.flush();
    expect(merger.drain(256, handler)).toBe(2);
    expect(seqs).toEqual([1, 2, 3, 4]);
  });

  it('does not overtake a record written between its looks at two lanes', () => {
    const first = ring(1024);
    const second = ring(1024);
    let interfered = false;
    // Between the look at the first lane, which was empty, and the look at this one the host writes to both.
    const interfering: MergeSource = {
      peekSeq: () => {
        if (!interfered) {
          interfered = true;
          first.lane.write(1, 1, nothing);
          second.lane.write(1, 2, nothing);
        }
        return second.reader.peekSeq();
      },
      take: (handler) => second.reader.take(handler),
      release: () => second.reader.release(),
    };
    const seqs: number[] = [];
    new LaneMerger([first.reader, interfering]).drain(256, (_type, seq) => seqs.push(seq));
    expect(seqs).toEqual([1, 2]);
  });

  it('goes on with the next record after a handler that throws', () => {
    const { lane, reader } = ring(1024);
    for (let seq = 1; seq <= 3; seq += 1) lane.write(1, seq, nothing);
    const merger = new LaneMerger([reader]);
    const seqs: number[] = [];
    const handler = (_type: number, seq: number): void => {
      seqs.push(seq);
      if (seq === 1) throw new Error('handler failed');
    };
    expect(() => merger.drain(256, handler)).toThrow('handler failed');
    expect(merger.drain(256, handler)).toBe(2);
    expect(seqs).toEqual([1, 2, 3]);
  });

  it('keeps the order over random writes, overflows and drains', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = new Seeded(seed);
      const rings = [ring(128), ring(256)];
      const quotes = slots(3);
      const merger = new LaneMerger([quotes.reader, ...rings.map(({ reader }) => reader)]);
      const inRings: number[] = [];
      const seen: number[] = [];
      const seenInRings: number[] = [];
      const handler = (type: number, seq: number): void => {
        seen.push(seq);
        if (type !== quoteLayout.type) seenInRings.push(seq);
      };
      for (let seq = 1; seq <= 500; seq += 1) {
        const lane = random.below(3);
        if (lane === 2) quotes.writer.write(random.below(3), seq, quoteLayout, quoteLayout.blank());
        else {
          rings[lane].lane.write(1, seq, new Uint8Array(random.below(40)));
          inRings.push(seq);
        }
        if (random.below(3) === 0) merger.drain(random.below(6), handler);
        if (random.below(5) === 0) rings[random.below(2)].lane.flush();
      }
      while (merger.drain(256, handler) > 0 || rings.some(({ lane }) => lane.flush() > 0));
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      expect(seenInRings).toEqual(inRings);
      expect(seen.length + quotes.writer.conflated).toBe(500);
    }
  });
});
