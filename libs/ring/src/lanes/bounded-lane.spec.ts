import { describe, expect, it } from '@jest/globals';
import { ByteRing } from '../byte-ring/byte-ring.js';
import { RingReader } from '../byte-ring/ring-reader.js';
import { RingWriter } from '../byte-ring/ring-writer.js';
import { tradeLayout } from '../layouts/trade.js';
import { Seeded } from '../testing/seeded.js';
import type { BoundedLaneOptions } from './bounded-lane.js';
import { BoundedLane } from './bounded-lane.js';
import { EMPTY, HELD_BACK } from './merge-source.js';

interface Setup {
  lane: BoundedLane;
  reader: RingReader;
  alarms: () => number;
  requests: () => number;
}

/** A ring that holds four records of 16 bytes. */
function setup(options: Partial<BoundedLaneOptions> = {}): Setup {
  const shared = ByteRing.create(128);
  let alarms = 0;
  let requests = 0;
  const lane = new BoundedLane({
    writer: new RingWriter(shared),
    maxRecords: 3,
    onOverflow: () => (alarms += 1),
    ...options,
  });
  const reader = new RingReader(shared, { onSpace: () => (requests += 1) });
  return { lane, reader, alarms: () => alarms, requests: () => requests };
}

function seqsOf(reader: RingReader, max: number): number[] {
  const seqs: number[] = [];
  reader.drain(max, (_type, seq) => seqs.push(seq));
  return seqs;
}

const payload = new Uint8Array(16);

describe('BoundedLane', () => {
  it('holds what the ring refuses, alarms once, and refuses past its bound', () => {
    const { lane, alarms } = setup();
    const results = [1, 2, 3, 4, 5, 6, 7, 8].map((seq) => lane.write(1, seq, payload));
    expect(results.slice(0, 4)).toEqual(['written', 'written', 'written', 'written']);
    expect(results.slice(4)).toEqual(['overflowed', 'overflowed', 'overflowed', 'refused']);
    expect([alarms(), lane.heldRecords, lane.heldBytes, lane.overflowed, lane.refused]).toEqual([1, 3, 48, 3, 1]);
  });

  it('counts bytes towards the bound as well', () => {
    const { lane } = setup({ maxRecords: 100, maxBytes: 40 });
    const results = [1, 2, 3, 4, 5, 6, 7].map((seq) => lane.write(1, seq, payload));
    expect(results.slice(4)).toEqual(['overflowed', 'overflowed', 'refused']);
  });

  it('flushes held records in order before a new one', () => {
    const { lane, reader } = setup();
    for (let seq = 1; seq <= 6; seq += 1) lane.write(1, seq, payload);
    expect(seqsOf(reader, 3)).toEqual([1, 2, 3]);
    expect(lane.write(1, 7, payload)).toBe('written');
    expect(lane.heldRecords).toBe(0);
    expect(seqsOf(reader, 10)).toEqual([4, 5, 6, 7]);
  });

  it('tells the consumer that records are held, and is asked to flush once half of the ring is free', () => {
    const { lane, reader, requests } = setup();
    for (let seq = 1; seq <= 6; seq += 1) lane.write(1, seq, payload);
    seqsOf(reader, 1);
    expect(requests()).toBe(0);
    seqsOf(reader, 1);
    expect(requests()).toBe(1);
    seqsOf(reader, 2);
    expect([requests(), reader.peekSeq()]).toEqual([1, HELD_BACK]);

    expect(lane.flush()).toBe(2);
    expect(seqsOf(reader, 10)).toEqual([5, 6]);
    expect([requests(), reader.peekSeq()]).toEqual([1, EMPTY]);
  });

  it('leaves nothing behind when the consumer drains while the lane is starting to hold', () => {
    const shared = ByteRing.create(128);
    const writer = new RingWriter(shared);
    const reader = new RingReader(shared, { onSpace: () => undefined });
    const lane = new BoundedLane({ writer, maxRecords: 3 });
    const tryWrite = writer.tryWrite.bind(writer);
    let refusals = 0;
    // The second refusal is the last look before the header says that records are held: nobody would ask for them later.
    writer.tryWrite = (...record) => {
      const accepted = tryWrite(...record);
      if (!accepted && (refusals += 1) === 2) seqsOf(reader, 10);
      return accepted;
    };
    for (let seq = 1; seq <= 4; seq += 1) lane.write(1, seq, payload);
    expect([lane.write(1, 5, payload), refusals, lane.heldRecords]).toEqual(['written', 2, 0]);
    expect(seqsOf(reader, 10)).toEqual([5]);
  });

  it('hides no record that is flushed while the consumer looks', () => {
    const { lane, reader } = setup();
    for (let seq = 1; seq <= 5; seq += 1) lane.write(1, seq, payload);
    seqsOf(reader, 4);
    const load = Object.getOwnPropertyDescriptor(Atomics, 'load');
    const original: (words: Int32Array, index: number) => number = Atomics.load;
    let looks = 0;
    const value = (words: Int32Array, index: number): number => {
      const word = original(words, index);
      if ((looks += 1) === 1) lane.flush();
      return word;
    };
    Object.defineProperty(Atomics, 'load', { ...load, value });
    try {
      expect(reader.peekSeq()).toBe(5);
    } finally {
      Object.defineProperty(Atomics, 'load', { ...load });
    }
  });

  it('drops and refuses everything after close', () => {
    const { lane, reader } = setup();
    for (let seq = 1; seq <= 6; seq += 1) lane.write(1, seq, payload);
    expect(lane.close()).toBe(2);
    expect(lane.write(1, 7, payload)).toBe('refused');
    expect(lane.flush()).toBe(0);
    expect(seqsOf(reader, 10)).toEqual([1, 2, 3, 4]);
    expect(reader.peekSeq()).toBe(EMPTY);
  });

  it('refuses a bad record at the call even while others are held', () => {
    const { lane } = setup();
    for (let seq = 1; seq <= 5; seq += 1) lane.write(1, seq, payload);
    expect(() => lane.write(1, 6, new Uint8Array(200))).toThrow(RangeError);
    expect(() => lane.write(1, 4, payload)).toThrow(RangeError);
    expect(lane.heldRecords).toBe(1);
  });

  it('delivers everything it accepted, once and in order, over random interleavings', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = new Seeded(seed);
      const { lane, reader } = setup({ maxRecords: 1 + random.below(20) });
      const accepted: number[] = [];
      const seen: number[] = [];
      for (let seq = 1; seq <= 400; seq += 1) {
        const trade = { ...tradeLayout.blank(), price: seq };
        if (lane.encode(tradeLayout, seq, trade) !== 'refused') accepted.push(seq);
        if (random.below(3) === 0) {
          reader.drain(random.below(4), (_type, _seq, memory, at) => {
            seen.push(tradeLayout.decode(memory, at, tradeLayout.blank()).price);
          });
        }
        if (random.below(9) === 0) lane.flush();
      }
      while (lane.flush() > 0 || reader.peekSeq() !== EMPTY) seen.push(...seqsOf(reader, 10));
      expect(seen).toEqual(accepted);
      expect(lane.refused).toBe(400 - accepted.length);
    }
  });
});
