import { describe, expect, it } from '@jest/globals';
import { FLAG } from '@bourseworks/domain';
import type { MarketDataBatch } from '@bourseworks/dto/shapes';
import { instrument } from '../../test/fake-adapter.js';
import { LiveStream } from './live-stream.js';

const trade = { kind: 'trade' as const, us: 1, ns: 0, price: 100, quantity: 1 };

describe('LiveStream', () => {
  it('goes on from the sequence it is given, over drops too', () => {
    const stream = new LiveStream(1, instrument, false, { epoch: 7, sequence: 41 }, 0);
    expect(stream.add([trade, trade], 5)).toBe(true);
    expect(stream.add([trade], 5)).toBe(false);
    expect(stream.drain().map(({ seq0, count }) => [seq0, count])).toEqual([[42, 3]]);
    stream.add([trade, trade], 5);
    expect(stream.drop()).toBe(2);
    stream.add([trade], 5);
    expect(stream.drain().map(({ seq0, count }) => [seq0, count])).toEqual([[47, 1]]);
    expect(stream.drain()).toEqual([]);
  });

  it("says its epoch, and when each item was received unless the venue's side has said so", () => {
    const stream = new LiveStream(1, instrument, false, { epoch: 7, sequence: 0 }, 0);
    stream.add([trade, { ...trade, receivedUs: 3, receivedNs: 2 }], 5);
    stream.add([trade], 6);
    const [{ bytes }] = stream.drain();
    const { epoch, items } = JSON.parse(Buffer.from(bytes).toString()) as MarketDataBatch;
    expect([epoch, ...items.map(({ received }) => received)]).toEqual([7, '5000', '3002', '6000']);
  });

  it('measures rate, lag and silence of what arrives live', () => {
    const stream = new LiveStream(3, instrument, false, { epoch: 7, sequence: 0 }, 0);
    expect(stream.meter(0)).toEqual({ stream: 3, ratePerSecond: 0, lagMs: undefined, quietMs: undefined });
    stream.add(
      [
        { ...trade, us: 500_000 },
        { ...trade, us: 700_000 },
      ],
      900_000,
    );
    stream.add([{ ...trade, us: 100_000, flags: FLAG.BACKFILLED }], 950_000);
    expect(stream.meter(2_000_000)).toEqual({ stream: 3, ratePerSecond: 1, lagMs: 400, quietMs: 1_100 });
  });

  it('a delta before the first snapshot makes no book', () => {
    const stream = new LiveStream(1, instrument, true, { epoch: 7, sequence: 0 }, 0);
    stream.add([{ kind: 'book-delta', us: 1, ns: 0, venueSequence: 1, bids: [[1, 1]], asks: [] }], 5);
    expect(stream.book()).toBeUndefined();
  });
});
