import { describe, expect, it } from '@jest/globals';
import { quoteLayout, RingMemory, tradeLayout, type QuoteRecord, type TradeRecord } from '@bourseworks/ring';
import fc from 'fast-check';
import { FixedBatch } from './fixed-batch.js';
import { fixedCodec } from './fixed-codec.js';

const memory = (buffer: ArrayBuffer): RingMemory => new RingMemory(buffer);
const quotes = fixedCodec({
  contentType: 'application/vnd.bourseworks.quotes',
  layout: quoteLayout,
  memory,
  maxRecords: 100,
  accepts: ({ bidPrice, askPrice }) => Number.isSafeInteger(bidPrice) && Number.isSafeInteger(askPrice),
});

const safe = fc.maxSafeInteger();
const u32 = fc.nat({ max: 0xffff_ffff });
const quote: fc.Arbitrary<QuoteRecord> = fc.record({
  instrument: u32,
  flags: u32,
  seq: safe,
  us: safe,
  ns: fc.nat({ max: 999 }),
  bidPrice: safe,
  bidQuantity: safe,
  askPrice: safe,
  askQuantity: safe,
});

describe('fixed records', () => {
  it('are given back to the last bit', () => {
    fc.assert(
      fc.property(safe, fc.array(quote, { maxLength: 100 }), (seq0, items) => {
        expect(quotes.decode(quotes.encode({ seq0, items }))).toEqual({ ok: true, value: { seq0, items } });
      }),
    );
  });

  it('are read wherever their bytes begin', () => {
    const trade: TradeRecord = { ...tradeLayout.blank(), instrument: 7, price: 100, quantity: 2, seq: 9 };
    const trades = fixedCodec({ contentType: 'application/vnd.bourseworks.trades', layout: tradeLayout, memory });
    const bytes = trades.encode({ seq0: 9, items: [trade] });
    const moved = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3);
    expect(trades.decode(moved)).toEqual({ ok: true, value: { seq0: 9, items: [trade] } });
  });

  it('are refused when their bytes are not whole, too many, or impossible', () => {
    const bytes = Buffer.from(quotes.encode({ seq0: 1, items: [quoteLayout.blank()] }));
    const changed = (at: number, to: number): Buffer => {
      const copy = Buffer.from(bytes);
      copy[at] = to;
      return copy;
    };
    const longer = Buffer.alloc(16 + 101 * 64);
    const impossible = quotes.encode({ seq0: 1, items: [{ ...quoteLayout.blank(), bidPrice: NaN }] });
    const bad = [bytes.subarray(1), bytes.subarray(0, 15), changed(0, 1), changed(4, 2), changed(15, 0x7f), longer];
    for (const one of [...bad, impossible]) {
      expect(quotes.decode(one)).toMatchObject({ ok: false, refusal: { code: 'BAD_MESSAGE' } });
    }
    expect(quotes.decode(bytes)).toMatchObject({ ok: true });
  });

  it('are bounded when they are written', () => {
    const items = Array.from({ length: 101 }, () => quoteLayout.blank());
    expect(() => quotes.encode({ seq0: 1, items })).toThrow('more than 100 records');
    expect(() => quotes.encode({ seq0: 0.5, items: [] })).toThrow('seq0');
  });

  it('can be written and read in place', () => {
    const batch = new FixedBatch({ layout: quoteLayout, memory, maxRecords: 2 });
    const out = quoteLayout.blank();
    batch.clear(5);
    expect([1, 2, 3].map((seq) => batch.add({ ...out, seq }))).toEqual([true, true, false]);
    expect(batch.get(1, out).seq).toBe(2);
    for (const index of [-1, 0.5, 2, NaN]) expect(() => batch.get(index, out)).toThrow(RangeError);
    const other = new FixedBatch({ layout: quoteLayout, memory });
    expect(other.load(batch.bytes())).toBeUndefined();
    expect([other.seq0, other.size, other.get(0, out).seq]).toEqual([5, 2, 1]);
    expect(other.load(Buffer.alloc(3))).toBe('its length is impossible');
    expect(other.size).toBe(0);
  });
});
