import { describe, expect, it } from '@jest/globals';
import {
  ALL_FLAGS,
  barKind,
  barSeconds,
  FLAG,
  hasFlag,
  isPriceOfNow,
  knownAt,
  knownUs,
  STREAM_KINDS,
  type Bar,
  type Trade,
} from './market-data.js';

const trade: Trade = { kind: 'trade', us: 1_000, ns: 0, price: 1, quantity: 1 };
const ohlcv = { open: 1, high: 1, low: 1, close: 1, volume: 1, trades: 1 };
const bar: Bar = { kind: 'bar', startUs: 1_000, endUs: 61_000, ...ohlcv };

describe('knownUs', () => {
  it('is the time of receipt, whatever the venue says', () => {
    expect(knownUs({ ...trade, receivedUs: 1_250 })).toBe(1_250);
    expect(knownUs({ ...trade, receivedUs: 900 })).toBe(900);
    expect(knownUs({ ...bar, receivedUs: 90_000, revision: 1 })).toBe(90_000);
    expect(knownUs({ ...trade, receivedUs: 0 })).toBe(0);
  });

  it('is the own time of what has no time of receipt, and the end of a bar', () => {
    expect(knownUs(trade)).toBe(1_000);
    expect(knownUs(bar)).toBe(61_000);
  });

  it('has the nanoseconds of the same clock', () => {
    expect(knownAt({ ...trade, ns: 7 })).toEqual({ us: 1_000, ns: 7 });
    expect(knownAt({ ...trade, ns: 7, receivedUs: 1_250, receivedNs: 3 })).toEqual({ us: 1_250, ns: 3 });
    expect(knownAt({ ...trade, ns: 7, receivedUs: 1_250 })).toEqual({ us: 1_250, ns: 0 });
    expect(knownAt(bar)).toEqual({ us: 61_000, ns: 0 });
  });
});

describe('flags', () => {
  it('are bits apart from each other', () => {
    const bits = Object.values(FLAG);
    expect(bits.reduce((sum, bit) => sum + bit, 0)).toBe(ALL_FLAGS);
    expect(bits.every((bit) => Number.isInteger(Math.log2(bit)))).toBe(true);
  });

  it('are none where none are told', () => {
    expect(hasFlag(trade, ALL_FLAGS)).toBe(false);
    expect(hasFlag({ flags: FLAG.LATE | FLAG.ODD_LOT }, FLAG.ODD_LOT)).toBe(true);
    expect(hasFlag({ flags: FLAG.LATE }, FLAG.CANCELLED | FLAG.CORRECTION)).toBe(false);
  });

  it('say which trades are no price of now: all but those of an auction', () => {
    const of = (name: string): boolean => isPriceOfNow({ ...trade, flags: FLAG[name as keyof typeof FLAG] });
    expect(Object.keys(FLAG).filter(of)).toEqual(['AUCTION']);
    expect(isPriceOfNow(trade)).toBe(true);
  });
});

describe('the kind of a bar', () => {
  it('is that of the streams of its length', () => {
    const bars = STREAM_KINDS.filter((kind) => kind.startsWith('bar-'));
    expect(bars.map((kind) => barKind({ startUs: 60e6, endUs: 60e6 + barSeconds(kind) * 1e6 }))).toEqual(bars);
    expect(barKind({ startUs: 0, endUs: 2e6 })).toBe('bar');
    expect([23, 25, 26].map((hours) => barKind({ startUs: 0, endUs: hours * 3_600e6 }))).toEqual([
      'bar-1d',
      'bar-1d',
      'bar',
    ]);
  });
});
