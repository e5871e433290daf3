import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import { RecordingStreamSink, VirtualClock } from '@bourseworks/testkit';
import { COINBASE_TIMES } from '../session/times.js';
import { BookStream } from './book-stream.js';

const PRODUCT = 'BTC-USD';
const LEVELS = [
  { side: 'bid', price_level: '10', new_quantity: '1' },
  { side: 'offer', price_level: '11', new_quantity: '1' },
];

function opened() {
  const clock = new VirtualClock(1_700_000_000_000_000);
  const listed = { venue: 'coinbase', symbol: PRODUCT, assetClass: 'crypto', currency: 'USD' } as const;
  const instrument = expectOk(defineInstrument({ ...listed, tickSize: '0.01', lotSize: '0.00000001' }));
  const renewed: string[] = [];
  const renew = (key: string): void => void renewed.push(key);
  const stream = new BookStream({ instrument, kind: 'book' }, PRODUCT, COINBASE_TIMES, clock, renew);
  const sink = new RecordingStreamSink();
  stream.feed.join(sink);
  stream.subscribed();
  const [us, ns] = [clock.nowUs(), 0];
  const take = (snapshot: boolean): void => {
    const items = [{ product: PRODUCT, snapshot, raw: { updates: LEVELS } }];
    stream.take({ items, time: { us, ns }, receipt: { receivedUs: us, receivedNs: ns } });
  };
  return { clock, stream, sink, take, renewed };
}

describe('a book of Coinbase', () => {
  it('whose snapshot does not come is asked for anew', () => {
    const { clock, take, sink, renewed, stream } = opened();
    take(false);
    clock.advance(COINBASE_TIMES.answerMs * 1_000 - 1);
    expect(renewed).toEqual([]);
    clock.advance(1);
    expect(renewed).toEqual(['l2_data/BTC-USD']);
    stream.subscribed();
    take(true);
    clock.advance(10 * COINBASE_TIMES.answerMs * 1_000);
    expect(renewed).toHaveLength(1);
    expect(sink.states).toEqual(['LIVE']);
    stream.close();
  });

  it.each(['interrupted', 'unreadable'] as const)('that is %s is not live before its next snapshot', (what) => {
    const { clock, take, sink, renewed, stream } = opened();
    take(true);
    stream[what]('nonsense');
    expect(sink.order).toEqual(['book-snapshot', 'LIVE', 'book-snapshot', 'GAP_START', 'RESYNCING']);
    // It is about to be left: nothing of that subscription counts any more.
    take(true);
    expect(sink.states.at(-1)).toBe('RESYNCING');
    clock.advance(0);
    expect(renewed).toHaveLength(1);
    stream.subscribed();
    take(true);
    expect(sink.states.slice(-2)).toEqual(['GAP_END', 'LIVE']);
    stream.close();
  });
});
