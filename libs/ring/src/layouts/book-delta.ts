import type { RecordLayout } from '../record.js';
import { RecordType } from '../record.js';
import type { RingMemory } from '../ring-memory.js';

export const BookSide = { bid: 0, ask: 1 } as const;
export type BookSide = (typeof BookSide)[keyof typeof BookSide];

/** One level of a book takes a new total quantity; 0 removes the level. Units as in `TradeRecord`. */
export interface BookDeltaRecord {
  instrument: number;
  flags: number;
  /** Venue sequence of the update that this level is part of. */
  seq: number;
  us: number;
  ns: number;
  side: BookSide;
  price: number;
  quantity: number;
}

/** Flags of a book delta. */
export const BookFlag = {
  /** The book is emptied before this level is set: first record of a snapshot. */
  snapshotStart: 1,
  /** Last level of its update: the book is consistent after it. */
  updateEnd: 2,
} as const;

/** 48 bytes. */
export const bookDeltaLayout: RecordLayout<BookDeltaRecord> = {
  type: RecordType.bookDelta,
  bytes: 48,

  encode({ u32, f64 }: RingMemory, at: number, delta: Readonly<BookDeltaRecord>): void {
    const word = at >> 2;
    const double = at >> 3;
    u32[word] = delta.instrument;
    u32[word + 1] = delta.flags;
    f64[double + 1] = delta.seq;
    f64[double + 2] = delta.us;
    u32[word + 6] = delta.ns;
    u32[word + 7] = delta.side;
    f64[double + 4] = delta.price;
    f64[double + 5] = delta.quantity;
  },

  decode({ u32, f64 }: RingMemory, at: number, out: BookDeltaRecord): BookDeltaRecord {
    const word = at >> 2;
    const double = at >> 3;
    out.instrument = u32[word];
    out.flags = u32[word + 1];
    out.seq = f64[double + 1];
    out.us = f64[double + 2];
    out.ns = u32[word + 6];
    out.side = u32[word + 7] as BookSide;
    out.price = f64[double + 4];
    out.quantity = f64[double + 5];
    return out;
  },

  blank: () => ({ instrument: 0, flags: 0, seq: 0, us: 0, ns: 0, side: BookSide.bid, price: 0, quantity: 0 }),
};
