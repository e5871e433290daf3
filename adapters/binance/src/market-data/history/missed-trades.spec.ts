import { afterEach, describe, expect, it } from '@jest/globals';
import { SystemClock } from '@bourseworks/ports';
import { SPOT_DATA, USDM_DATA, type DataMarket } from '@bourseworks/adapters/binance';
import { BinanceScript, FeedServer } from '@bourseworks/testkit';
import { toDataInstrument } from '../../mapper/instrument.mapper.js';
import { PublicRest } from '../session/public-rest.js';
import { aggregatePages } from './aggregates.js';
import { missedTrades } from './missed-trades.js';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const HOUR_MS = 3_600_000;
/** Ten minutes before an hour of long ago. */
const START_MS = 400_000 * HOUR_MS - 600_000;

/** Trade i happens i seconds after the start; each aggregate has three of them. */
const ms = (id: number): number => START_MS + id * 1_000;
const trade = (id: number) => ({ id, price: '5', qty: '2', time: ms(id), isBuyerMaker: false });
const aggregate = (a: number) => ({ a, p: '5', q: '6', f: 3 * a, l: 3 * a + 2, T: ms(3 * a), m: false });
const LAST = 1_199;

const instrument = toDataInstrument(
  {
    symbol: 'BTCUSDT',
    trading: true,
    status: 'TRADING',
    base: 'BTC',
    quote: 'USDT',
    tickSize: '0.1',
    stepSize: '1',
    minQty: '1',
    maxQty: '1000',
    maxPrice: '1000',
    pricePrecision: 1,
    qtyPrecision: 0,
    minNotional: undefined,
  },
  'binance',
  'crypto',
);

async function rest(market: DataMarket) {
  const asked: string[] = [];
  const numbers = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  const source = {
    exchangeInfo: () => ({}),
    depth: () => undefined,
    aggTrades: (query: URLSearchParams) => {
      asked.push(query.has('fromId') ? 'aggregates by id' : 'aggregates by time');
      const all = numbers(0, (LAST + 1) / 3 - 1).map(aggregate);
      const [from, to, id] = ['startTime', 'endTime', 'fromId'].map((name) => query.get(name));
      if (to !== null && Number(to) - Number(from) >= HOUR_MS) return undefined;
      const found = all.filter(({ a, T }) => (id === null ? T >= Number(from) && T <= Number(to) : a >= Number(id)));
      return found.slice(0, Number(query.get('limit')));
    },
    trades: (query: URLSearchParams) => {
      asked.push('latest');
      return numbers(LAST - Number(query.get('limit')) + 1, LAST).map(trade);
    },
    historicalTrades: (query: URLSearchParams) => {
      asked.push('one by one');
      const from = Number(query.get('fromId'));
      return numbers(from, Math.min(LAST, from + Number(query.get('limit')) - 1)).map(trade);
    },
  };
  const server = await FeedServer.start(new BinanceScript(market.futures ? 'usdm' : 'spot', source));
  closing.push(() => server.close());
  const client = new PublicRest({ url: server.url, requestTimeoutMs: 2_000 }, 6_000, new SystemClock());
  closing.push(() => client.close());
  return { client, asked };
}

const range = (from: number, to: number) => ({ instrument, fromUs: ms(from) * 1_000, toUs: ms(to) * 1_000 });

async function ids(pages: AsyncIterable<readonly { readonly tradeId?: string }[]>): Promise<number[]> {
  const found: number[] = [];
  for await (const page of pages) found.push(...page.map(({ tradeId }) => Number(tradeId)));
  return found;
}

const from = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('trades that were missed', () => {
  it('are fetched one by one on the spot market', async () => {
    const market = { ...SPOT_DATA, oldTrades: { path: '/api/v3/historicalTrades', weight: 25, limit: 100 } };
    const { client, asked } = await rest(market);
    const found = await ids(missedTrades(client, market, range(299, 480), new AbortController().signal));
    // From the first aggregate of the range, which begins with 300, to before its end.
    expect(found).toEqual(from(300, 479));
    expect(asked).toEqual(['aggregates by time', 'one by one', 'one by one']);
  });

  it('on futures are the latest ones alone where these reach back far enough', async () => {
    const { client, asked } = await rest(USDM_DATA);
    const found = await ids(missedTrades(client, USDM_DATA, range(400, 1_200), new AbortController().signal));
    expect(found).toEqual(from(400, LAST));
    expect(asked).toEqual(['latest']);
  });

  it('on futures are aggregates before that, with the id of their last trade', async () => {
    const { client } = await rest(USDM_DATA);
    const found = await ids(missedTrades(client, USDM_DATA, range(150, 1_200), new AbortController().signal));
    // Aggregate 198-200 reaches into the latest ones, which begin with 200: of it nothing is known but that.
    expect(found).toEqual([...from(50, 65).map((a) => 3 * a + 2), ...from(200, LAST)]);
  });
});

describe('aggregates', () => {
  it('are looked for hour by hour, then followed by id, whatever their number', async () => {
    const market = { ...SPOT_DATA, aggTrades: { ...SPOT_DATA.aggTrades, limit: 150 } };
    const { client, asked } = await rest(market);
    const pages = aggregatePages(client, market, range(-8_000, 5_000), new AbortController().signal);
    const found: number[] = [];
    for await (const page of pages) found.push(...page.map(({ id }) => id));
    expect(found).toEqual(from(0, 399));
    expect(asked).toEqual([
      'aggregates by time',
      'aggregates by time',
      'aggregates by time',
      'aggregates by id',
      'aggregates by id',
    ]);
  });
});
