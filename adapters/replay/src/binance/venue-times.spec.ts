import { describe, expect, it } from '@jest/globals';
import { knownAt, knownUs, US_PER_MS, US_PER_SECOND, type Bar, type StreamKind } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { DAY_US, feed, feedFolder, venueMs } from '../test/feed-folder.js';
import { ask } from '../test/recorded.js';

const key = 'binance/BTCUSDT';
const read = (lines: readonly string[], kind: StreamKind, fromUs?: number, toUs?: number) =>
  ask({ dataRoot: feedFolder({ 'btcusdt_20200101.gz': lines }), key, kind, fromUs, toUs });
/** A trade that the venue made at one time after midnight and the recorder heard of at another, ms. */
const trade = (id: number, madeMs: number, heardMs: number): string =>
  feed.trade(heardMs, id, '10.00', '1', { T: venueMs(madeMs) });
const idsOf = (events: readonly object[]): unknown[] => events.map((event) => 'tradeId' in event && event.tradeId);

describe('the two times of a recorded feed', () => {
  it('are the time of the trade, not of its message, and that of receipt', async () => {
    const { events } = await read([feed.trade(5, 1, '10.00', '1', { T: venueMs(2), E: venueMs(3) })], 'trade');
    expect(events).toMatchObject([
      { us: DAY_US + 2 * US_PER_MS, ns: 0, receivedUs: DAY_US + 5 * US_PER_MS, receivedNs: 0 },
    ]);
  });

  it('are both the receipt for tickers and snapshots of spot, which name none', async () => {
    const ticker = feed.ticker(7, 1, '10', '1', '11', '1').replace('000000 ', '000123 ');
    const times = { us: DAY_US + 7 * US_PER_MS, ns: 123, receivedUs: DAY_US + 7 * US_PER_MS, receivedNs: 123 };
    expect((await read([ticker], 'quote')).events).toMatchObject([{ ...times, venueSequence: 1 }]);
  });

  it('a range is of venue times, whichever clock is ahead', async () => {
    for (const ahead of [-2_000, 2_000]) {
      const lines = [10_000, 11_000, 12_000, 13_000].map((made, id) => trade(id, made, made + ahead));
      const second = DAY_US + 11_000 * US_PER_MS;
      expect(idsOf((await read(lines, 'trade', second, second + 2 * US_PER_SECOND)).events)).toEqual(['1', '2']);
    }
  });

  it('bars are of venue times, and known no earlier than their last trade', async () => {
    const lines = [trade(1, 10_900, 11_500), trade(2, 11_100, 11_700), trade(3, 12_000, 14_000)];
    const bars = (await read(lines, 'bar-1s')).events as Bar[];
    expect(bars.map((bar) => [(bar.startUs - DAY_US) / US_PER_SECOND, (knownUs(bar) - DAY_US) / US_PER_MS])).toEqual([
      [10, 11_500],
      [11, 12_000],
      [12, 14_000],
    ]);
  });

  it('a book at the beginning of a range was known with its last change', async () => {
    const lines = [
      feed.snapshot(1_000, 8, [['10.00', '1']], [['11.00', '1']]),
      feed.spotDiff(2_000, 9, 9, [['10.00', '2']]),
      feed.spotDiff(4_000, 10, 10, [['10.00', '3']]),
    ];
    const { events } = await read(lines, 'book', DAY_US + 3_000 * US_PER_MS, DAY_US + 5_000 * US_PER_MS);
    expect(events).toMatchObject([
      { kind: 'book-snapshot', us: DAY_US + 3_000 * US_PER_MS, receivedUs: DAY_US + 2_000 * US_PER_MS },
      { kind: 'book-delta', us: DAY_US + 4_000 * US_PER_MS, receivedUs: DAY_US + 4_000 * US_PER_MS },
    ]);
  });

  it('a snapshot that names no time is not older than the change before it', async () => {
    const change = feed.spotDiff(1_000, 9, 9, [['10.00', '2']]);
    const ahead = change.replace(`"E":${venueMs(1_000)}`, `"E":${venueMs(2_500)}`);
    const { events } = await read([ahead, feed.snapshot(1_500, 8, [['10.00', '1']], [['11.00', '1']])], 'book');
    expect(events).toMatchObject([{ us: DAY_US + 2_500 * US_PER_MS, receivedUs: DAY_US + 1_500 * US_PER_MS }]);
  });
});

describeWithData('the recorded feeds', ['binance-raw-feed'], () => {
  it.each(['trade', 'quote', 'book', 'bar-1s'] as const)(
    'tell every %s in the order in which it became known',
    async (kind) => {
      for (const each of [key, 'binance-usdm/BTCUSDT']) {
        const { events } = await ask({ dataRoot: data(), key: each, kind });
        let steps = 0;
        for (const [at, event] of events.entries()) {
          const before = at === 0 ? undefined : knownAt(events[at - 1]);
          const { us, ns } = knownAt(event);
          if (before !== undefined && (us < before.us || (us === before.us && ns < before.ns))) steps++;
        }
        expect([events.length > 300, steps]).toEqual([true, 0]);
      }
    },
  );
});
