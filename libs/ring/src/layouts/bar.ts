import type { RecordLayout } from '../record.js';
import { RecordType } from '../record.js';
import type { RingMemory } from '../ring-memory.js';

/** One bar over [startUs, endUs). Units as in `TradeRecord`. */
export interface BarRecord {
  instrument: number;
  flags: number;
  seq: number;
  startUs: number;
  endUs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  /** Number of trades up to 2^31 - 1; -1 when not known. */
  trades: number;
  /** Length of the bar in seconds, u32. */
  intervalSec: number;
}

/** 80 bytes. */
export const barLayout: RecordLayout<BarRecord> = {
  type: RecordType.bar,
  bytes: 80,

  encode({ u32, f64 }: RingMemory, at: number, bar: Readonly<BarRecord>): void {
    const word = at >> 2;
    const double = at >> 3;
    u32[word] = bar.instrument;
    u32[word + 1] = bar.flags;
    f64[double + 1] = bar.seq;
    f64[double + 2] = bar.startUs;
    f64[double + 3] = bar.endUs;
    f64[double + 4] = bar.open;
    f64[double + 5] = bar.high;
    f64[double + 6] = bar.low;
    f64[double + 7] = bar.close;
    f64[double + 8] = bar.volume;
    u32[word + 18] = bar.trades;
    u32[word + 19] = bar.intervalSec;
  },

  decode({ u32, f64 }: RingMemory, at: number, out: BarRecord): BarRecord {
    const word = at >> 2;
    const double = at >> 3;
    out.instrument = u32[word];
    out.flags = u32[word + 1];
    out.seq = f64[double + 1];
    out.startUs = f64[double + 2];
    out.endUs = f64[double + 3];
    out.open = f64[double + 4];
    out.high = f64[double + 5];
    out.low = f64[double + 6];
    out.close = f64[double + 7];
    out.volume = f64[double + 8];
    out.trades = u32[word + 18] | 0;
    out.intervalSec = u32[word + 19];
    return out;
  },

  blank: () => ({
    instrument: 0,
    flags: 0,
    seq: 0,
    startUs: 0,
    endUs: 0,
    open: 0,
    high: 0,
    low: 0,
    close: 0,
    volume: 0,
    trades: 0,
    intervalSec: 0,
  }),
};
