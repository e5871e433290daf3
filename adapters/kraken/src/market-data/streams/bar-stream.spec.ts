import { describe, expect, it, jest } from '@jest/globals';
import { FLAG, US_PER_DAY, US_PER_MINUTE, type Bar } from '@bourseworks/domain';
import { RecordingStreamSink, VirtualClock } from '@bourseworks/testkit';
import { parseKrakenConfig } from '../../config.js';
import { toPair } from '../../mapper/pair.mapper.js';
import { KrakenRest } from '../session/kraken-rest.js';
import { KRAKEN_TIMES } from '../session/times.js';
import { BarStream } from './bar-stream.js';

const START = 1_700_000_040_000_000;
const GRACE = KRAKEN_TIMES.barGraceUs;

const listed = { altname: 'XBTUSD', wsname: 'XBT/USD', priceDecimals: 1, lotDecimals: 8 };

/** The bar of a minute after the start, as it stands after so many trades. */
const candle = (minute: number, trades: number, close = 10) => ({
  symbol: 'BTC/USD',
  interval: 1,
  interval_begin: new Date((START + minute * US_PER_MINUTE) / 1_000).toISOString(),
  open: 10,
  high: 12,
  low: 9,
  close,
  volume: trades,
  trades,
});

function opened() {
  const clock = new VirtualClock(START);
  const pair = toPair({ ...listed, tickSize: undefined, minQuantity: undefined });
  if (pair === undefined) throw new Error('no pair');
  const rest = new KrakenRest(parseKrakenConfig({}), KRAKEN_TIMES, clock);
  const stream = new BarStream({ instrument: pair.instrument, kind: 'bar-1m' }, pair, rest, KRAKEN_TIMES, clock);
  const sink = new RecordingStreamSink();
  stream.channel.join(sink);
  stream.subscribed();
  const take = (...candles: object[]): void =>
    stream.take(candles as Readonly<Record<string, unknown>>[], false, { receivedUs: clock.nowUs(), receivedNs: 0 });
  const bars = (): Partial<Bar>[] => {
    const items = sink.items as Bar[];
    return items.map(({ startUs, trades, flags, revision }) => ({
      startUs: (startUs - START) / US_PER_MINUTE,
      trades,
      ...(flags === undefined ? {} : { flags, revision }),
    }));
  };
  return { clock, stream, sink, take, bars };
}

describe('a stream of bars', () => {
  it('gives a bar when the next one begins, as it was last told', () => {
    const { take, bars, sink, clock } = opened();
    take(candle(0, 1));
    take(candle(0, 2, 11));
    expect(bars()).toEqual([]);
    clock.advance(US_PER_MINUTE + 5);
    take(candle(1, 1));
    expect(bars()).toEqual([{ startUs: 0, trades: 2 }]);
    expect(sink.items[0]).toEqual({
      kind: 'bar',
      startUs: START,
      endUs: START + US_PER_MINUTE,
      receivedUs: START + US_PER_MINUTE + 5,
      receivedNs: 0,
      open: 100,
      high: 120,
      low: 90,
      close: 110,
      volume: 200_000_000,
      trades: 2,
    });
  });

  it('gives a bar a little after its end, though no other begins', () => {
    const { take, bars, clock } = opened();
    take(candle(0, 1));
    clock.advance(US_PER_MINUTE + GRACE - 1);
    expect(bars()).toEqual([]);
    clock.advance(1);
    expect(bars()).toEqual([{ startUs: 0, trades: 1 }]);
    take(candle(1, 1));
    expect(bars()).toHaveLength(1);
  });

  it('gives a bar that changes after that once more, as a correction', () => {
    const { take, bars, clock } = opened();
    take(candle(0, 1));
    clock.advance(US_PER_MINUTE + GRACE);
    take(candle(0, 1));
    take(candle(0, 2));
    take(candle(0, 3));
    expect(bars()).toEqual([
      { startUs: 0, trades: 1 },
      { startUs: 0, trades: 2, flags: FLAG.CORRECTION, revision: 1 },
      { startUs: 0, trades: 3, flags: FLAG.CORRECTION, revision: 2 },
    ]);
  });

  it('gives no bar of an interval without trades, nor of what was before the subscription', () => {
    const { take, stream, bars, clock } = opened();
    take(candle(0, 0));
    take(candle(1, 1));
    stream.take([candle(-2, 5), candle(-1, 5)], true, { receivedUs: START, receivedNs: 0 });
    clock.advance(3 * US_PER_MINUTE);
    expect(bars()).toEqual([{ startUs: 1, trades: 1 }]);
  });

  it('refuses a bar of the past, and prices that contradict each other', () => {
    const { take, bars, clock } = opened();
    take(candle(1, 1));
    const refusal = { code: 'DATA_FORMAT' };
    expect(() => take(candle(0, 1))).toThrow(expect.objectContaining(refusal));
    clock.advance(2 * US_PER_MINUTE + GRACE);
    expect(() => take(candle(0, 1))).toThrow(expect.objectContaining(refusal));
    expect(() => take(candle(3, 1, 13))).toThrow(expect.objectContaining(refusal));
    expect(bars()).toEqual([{ startUs: 1, trades: 1 }]);
  });

  it('sets no timer beyond what a timer can wait, for a bar of years to come', () => {
    const { take, clock, bars } = opened();
    const set = jest.spyOn(clock, 'setTimer');
    take(candle(60 * 24 * 365, 1));
    clock.advance(3 * US_PER_DAY);
    expect(set.mock.calls.length).toBeGreaterThan(2);
    for (const [delayUs] of set.mock.calls) expect(delayUs).toBeLessThanOrEqual(US_PER_DAY);
    expect(bars()).toEqual([]);
  });

  it('leaves no timer', () => {
    const { take, stream, clock, bars } = opened();
    take(candle(0, 1));
    stream.close();
    clock.advance(10 * US_PER_MINUTE);
    expect(bars()).toEqual([]);
  });
});
