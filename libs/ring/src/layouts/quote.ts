import type { RecordLayout } from '../record.js';
import { RecordType } from '../record.js';
import type { RingMemory } from '../ring-memory.js';

/** Best bid and ask. A side without orders has price 0 and quantity 0. Units as in `TradeRecord`. */
export interface QuoteRecord {
  instrument: number;
  flags: number;
  seq: number;
  us: number;
  ns: number;
  bidPrice: number;
  bidQuantity: number;
  askPrice: number;
  askQuantity: number;
}

/** 64 bytes: also the payload of a slot in a table of quotes. */
export const quoteLayout: RecordLayout<QuoteRecord> = {
  type: RecordType.quote,
  bytes: 64,

  encode({ u32, f64 }: RingMemory, at: number, quote: Readonly<QuoteRecord>): void {
    const word = at >> 2;
    const double = at >> 3;
    u32[word] = quote.instrument;
    u32[word + 1] = quote.flags;
    f64[double + 1] = quote.seq;
    f64[double + 2] = quote.us;
    u32[word + 6] = quote.ns;
    f64[double + 4] = quote.bidPrice;
    f64[double + 5] = quote.bidQuantity;
    f64[double + 6] = quote.askPrice;
    f64[double + 7] = quote.askQuantity;
  },

  decode({ u32, f64 }: RingMemory, at: number, out: QuoteRecord): QuoteRecord {
    const word = at >> 2;
    const double = at >> 3;
    out.instrument = u32[word];
    out.flags = u32[word + 1];
    out.seq = f64[double + 1];
    out.us = f64[double + 2];
    out.ns = u32[word + 6];
    out.bidPrice = f64[double + 4];
    out.bidQuantity = f64[double + 5];
    out.askPrice = f64[double + 6];
    out.askQuantity = f64[double + 7];
    return out;
  },

  blank: () => ({
    instrument: 0,
    flags: 0,
    seq: 0,
    us: 0,
    ns: 0,
    bidPrice: 0,
    bidQuantity: 0,
    askPrice: 0,
    askQuantity: 0,
  }),
};
