import { describe, expect, it } from '@jest/globals';
import { tradeLayout } from '../layouts/trade.js';
import { ByteRing } from './byte-ring.js';
import { RingReader } from './ring-reader.js';
import { RingWriter } from './ring-writer.js';

function pair(bytes: number): { writer: RingWriter; reader: RingReader } {
  const shared = ByteRing.create(bytes);
  return { writer: new RingWriter(shared), reader: new RingReader(shared) };
}

describe('RingWriter', () => {
  it('answers false when full, writes nothing, and goes on once space is free', () => {
    const { writer, reader } = pair(128);
    const payload = new Uint8Array(16);
    const accepted = [1, 2, 3, 4, 5, 6].map((seq) => writer.tryWrite(1, seq, payload));
    expect(accepted).toEqual([true, true, true, true, false, false]);
    expect([writer.written, writer.full, writer.ring.freeBytes]).toEqual([4, 2, 0]);
    expect(writer.ring.highWaterBytes).toBe(128);

    expect(reader.drain(1, () => undefined)).toBe(1);
    expect(writer.tryWrite(1, 7, payload)).toBe(true);
    const seqs: number[] = [];
    reader.drain(10, (_type, seq) => seqs.push(seq));
    expect(seqs).toEqual([2, 3, 4, 7]);
  });

  it('refuses a record larger than half of the ring', () => {
    const { writer } = pair(128);
    expect(writer.ring.maxPayload).toBe(48);
    expect(writer.tryWrite(1, 1, new Uint8Array(48))).toBe(true);
    expect(() => writer.tryWrite(1, 2, new Uint8Array(49))).toThrow(RangeError);
  });

  it('refuses a sequence that goes backwards', () => {
    const { writer } = pair(128);
    writer.tryWrite(1, 5, new Uint8Array(0));
    expect(writer.tryWrite(1, 5, new Uint8Array(0))).toBe(true);
    expect(() => writer.tryWrite(1, 4, new Uint8Array(0))).toThrow(RangeError);
    expect(() => writer.tryWrite(1, Number.NaN, new Uint8Array(0))).toThrow(RangeError);
  });

  it('shows a reserved record only after its commit, and lets a reservation lapse', () => {
    const { writer, reader } = pair(128);
    writer.reserve(40);
    const at = writer.reserve(8);
    writer.memory.f64[at >> 3] = 42;
    expect(reader.drain(1, () => undefined)).toBe(0);
    writer.commit(3, 1);
    expect(() => writer.commit(3, 1)).toThrow('without a reservation');
    const values: number[] = [];
    reader.drain(10, (_type, _seq, memory, offset) => values.push(memory.f64[offset >> 3]));
    expect(values).toEqual([42]);
  });

  it('leaves no trace of a value whose encoding failed', () => {
    const { writer, reader } = pair(256);
    const failing = {
      ...tradeLayout,
      encode: () => {
        throw new Error('bad value');
      },
    };
    expect(() => writer.tryEncode(failing, 1, tradeLayout.blank())).toThrow('bad value');
    expect(writer.tryEncode(tradeLayout, 1, { ...tradeLayout.blank(), price: 9 })).toBe(true);
    const prices: number[] = [];
    reader.drain(10, (_type, _seq, memory, at) =>
      prices.push(tradeLayout.decode(memory, at, tradeLayout.blank()).price),
    );
    expect(prices).toEqual([9]);
  });
});
