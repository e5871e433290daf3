import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { US_PER_MINUTE, type Instrument, type MarketDataEvent } from '@bourseworks/domain';
import { CoinbaseStandIn, sameEvents } from '@bourseworks/testkit';
import { configOf, TIMES } from '../../../test/harness.js';
import { CoinbaseMarketData } from '../coinbase-market-data.js';

describe('history of Coinbase', () => {
  let venue: CoinbaseStandIn;
  let adapter: CoinbaseMarketData;
  let instrument: Instrument;
  beforeEach(async () => {
    venue = await CoinbaseStandIn.start();
    adapter = new CoinbaseMarketData(configOf(venue), { times: TIMES });
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

  it('finds any range of trades, also where many happened at one moment', async () => {
    const { trades } = venue.market;
    for (let at = 900; at <= 2_100; at++) trades[at] = { ...trades[at], us: trades[900].us };
    for (const [from, to] of [
      [0, 1],
      [1, 3],
      [700, 950],
      [899, 900],
      [2_101, 2_400],
      [2_498, 2_499],
    ]) {
      const [fromUs, toUs] = [trades[from].us, trades[to].us];
      const expected = trades.filter(({ us }) => us >= fromUs && us < toUs);
      sameEvents(await history('trade', fromUs, toUs), expected);
    }
    sameEvents(await history('trade', trades[900].us, trades[900].us + 1), trades.slice(900, 2_101));
  });

  it('loses nothing where ids were left out', async () => {
    const { trades } = venue.market;
    // More than a page of ids that no trade has.
    const after = trades.splice(1_200).map((trade) => ({ ...trade, tradeId: String(Number(trade.tradeId) + 1_500) }));
    trades.push(...after);
    sameEvents(await history('trade', trades[0].us, trades[trades.length - 1].us + 1), trades);
  });

  it('asks for the end of the trades once, and for their beginning a few times', async () => {
    const { trades } = venue.market;
    const { requests } = venue.traffic;
    const paths = (): string[] => requests.slice(1).map(({ path }) => path);
    await history('trade', trades[2_400].us, trades[2_450].us);
    expect(paths()).toEqual(['/products/BTC-USD/trades']);
    await history('trade', trades[10].us, trades[20].us);
    expect(paths().length).toBeLessThanOrEqual(8);
  });

  it('does not ask for bars of the years before the market', async () => {
    const bars = (await venue.past('bar-1m')) as MarketDataEvent[];
    const { trades } = venue.market;
    // The market is as old as its first bar.
    const [first] = bars;
    if (first.kind !== 'bar') throw new Error('no bar');
    trades[0] = { ...trades[0], tradeId: '1', us: first.startUs + 1 };
    sameEvents(await history('bar-1m', 1_000_000_000_000_000, Date.now() * 1_000), bars);
    const candles = venue.traffic.requests.filter(({ path }) => path.endsWith('/candles'));
    expect(candles.length).toBeLessThanOrEqual(Math.ceil((bars.length + 300) / 300) + 1);
  });

  it('gives no bar that is not closed yet', async () => {
    const minuteUs = Math.floor((Date.now() * 1_000) / US_PER_MINUTE) * US_PER_MINUTE;
    const bars = venue.market.bars('bar-1m');
    const [last] = bars.slice(-1);
    bars.push(
      { ...last, startUs: minuteUs - US_PER_MINUTE, endUs: minuteUs },
      { ...last, startUs: minuteUs + 2 * US_PER_MINUTE, endUs: minuteUs + 3 * US_PER_MINUTE },
    );
    const got = await history('bar-1m', minuteUs - US_PER_MINUTE, minuteUs + 10 * US_PER_MINUTE);
    sameEvents(got, [{ ...bars[bars.length - 2], trades: -1 }]);
  });

  it('does not take another answer for the end of the data', async () => {
    venue.control({ kind: 'answer', count: 1, change: () => '{"message":"NotFound"}' });
    await expect(history('trade', 1, 2)).rejects.toMatchObject({ code: 'DATA_FORMAT' });
    const { trades } = venue.market;
    sameEvents(await history('trade', trades[5].us, trades[8].us), trades.slice(5, 8));
  });
});
