import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import { RecordingStreamSink, VirtualClock } from '@bourseworks/testkit';
import { ALPACA_DATA_TIMES } from '../session/times.js';
import { BookStream } from './book-stream.js';

const SYMBOL = 'BTC/USD';
const { answerMs } = ALPACA_DATA_TIMES;

describe('a book of Alpaca', () => {
  it('whose snapshot does not come is asked for anew', () => {
    const clock = new VirtualClock(1_700_000_000_000_000);
    const listed = { venue: 'alpaca', symbol: 'BTCUSD', assetClass: 'crypto', currency: 'USD' } as const;
    const instrument = expectOk(defineInstrument({ ...listed, tickSize: '0.01', lotSize: '0.00000001' }));
    const renewed: string[] = [];
    const renew = (key: string): void => void renewed.push(key);
    const stream = new BookStream({ instrument, kind: 'book' }, SYMBOL, ALPACA_DATA_TIMES, clock, renew);
    const sink = new RecordingStreamSink();
    stream.feed.join(sink);
    const take = (whole: object): void => {
      const receipt = { receivedUs: clock.nowUs(), receivedNs: 0 };
      const levels = { b: [{ p: 10, s: 1 }], a: [{ p: 11, s: 1 }] };
      stream.take([{ T: 'o', S: SYMBOL, t: '2023-11-14T22:13:20Z', ...levels, ...whole }], receipt);
    };
    stream.subscribed();
    take({});
    clock.advance(answerMs * 1_000 - 1);
    expect(renewed).toEqual([]);
    clock.advance(1);
    expect(renewed).toHaveLength(1);
    stream.subscribed();
    take({ r: true });
    clock.advance(10 * answerMs * 1_000);
    expect(renewed).toHaveLength(1);
    expect(sink.states).toEqual(['LIVE']);
    stream.close();
  });
});
