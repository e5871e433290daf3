import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { MarketDataEvent, StreamKind } from '@bourseworks/domain';
import { liveTopic, type InstrumentShape } from '@bourseworks/dto/shapes';
import { SegmentWriter } from '@bourseworks/recording';
import { tempDir, VirtualClock } from '@bourseworks/testkit';
import { ask } from '../test/recorded.js';
import { ReplayCatalogue } from '../market-data/replay-catalogue.js';

const S = 1_000_000;
const VENUE = 'usa';
const instrument = (symbol: string): InstrumentShape => ({
  venue: VENUE,
  symbol,
  assetClass: 'equity',
  currency: 'USD',
  base: symbol,
  multiplier: 1,
  tickSize: '0.01',
  lotSize: '1',
  priceScale: 2,
  qtyScale: 0,
  minQuantity: '1',
  maxQuantity: '100000',
});
const at = (second: number): string => `${second * S}000`;
/** Of a second, and received half a second later. */
const times = (second: number) => ({ time: at(second), received: at(second + 0.5) });

interface Recording {
  readonly symbol?: string;
  readonly kind: StreamKind;
  /** Of a topic of an adapter other than the default one. */
  readonly adapter?: string;
  readonly items: readonly object[];
}

async function recordInto(folder: string, recordings: readonly Recording[]): Promise<string> {
  const root = tempDir('recordings');
  for (const { symbol = 'ABC', kind, adapter, items } of recordings) {
    const topic = liveTopic(kind, adapter === undefined ? VENUE : `${adapter}.${VENUE}`, symbol);
    const stream = { topic, kind, instrument: instrument(symbol) };
    const writer = new SegmentWriter(join(root, folder), stream, new VirtualClock(S), () => undefined);
    items.forEach((item, index) => {
      const batch = { epoch: 1, seq0: index + 1, items: [item] };
      writer.add(Buffer.from(JSON.stringify(batch)), { epoch: 1, sequence: index + 1 });
    });
    await writer.close();
  }
  return root;
}

const TRADES = [10, 20, 30, 40].map((second) => ({ ...times(second), price: second, quantity: 1 }));
const trades = { kind: 'trade', items: TRADES } as const;

const read = async (dataRoot: string, kind: StreamKind, fromS: number, toS: number) =>
  ask({ dataRoot, key: 'usa/ABC', kind, fromUs: fromS * S, toUs: toS * S });
const figures = (events: readonly MarketDataEvent[]): unknown[] =>
  events.map((event) =>
    event.kind === 'trade' ? event.price : event.kind === 'bar' ? event.open : 'bids' in event ? event.bids : event,
  );

describe('recordings of our own', () => {
  it.each(['', 'recordings'])('are found in the data folder, or in %j below it', async (folder) => {
    const root = await recordInto(folder, [trades, { kind: 'bar-1m', items: [] }, { ...trades, symbol: 'XYZ' }]);
    const catalogue = await ReplayCatalogue.load({ dataRoot: root, venues: [VENUE] });
    expect(catalogue.instruments().map(({ key }) => key)).toEqual(['usa/ABC', 'usa/XYZ']);
    expect(catalogue.find('usa/ABC')?.kinds('usa/ABC')).toEqual(['trade']);
    const others = await ReplayCatalogue.load({ dataRoot: root, venues: ['sim'] });
    expect(others.instruments()).toEqual([]);
  });

  it('give a range of venue times, with the times of receipt', async () => {
    const root = await recordInto('', [trades]);
    const { events } = await read(root, 'trade', 20, 40);
    expect(figures(events)).toEqual([2_000, 3_000]);
    expect(events[0]).toMatchObject({ us: 20 * S, receivedUs: 20.5 * S });
    expect((await read(root, 'trade', 21, 30)).events).toEqual([]);
    for (const [from, to] of [
      [1, 10],
      [41, 50],
    ])
      expect((await read(root, 'trade', from, to)).error).toMatchObject({ code: 'HISTORY_NOT_FOUND' });
  });

  it('give what came late within its range, in the order in which it came', async () => {
    const late = { time: at(15), received: at(200), price: 15, quantity: 1 };
    const tooLate = { ...late, received: at(40 + 300), price: 16 };
    const root = await recordInto('', [{ kind: 'trade', items: [...TRADES, late, tooLate] }]);
    expect(figures((await read(root, 'trade', 10, 40)).events)).toEqual([1_000, 2_000, 3_000, 1_500]);
  });

  it('give bars that begin in the range and end by its end', async () => {
    const bar = (minute: number) => {
      const of = { start: at(minute * 60), end: at(minute * 60 + 60), received: at(minute * 60 + 61) };
      return { ...of, open: minute, high: minute, low: minute, close: minute, volume: 1 };
    };
    const root = await recordInto('', [{ kind: 'bar-1m', items: [1, 2, 3, 4].map(bar) }]);
    expect(figures((await read(root, 'bar-1m', 90, 300)).events)).toEqual([200, 300, 400]);
    expect(figures((await read(root, 'bar-1m', 60, 239)).events)).toEqual([100, 200]);
  });

  it('give of a book first how it stood at the beginning of the range', async () => {
    const book = (second: number, type: string, bids: readonly (readonly [number, number])[]) => ({
      ...times(second),
      type,
      venueSequence: second * 100,
      bids,
      asks: [[9, 1]],
    });
    const items = [
      book(10, 'snapshot', [
        [2, 1],
        [1, 5],
      ]),
      book(20, 'delta', [[2, 0]]),
      book(30, 'delta', [[3, 7]]),
      book(40, 'delta', [[4, 1]]),
    ];
    const root = await recordInto('', [{ kind: 'book', items }]);
    const { events } = await read(root, 'book', 25, 40);
    expect(figures(events)).toEqual([[[100, 5]], [[300, 7]]]);
    expect(events[0]).toMatchObject({ kind: 'book-snapshot', us: 25 * S, venueSequence: 2_000, receivedUs: 20.5 * S });
    expect(figures((await read(root, 'book', 10, 21)).events)).toEqual([
      [
        [200, 1],
        [100, 5],
      ],
      [[200, 0]],
    ]);
  });

  it('of one symbol and kind may be of one adapter alone', async () => {
    const root = await recordInto('', [trades, { ...trades, adapter: 'other' }]);
    const loading = ReplayCatalogue.load({ dataRoot: root, venues: [VENUE] });
    await expect(loading).rejects.toMatchObject({
      code: 'DATA_FORMAT',
      message: expect.stringContaining('usa/ABC/trade'),
    });
  });

  it('are none in a folder without any', async () => {
    const root = tempDir('recordings');
    mkdirSync(join(root, 'recordings', 'usa', 'ABC', 'trade'), { recursive: true });
    const loading = ReplayCatalogue.load({ dataRoot: root, venues: [VENUE] });
    await expect(loading).rejects.toMatchObject({ code: 'CONFIG_INVALID', details: { variable: 'REPLAY_DATA' } });
  });
});
