import { describe, expect, it } from '@jest/globals';
import { instrument } from '../../test/fake-adapter.js';
import { LiveStream } from './live-stream.js';

const trade = { kind: 'trade' as const, us: 1, ns: 0, price: 100, quantity: 1 };

describe('LiveStream', () => {
  it('goes on from the sequence it is given, over drops too', () => {
    const stream = new LiveStream(1, instrument, false, 41);
    expect(stream.add([trade, trade])).toBe(true);
    expect(stream.add([trade])).toBe(false);
    expect(stream.drain().map(({ seq0, count }) => [seq0, count])).toEqual([[42, 3]]);
    stream.add([trade, trade]);
    expect(stream.drop()).toBe(2);
    stream.add([trade]);
    expect(stream.drain().map(({ seq0, count }) => [seq0, count])).toEqual([[47, 1]]);
    expect(stream.drain()).toEqual([]);
  });

  it('a delta before the first snapshot makes no book', () => {
    const stream = new LiveStream(1, instrument, true, 0);
    stream.add([{ kind: 'book-delta', us: 1, ns: 0, venueSequence: 1, bids: [[1, 1]], asks: [] }]);
    expect(stream.book()).toBeUndefined();
  });
});
