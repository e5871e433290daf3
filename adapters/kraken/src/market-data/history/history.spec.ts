import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  timeBars,
  US_PER_MINUTE,
  type Bar,
  type Instrument,
  type MarketDataEvent,
  type Trade,
} from '@bourseworks/domain';
import { KrakenStandIn, sameEvents } from '@bourseworks/testkit';
import { configOf, TIMES } from '../../../test/harness.js';
import { KrakenMarketData } from '../kraken-market-data.js';

describe('history of Kraken', () => {
  let venue: KrakenStandIn;
  let adapter: KrakenMarketData;
  let instrument: Instrument;
  beforeEach(async () => {
    venue = await KrakenStandIn.start();
    adapter = new KrakenMarketData(configOf(venue), { times: TIMES });
    [instrument] = await adapter.instruments();
  });
  afterEach(async () => {
    await adapter.close();
    await venue.close();
  });

  async function history(kind: 'trade' | 'bar-1m', fromUs: number, toUs: number): Promise<MarketDataEvent[]> {
    const events: MarketDataEvent[] = [];
    const part = (items: readonly MarketDataEvent[]): Promise<void> => Promise.resolve(void events.push(...items));
    await adapter.history({ instrument, kind, fromUs, toUs }, part, new AbortController().signal);
    return events;
  }

  /** Trades `from` to `to` happened at one moment. */
  function atOnce(from: number, to: number): void {
    const { trades } = venue.market;
    for (let at = from; at <= to; at++) trades[at] = { ...trades[at], us: trades[from].us };
  }

  it('has trades of one moment on both sides of the edge of a page, each once', async () => {
    atOnce(990, 1_010);
    const { trades } = venue.market;
    sameEvents(await history('trade', trades[0].us, trades[trades.length - 1].us + 1), trades);
  });

  it('refuses what cannot be told apart: more trades of one moment than a page holds', async () => {
    atOnce(900, 2_100);
    const { trades } = venue.market;
    await expect(history('trade', trades[0].us, trades[trades.length - 1].us + 1)).rejects.toMatchObject({
      code: 'DATA_FORMAT',
    });
  });

  it('builds bars before those that the venue keeps from its trades', async () => {
    const kept = (await venue.past('bar-1m')) as Bar[];
    const keptFromUs = kept[0].startUs;
    const { trades } = venue.market;
    const before: Trade[] = trades.slice(0, 1_500).map((trade, i) => ({
      ...trade,
      us: keptFromUs - 5 * US_PER_MINUTE + Math.floor((i * 5 * US_PER_MINUTE) / 1_500),
    }));
    trades.splice(0, 1_500, ...before);
    const builder = timeBars(US_PER_MINUTE);
    const built = [...before.flatMap((trade) => builder.add(trade)), ...builder.flush(keptFromUs)];
    expect(built).toHaveLength(5);
    // The first minute is cut by the range, and no bar of it.
    const got = await history('bar-1m', keptFromUs - 5 * US_PER_MINUTE + 1, kept[2].endUs);
    sameEvents(got, [...built.slice(1), ...kept.slice(0, 3)]);
  });

  it('is asked for by what REST calls the pair, and no more often than it must be', async () => {
    const { trades } = venue.market;
    await history('trade', trades[10].us, trades[20].us);
    const { requests } = venue.traffic;
    expect(requests.map(({ path }) => path)).toEqual(['/0/public/AssetPairs', '/0/public/Trades']);
    expect(requests[1].query.get('pair')).toBe('XBTUSD');
  });

  it('tells what the venue refuses, in its words', async () => {
    const wrong = { ...instrument };
    venue.control({ kind: 'answer', count: 1, change: () => '{"error":["EQuery:Unknown asset pair"]}' });
    const part = (): Promise<void> => Promise.resolve();
    const query = { instrument: wrong, kind: 'trade', fromUs: 1, toUs: 2 } as const;
    await expect(adapter.history(query, part, new AbortController().signal)).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: expect.stringMatching(/EQuery:Unknown asset pair/),
    });
    expect(venue.traffic.requests).toHaveLength(2);
  });

  it('asks again what the venue turns down for now with status 200', async () => {
    venue.control({ kind: 'answer', count: 1, change: () => '{"error":["EService:Busy"]}' });
    const { trades } = venue.market;
    sameEvents(await history('trade', trades[5].us, trades[8].us), trades.slice(5, 8));
  });
});
