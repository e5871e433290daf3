import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FLAG, type Bar, type Trade } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';
import { tempDir, VirtualClock } from '@bourseworks/testkit';
import { instrument } from '../../test/fake-adapter.js';
import { KeptStore } from '../history/cache/kept-store.js';
import { readRecorded, RecordedStore } from './recorded-history.js';
import { RecordedPoints } from './recorded-points.js';
import { recordedSeries } from './recorded-series.js';

const trade = (us: number, tradeId?: string, extra: Partial<Trade> = {}): Trade => ({
  kind: 'trade',
  us,
  ns: 7,
  receivedUs: us + 5,
  receivedNs: 9,
  price: 100,
  quantity: 1,
  ...(tradeId === undefined ? {} : { tradeId }),
  ...extra,
});
const bar = (startUs: number, close: number, extra: Partial<Bar> = {}): Bar => ({
  kind: 'bar',
  startUs,
  endUs: startUs + 1_000_000,
  open: 1,
  high: 9,
  low: 1,
  close,
  volume: 3,
  trades: 2,
  ...extra,
});

describe('recorded trades and bars', () => {
  const stores: KeptStore[] = [];
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  function open(path = `${tempDir('recorded-points')}/recorded.db`) {
    const clock = new VirtualClock();
    const options = { path, maxBytes: 16 * 1_048_576 };
    const store = new KeptStore(options, clock, () => undefined);
    stores.push(store);
    const tally = { written: 0, lost: 0 };
    const points = new RecordedPoints(store, clock, (written, lost) => {
      tally.written += written;
      tally.lost += lost;
    });
    const reader = new RecordedStore(options, clock, () => undefined);
    const read = async (kind: 'trade' | 'bar-1s', range: Partial<HistoryQuery> = {}) => {
      const events: object[] = [];
      const part = (some: readonly object[]): Promise<void> => Promise.resolve(void events.push(...some));
      const query = { instrument, kind, fromUs: 0, toUs: Number.MAX_SAFE_INTEGER, ...range };
      await readRecorded(reader, 'fake', query, part, new AbortController().signal);
      const opened = reader.open();
      if (opened !== undefined && !stores.includes(opened)) stores.push(opened);
      return events;
    };
    const add = async (kind: 'trade' | 'bar-1s', ...events: (Trade | Bar)[]) => {
      points.add(recordedSeries('fake', instrument, kind), kind, events);
      await points.flush();
    };
    return { path, tally, points, read, add };
  }

  it('come back as they were, several of one microsecond in their order', async () => {
    const { add, read, tally } = open();
    const all = [
      trade(10, 'a', { aggressor: 'BUY' }),
      trade(10, 'b'),
      trade(10),
      trade(10),
      trade(11, 'c', { conditions: ['x'] }),
    ];
    await add('trade', ...all);
    expect(await read('trade')).toEqual(all);
    expect(await read('trade', { fromUs: 11, toUs: 12 })).toEqual(all.slice(4));
    expect(tally).toEqual({ written: 5, lost: 0 });
  });

  it('that are told again come once, also after a restart; late ones find their place', async () => {
    const { add, path } = open();
    await add('trade', trade(10, 'a'), trade(20, 'b'), trade(30));
    const again = open(path);
    const fetched = { flags: FLAG.BACKFILLED };
    await again.add(
      'trade',
      trade(20, 'b', fetched),
      trade(20, 'x', fetched),
      trade(30, undefined, fetched),
      trade(5, 'l'),
    );
    await again.add('trade', trade(10, 'a'), trade(10, 'd'));
    const told = (await again.read('trade')) as Trade[];
    expect(told.map(({ us, tradeId }) => [us, tradeId])).toEqual([
      [5, 'l'],
      [10, 'a'],
      [10, 'd'],
      [20, 'b'],
      [20, 'x'],
      [30, undefined],
    ]);
  });

  it('of bars the last telling counts, and those that end in the range', async () => {
    const { add, read } = open();
    await add('bar-1s', bar(0, 5), bar(1_000_000, 6), bar(0, 7, { revision: 1 }));
    expect(await read('bar-1s')).toEqual([bar(0, 7, { revision: 1 }), bar(1_000_000, 6)]);
    expect(await read('bar-1s', { toUs: 1_999_999 })).toHaveLength(1);
  });

  it('are refused by code where there are none', async () => {
    const { add, read } = open();
    await expect(read('trade')).rejects.toMatchObject({ code: 'HISTORY_NOT_FOUND' });
    await add('trade', trade(10, 'a'));
    await expect(read('trade', { fromUs: 11 })).rejects.toMatchObject({ code: 'HISTORY_NOT_FOUND' });
    await expect(read('trade', { adjustment: 'split' })).rejects.toMatchObject({ code: 'ADJUSTMENT_UNSUPPORTED' });
  });

  it('a store that fails loses them, and says how many', async () => {
    const inTheWay = `${tempDir('recorded-points')}/file`;
    writeFileSync(inTheWay, '');
    const { add, tally } = open(`${inTheWay}/recorded.db`);
    await add('trade', trade(10, 'a'), trade(11, 'b'));
    await add('bar-1s', bar(0, 1));
    expect(tally).toEqual({ written: 0, lost: 3 });
  });
});
