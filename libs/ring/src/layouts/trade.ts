import type { RecordLayout } from '../record.js';
import { RecordType } from '../record.js';
import type { RingMemory } from '../ring-memory.js';

/** Side of the aggressor. */
export const Aggressor = { unknown: 0, buy: 1, sell: 2 } as const;
export type Aggressor = (typeof Aggressor)[keyof typeof Aggressor];

/** Prices and quantities are safe integers of the instrument; a time is `us` since the epoch plus `ns` 0 to 999. */
export interface TradeRecord {
  /** Number that the host gave the instrument, u32. */
  instrument: number;
  /** u32, meaning is the sender's. */
  flags: number;
  /** Sequence within the stream. */
  seq: number;
  us: number;
  ns: number;
  price: number;
  quantity: number;
  aggressor: Aggressor;
}

/** 48 bytes. */
export const tradeLayout: RecordLayout<TradeRecord> = {
  type: RecordType.trade,
  bytes: 48,

  encode({ u32, f64 }: RingMemory, at: number, trade: Readonly<TradeRecord>): void {
    const word = at >> 2;
    const double = at >> 3;
    u32[word] = trade.instrument;
    u32[word + 1] = trade.flags;
    f64[double + 1] = trade.seq;
    f64[double + 2] = trade.us;
    u32[word + 6] = trade.ns;
    u32[word + 7] = trade.aggressor;
    f64[double + 4] = trade.price;
    f64[double + 5] = trade.quantity;
  },

  decode({ u32, f64 }: RingMemory, at: number, out: TradeRecord): TradeRecord {
    const word = at >> 2;
    const double = at >> 3;
    out.instrument = u32[word];
    out.flags = u32[word + 1];
    out.seq = f64[double + 1];
    out.us = f64[double + 2];
    out.ns = u32[word + 6];
    out.aggressor = u32[word + 7] as Aggressor;
    out.price = f64[double + 4];
    out.quantity = f64[double + 5];
    return out;
  },

  blank: () => ({ instrument: 0, flags: 0, seq: 0, us: 0, ns: 0, price: 0, quantity: 0, aggressor: Aggressor.unknown }),
};
