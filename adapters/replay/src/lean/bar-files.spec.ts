import { expect, it } from '@jest/globals';
import { formatIso, type Bar, type MarketDataEvent, type Quote } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { ReplayMarketData } from '../market-data/replay-market-data.js';

const us = (iso: string): number => Date.parse(iso) * 1_000;

async function load(key: string, kind: 'bar-1m' | 'quote', from: string, to: string): Promise<MarketDataEvent[]> {
  const adapter = await ReplayMarketData.load({ dataRoot: data(), venues: ['coinbase', 'usa', 'oanda'] });
  const instrument = (await adapter.instruments()).find((each) => each.key === key);
  if (instrument === undefined) throw new Error(`no ${key}`);
  const events: MarketDataEvent[] = [];
  const query = { instrument, kind, fromUs: us(from), toUs: us(to) };
  await adapter.history(
    query,
    (part) => {
      expect(part.length).toBeGreaterThan(0);
      expect(part.length).toBeLessThanOrEqual(500);
      events.push(...part);
      return Promise.resolve();
    },
    new AbortController().signal,
  );
  return events;
}

describeWithData('files of bars', ['lean-data'], () => {
  it('crypto: two days of trade bars in UTC, prices in cents, sizes in 10^-8', async () => {
    const bars = (await load('coinbase/BTCUSD', 'bar-1m', '2017-09-03T00:00Z', '2017-09-05T00:00Z')) as Bar[];
    expect(bars).toHaveLength(2 * 1_440);
    expect(bars[0]).toEqual({
      kind: 'bar',
      startUs: us('2017-09-03T00:00Z'),
      endUs: us('2017-09-03T00:01Z'),
      open: 464_239,
      high: 465_271,
      low: 464_239,
      close: 465_269,
      volume: 663_487_803,
      trades: -1,
    });
    expect(bars[1_439]).toMatchObject({ close: 462_605, volume: 287_430_249, startUs: us('2017-09-03T23:59Z') });
  });

  it('equity: deci-cents and New York wall time in summer', async () => {
    const bars = (await load('usa/SPY', 'bar-1m', '2013-10-07T00:00Z', '2013-10-08T00:01Z')) as Bar[];
    expect(bars).toHaveLength(828);
    // 14 400 000 ms = 04:00 New York, four hours behind UTC in October.
    expect(formatIso(bars[0].startUs)).toBe('2013-10-07T08:00:00.000000Z');
    expect(bars[0]).toMatchObject({
      open: 1_674_100,
      high: 1_674_100,
      low: 1_672_500,
      close: 1_672_700,
      volume: 3_197,
    });
    expect(formatIso(bars[827].endUs)).toBe('2013-10-08T00:00:00.000000Z');
    expect(bars[827]).toMatchObject({ close: 1_673_000, volume: 800 });
  });

  it('forex: bars of the middle of bid and ask, exact to half a tick', async () => {
    const bars = (await load('oanda/EURUSD', 'bar-1m', '2014-05-01T00:00Z', '2014-05-02T00:00Z')) as Bar[];
    expect(bars).toHaveLength(1_363);
    // Bid 1.38676 and ask 1.38686 at the open, 1.38686 and 1.38697 at the close.
    expect(bars[0]).toMatchObject({ open: 1_386_810, close: 1_386_915, volume: 0 });
  });

  it('quote files give the closing quote of each minute', async () => {
    const quotes = (await load('coinbase/BTCUSD', 'quote', '2017-09-03T00:00Z', '2017-09-04T00:00Z')) as Quote[];
    expect(quotes).toHaveLength(1_438);
    expect(quotes[0]).toEqual({
      kind: 'quote',
      us: us('2017-09-03T00:01Z'),
      ns: 0,
      bidPrice: 464_242,
      bidQuantity: 14_000_000,
      askPrice: 464_995,
      askQuantity: 40_000_000,
    });
  });

  it('a range cuts at bar start and bar end: a bar still open at its end is not told', async () => {
    const bars = (await load('coinbase/ETHUSD', 'bar-1m', '2017-09-03T10:00Z', '2017-09-03T10:05:30Z')) as Bar[];
    expect(bars.map((bar) => formatIso(bar.startUs).slice(11, 16))).toEqual([
      '10:00',
      '10:01',
      '10:02',
      '10:03',
      '10:04',
    ]);
  });

  it('every file reads without complaint, in order of time', async () => {
    const adapter = await ReplayMarketData.load({ dataRoot: data('lean-data'), venues: ['coinbase', 'usa', 'oanda'] });
    const counts: Record<string, number> = {};
    for (const instrument of await adapter.instruments()) {
      for (const kind of adapter.kinds(instrument)) {
        let last = 0;
        const query = { instrument, kind, fromUs: us('1998-01-01T00:00Z'), toUs: us('2022-01-01T00:00Z') };
        const part = (events: readonly MarketDataEvent[]): Promise<void> => {
          for (const event of events) {
            const time = event.kind === 'bar' ? event.startUs : event.us;
            // Ticks may be of one moment, bars not. There are too many of them for `expect`.
            if (time < last || (time === last && event.kind === 'bar')) throw new Error(`${time} after ${last}`);
            last = time;
          }
          counts[`${instrument.key} ${kind}`] = (counts[`${instrument.key} ${kind}`] ?? 0) + events.length;
          return Promise.resolve();
        };
        await adapter.history(query, part, new AbortController().signal);
      }
    }
    expect(counts).toEqual({
      'coinbase/BTCUSD bar-1s': 4_063 + 3_453,
      'coinbase/BTCUSD bar-1m': 1_419 + 1_400 + 2 * 1_440,
      'coinbase/BTCUSD bar-1d': 1_318,
      'coinbase/BTCUSD quote': 2 * 1_438,
      'coinbase/ETHUSD bar-1m': 2 * 1_440,
      'coinbase/ETHUSD quote': 2 * 1_437,
      'oanda/EURUSD bar-1m': 1_363 + 1_222 + 157 + 1_350 + 1_389 + 1_406,
      'oanda/EURUSD bar-1d': 3_738,
      'oanda/EURUSD quote': 1_363 + 1_222 + 157 + 1_350 + 1_389 + 1_406,
      'usa/AAPL bar-1m': 686 + 783 + 834,
      'usa/AAPL bar-1d': 5_849,
      'usa/AAPL quote': 830 + 835 + 847,
      // Until 2014-04-02 the file of GOOG is that of GOOGL, which was called so; for QQQ the years as QQQQ are missing.
      'usa/GOOG bar-1d': 4_183 - 2_422,
      'usa/GOOGL bar-1d': 2_422 + 1_761,
      'usa/IBM trade': 24_293,
      'usa/IBM bar-1s': 5_123,
      'usa/IBM bar-1m': 411 + 453 + 424 + 423 + 434 + 421,
      'usa/IBM bar-1d': 5_849,
      // 7 October in ticks.
      'usa/IBM quote': 545 + 109_067 + 594 + 579 + 584 + 542,
      'usa/QQQ bar-1d': 3_964,
      'usa/SPY bar-1s': 16_675,
      'usa/SPY bar-1m': 711 + 828 + 828 + 813 + 883 + 776,
      'usa/SPY bar-1h': 40_832,
      'usa/SPY bar-1d': 5_849,
      // 7 October in seconds.
      'usa/SPY quote': 855 + 27_409 + 910 + 902 + 941 + 896,
    });
  });

  it('instruments carry tick, lot and scales', async () => {
    const adapter = await ReplayMarketData.load({ dataRoot: data('lean-data'), venues: ['coinbase', 'usa', 'oanda'] });
    const find = async (key: string) => (await adapter.instruments()).find((each) => each.key === key);
    expect(await find('coinbase/BTCUSD')).toMatchObject({
      priceScale: 2,
      tickSize: 1,
      qtyScale: 8,
      lotSize: 1,
      base: 'BTC',
    });
    expect(await find('usa/SPY')).toMatchObject({
      priceScale: 4,
      tickSize: 100,
      qtyScale: 0,
      lotSize: 1,
      currency: 'USD',
    });
    expect(await find('oanda/EURUSD')).toMatchObject({ priceScale: 6, tickSize: 10, qtyScale: 0, base: 'EUR' });
    expect(await adapter.instruments()).toHaveLength(9);
  });
});
