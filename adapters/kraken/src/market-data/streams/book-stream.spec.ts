import { describe, expect, it } from '@jest/globals';
import { RecordingStreamSink, VirtualClock } from '@bourseworks/testkit';
import { toPair } from '../../mapper/pair.mapper.js';
import { KRAKEN_TIMES } from '../session/times.js';
import { BookStream } from './book-stream.js';

const listed = { altname: 'XBTUSD', wsname: 'XBT/USD', priceDecimals: 1, lotDecimals: 8 };
const BOOK = { symbol: 'BTC/USD', bids: [{ price: 10, qty: 1 }], asks: [{ price: 11, qty: 1 }] };

function opened() {
  const clock = new VirtualClock(1_700_000_000_000_000);
  const pair = toPair({ ...listed, tickSize: undefined, minQuantity: undefined });
  if (pair === undefined) throw new Error('no pair');
  const renewed: string[] = [];
  const renew = (key: string): void => void renewed.push(key);
  const spec = { instrument: pair.instrument, kind: 'book' } as const;
  const stream = new BookStream(spec, pair, 10, KRAKEN_TIMES, clock, renew);
  const sink = new RecordingStreamSink();
  stream.channel.join(sink);
  stream.subscribed();
  const receipt = { receivedUs: clock.nowUs(), receivedNs: 0 };
  const take = (snapshot: boolean): void => stream.take([BOOK], snapshot, receipt);
  return { clock, stream, sink, take, renewed };
}

describe('a book of Kraken', () => {
  it('whose snapshot does not come is asked for anew', () => {
    const { clock, take, sink, renewed, stream } = opened();
    take(false);
    clock.advance(KRAKEN_TIMES.answerMs * 1_000 - 1);
    expect(renewed).toEqual([]);
    clock.advance(1);
    expect(renewed).toEqual(['book/BTC/USD']);
    stream.subscribed();
    take(true);
    clock.advance(10 * KRAKEN_TIMES.answerMs * 1_000);
    expect(renewed).toHaveLength(1);
    expect(sink.states).toEqual(['LIVE']);
    stream.close();
  });

  it('that cannot be read is not live before its next snapshot', () => {
    const { clock, take, sink, renewed, stream } = opened();
    take(true);
    stream.unreadable('nonsense');
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
