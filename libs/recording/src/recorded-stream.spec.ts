import { describe, expect, it } from '@jest/globals';
import { expectOk, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import { instrumentFromShape } from '@bourseworks/dto/shapes';
import { tempDir, VirtualClock } from '@bourseworks/testkit';
import { batch, INSTRUMENT, nanos, record, START_US, trade } from '../test/recording.js';
import { RecordedStream } from './recorded-stream.js';

const instrument = expectOk(instrumentFromShape(INSTRUMENT));

async function events(root: string, fromUs = 0): Promise<MarketDataEvent[]> {
  const found: MarketDataEvent[] = [];
  for (const stream of await RecordedStream.all(root))
    for await (const some of stream.events(instrument, fromUs)) found.push(...some);
  return found;
}

const prices = (found: readonly MarketDataEvent[]): number[] =>
  found.map((event) => (event.kind === 'trade' ? event.price / 100 : NaN));

async function recorded(kind: StreamKind, ...runs: Parameters<typeof record>[2][]): Promise<string> {
  const root = tempDir('recorded');
  const clock = new VirtualClock();
  for (const lines of runs) {
    await record(root, kind, lines, clock);
    clock.advance(1);
  }
  return root;
}

describe('a recorded stream', () => {
  it('tells who it is, and its items with all they carry', async () => {
    const full = trade(3, { aggressor: 'BUY', tradeId: 'x', flags: 8, venueSequence: 77 });
    const root = await recorded('trade', [batch(4, 1, trade(1), trade(2)), batch(4, 3, full)]);
    const [stream] = await RecordedStream.all(root);
    expect([stream.label, stream.header.topic, stream.instrument.key]).toEqual([
      'usa/BTC%2FUSD/trade',
      'marketdata/live/v1/trade/usa/BTC%2FUSD',
      'usa/BTC/USD',
    ]);
    const found = await events(root);
    expect(prices(found)).toEqual([1, 2, 3]);
    const us = START_US + 3_000_000;
    const marks = { aggressor: 'BUY', tradeId: 'x', flags: 8, venueSequence: 77, receivedUs: us + 1_000 };
    expect(found[2]).toEqual({ kind: 'trade', us, ns: 0, price: 300, quantity: 10_000, ...marks });
  });

  it('tells each item once, whoever recorded it, in the order of the topic', async () => {
    const first = [batch(1, 1, trade(1), trade(2)), batch(1, 3, trade(3)), batch(1, 6, trade(6))];
    const second = [batch(1, 2, trade(2), trade(3), trade(4)), batch(1, 5, trade(5), trade(6), trade(7))];
    expect(prices(await events(await recorded('trade', first, second)))).toEqual([1, 2, 3, 6, 7]);
    expect(prices(await events(await recorded('trade', second, first)))).toEqual([1, 2, 3, 6, 7]);
  });

  it('goes on with the sequences of a new owner', async () => {
    const lines = [batch(1, 8, trade(1)), batch(2, 1, trade(2)), batch(2, 2, trade(3))];
    expect(prices(await events(await recorded('trade', lines, [batch(2, 3, trade(4))])))).toEqual([1, 2, 3, 4]);
  });

  it('does not step back in time with the clock of the recorder', async () => {
    const us = START_US + 5_000_000;
    const back = { received: nanos(us - 2_000_000) };
    const found = await events(await recorded('trade', [batch(1, 1, trade(5), trade(6, back), trade(7))]));
    expect(found.map((event) => (event.receivedUs ?? 0) - START_US)).toEqual([5_001_000, 5_001_000, 7_001_000]);
  });

  it('is read from the segment in which a time lies, and the one before', async () => {
    const root = tempDir('recorded');
    for (const second of [10, 20, 30, 40])
      await record(root, 'trade', [batch(1, second, trade(second))], new VirtualClock(START_US + second * 1_000_000));
    const from = async (second: number) => prices(await events(root, START_US + second * 1_000_000));
    expect([await from(0), await from(29), await from(30), await from(100)]).toEqual([
      [10, 20, 30, 40],
      [10, 20, 30, 40],
      [20, 30, 40],
      [30, 40],
    ]);
  });

  it('tells a malformed item after all that was good before it', async () => {
    const root = await recorded('trade', [batch(1, 1, trade(1)), batch(1, 2, { time: 'x' }), batch(1, 3, trade(3))]);
    const found: MarketDataEvent[] = [];
    const [stream] = await RecordedStream.all(root);
    const reading = (async () => {
      for await (const some of stream.events(instrument, 0)) found.push(...some);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'DATA_FORMAT', details: { file: 'usa/BTC%2FUSD/trade' } });
    expect(prices(found)).toEqual([1]);
  });

  it('is not there in an empty folder', async () => {
    expect(await RecordedStream.all(tempDir('recorded'))).toEqual([]);
    expect(await RecordedStream.all('/nowhere/at/all')).toEqual([]);
  });
});
