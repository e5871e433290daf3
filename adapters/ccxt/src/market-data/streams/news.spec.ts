import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FLAG, hasFlag, type StreamKind, type Trade } from '@bourseworks/domain';
import type { OpenStream } from '@bourseworks/ports';
import { bookOf, eventually, RecordingStreamSink } from '@bourseworks/testkit';
import { AuthenticationError, ChecksumError, NetworkError } from '../../../test/errors.js';
import { BASE } from '../../../test/harness.js';
import { NewsExchange } from '../../../test/news-exchange.js';
import type { CcxtPublicTrade } from '../../ccxt-data.js';
import { CcxtMarketData } from '../ccxt-market-data.js';
import { CCXT_TIMES, type CcxtTimes } from '../session/times.js';

const TIMES: CcxtTimes = {
  ...CCXT_TIMES,
  settleUs: 10_000,
  backoff: { firstMs: 20, maxMs: 40 },
  openUs: 5_000_000,
  spacingMs: 1,
};
const CONFIG = { ...BASE, exchange: 'news', dataPollMs: 10 };

const startMs = Date.now() - 60_000;
const trade = (id: string, ms: number, price = 50_000): CcxtPublicTrade => ({
  id,
  timestamp: startMs + ms,
  price,
  amount: 0.01,
  side: 'buy',
});
const idsOf = (sink: RecordingStreamSink): (string | undefined)[] =>
  sink.items.map((event) => (event as Trade).tradeId);

let adapter: CcxtMarketData;
afterEach(() => adapter.close());

async function open(
  exchange: NewsExchange,
  kind: StreamKind,
  times: Partial<CcxtTimes> = {},
): Promise<{ readonly sink: RecordingStreamSink; readonly stream: OpenStream }> {
  adapter = await CcxtMarketData.open(CONFIG, { make: () => Promise.resolve(exchange), times: { ...TIMES, ...times } });
  const [instrument] = await adapter.instruments();
  const sink = new RecordingStreamSink();
  return { sink, stream: await adapter.open({ instrument, kind }, sink) };
}

describe('a stream of trades without numbers', () => {
  const streams = (): NewsExchange => new NewsExchange({ watchTrades: true, fetchTrades: true });

  it('leaves out what was before it, and marks what is behind', async () => {
    const exchange = streams();
    exchange.listed = [trade('a', 1), trade('b', 2)];
    const { sink } = await open(exchange, 'trade');
    exchange.trades.tell([trade('a', 1), trade('b', 2), trade('d', 4)]);
    exchange.trades.tell([trade('c', 3)]);
    exchange.trades.tell([trade('d', 4), trade('e', 4)]);
    await eventually(() => sink.items.length === 3);
    expect(idsOf(sink)).toEqual(['d', 'c', 'e']);
    expect(sink.items.map((event) => hasFlag(event, FLAG.LATE))).toEqual([false, true, false]);
    expect([sink.states, sink.counted('reorders'), sink.counted('duplicates')]).toEqual([['LIVE'], 1, 1]);
  });

  it('is compared with the list: what it did not tell is a gap, is fetched, and marked', async () => {
    const exchange = streams();
    exchange.listed = [trade('a', 1)];
    const { sink } = await open(exchange, 'trade', { auditUs: 30_000, overtakeUs: 10_000 });
    exchange.listed.push(trade('b', 2), trade('c', 3));
    exchange.trades.tell([trade('b', 2)]);
    await eventually(() => sink.states.includes('GAP_END') && sink.live);
    expect(idsOf(sink)).toEqual(['b', 'c']);
    expect(hasFlag(sink.items[1], FLAG.BACKFILLED)).toBe(true);
    expect(sink.reasons[0]).toMatch(/1 trades that the exchange lists were not streamed/);
    const { lists } = exchange;
    await eventually(() => exchange.lists > lists + 2);
    expect(sink.counted('gaps')).toBe(1);
    // One that is behind what was told.
    exchange.listed.push(trade('d', 4), trade('e', 5));
    exchange.trades.tell([trade('e', 5)]);
    await eventually(() => sink.items.length === 4);
    expect([idsOf(sink).slice(2), hasFlag(sink.items[3], FLAG.BACKFILLED)]).toEqual([['e', 'd'], true]);
    await eventually(() => sink.live);
    expect(sink.reasons.filter((reason) => /reach back/.test(reason))).toEqual([]);
  });

  it('is not compared with a list of other ids', async () => {
    const exchange = streams();
    const { sink } = await open(exchange, 'trade', { auditUs: 20_000, overtakeUs: 5_000 });
    exchange.listed = [trade('x2', 2), trade('x3', 3)];
    exchange.trades.tell([trade('2', 2), trade('3', 3)]);
    await eventually(() => exchange.lists === 2);
    await sleep(100);
    expect([exchange.lists, sink.states]).toEqual([2, ['LIVE']]);
  });

  it('says when the list does not reach back over a lost connection', async () => {
    const exchange = streams();
    exchange.listed = [trade('a', 1)];
    const { sink } = await open(exchange, 'trade');
    exchange.listed = [trade('f', 6), trade('g', 7)];
    exchange.trades.fail(new NetworkError('connection closed'));
    await eventually(() => sink.states.includes('GAP_END'));
    expect(idsOf(sink)).toEqual(['f', 'g']);
    expect(sink.reasons).toEqual([
      expect.stringMatching(/connection closed/),
      expect.stringMatching(/do not reach back/),
    ]);
    expect(sink.counted('reconnects')).toBe(1);
  });
});

describe('trades that are asked for', () => {
  const lists = (): NewsExchange => new NewsExchange({ fetchTrades: true });

  it('are given once each', async () => {
    const exchange = lists();
    exchange.listed = [trade('a', 1)];
    const { sink } = await open(exchange, 'trade');
    for (let id = 2; id <= 4; id++) {
      exchange.listed.push(trade(`n${id}`, 2));
      await eventually(() => sink.items.length === id - 1);
    }
    expect([idsOf(sink), sink.states]).toEqual([['n2', 'n3', 'n4'], ['LIVE']]);
    expect(sink.counted('duplicates')).toBe(0);
  });

  it('tell a gap when an answer does not reach back to the last one', async () => {
    const exchange = lists();
    exchange.listed = [trade('a', 1)];
    exchange.page = 2;
    const { sink } = await open(exchange, 'trade');
    exchange.listed.push(trade('b', 2), trade('c', 3), trade('d', 4));
    await eventually(() => sink.states.includes('GAP_END') && sink.items.length === 2);
    expect(idsOf(sink)).toEqual(['c', 'd']);
    expect(sink.items.every((event) => hasFlag(event, FLAG.BACKFILLED))).toBe(true);
    expect(sink.reasons).toEqual(Array(2).fill(expect.stringMatching(/do not reach back/)));
  });
});

describe('quotes and books', () => {
  it('are of the book where the ticker has no amounts, and told when they change', async () => {
    const exchange = new NewsExchange({ watchTicker: true, watchOrderBook: true });
    exchange.quotes.tell({ bid: 1, ask: 2 });
    const { sink } = await open(exchange, 'quote');
    for (const bidVolume of [3, 3, 4]) exchange.books.tell({ bids: [[1, bidVolume]], asks: [[2, 5]] });
    await eventually(() => sink.items.length === 2);
    expect(sink.items).toMatchObject([
      { kind: 'quote', bidPrice: 100, bidQuantity: 300_000, askPrice: 200 },
      { bidQuantity: 400_000 },
    ]);
    expect([exchange.quotes.asked, sink.states]).toEqual([1, ['LIVE']]);
  });

  it('are told whole, then by what differs; one that cannot be read is told whole again', async () => {
    const exchange = new NewsExchange({ watchOrderBook: true });
    const bids = [[1, 3]];
    exchange.books.tell({ bids, asks: [[2, 5]] });
    const { sink } = await open(exchange, 'book');
    // The book that ccxt goes on changing.
    bids.unshift([1.5, 1]);
    exchange.books.tell({ bids, asks: [[2.5, 5]] });
    await eventually(() => sink.items.length === 2);
    exchange.books.tell({ bids: [[1.005, 1]], asks: [] });
    exchange.books.tell({ bids, asks: [[3, 1]] });
    await eventually(() => sink.states.length === 5);
    expect(sink.items).toMatchObject([
      { kind: 'book-snapshot' },
      {
        kind: 'book-delta',
        bids: [[150, 100_000]],
        asks: [
          [250, 500_000],
          [200, 0],
        ],
      },
      { kind: 'book-snapshot', bids: [], asks: [] },
      { kind: 'book-snapshot' },
    ]);
    expect(sink.states).toEqual(['LIVE', 'GAP_START', 'RESYNCING', 'GAP_END', 'LIVE']);
    expect(sink.counted('malformed')).toBe(1);
    const book = bookOf(sink.items);
    expect([book.bids.levels(5), book.asks.levels(5)]).toEqual([
      [
        [150, 100_000],
        [100, 300_000],
      ],
      [[300, 100_000]],
    ]);
  });

  it('begin their connection anew where ccxt failed, unless it saw itself that the book is not whole', async () => {
    const exchange = new NewsExchange({ watchOrderBook: true });
    exchange.books.tell({ bids: [[1, 3]], asks: [[2, 5]] });
    const { sink } = await open(exchange, 'book');
    for (const [error, closes] of [
      [new ChecksumError('a change is missing'), 0],
      [new TypeError('undefined is not iterable'), 1],
    ] as const) {
      exchange.books.fail(error);
      exchange.books.tell({ bids: [[1, 4]], asks: [[2, 5]] });
      await eventually(() => sink.live && sink.counted('gaps') === closes + 1);
      expect(exchange.closes).toBe(closes);
    }
  });

  it('are asked for where nothing is streamed', async () => {
    const exchange = new NewsExchange({ fetchTicker: true, fetchOrderBook: true });
    exchange.quotes.tell({ bid: 1, bidVolume: 1, ask: 2, askVolume: 1 });
    const { sink } = await open(exchange, 'quote');
    const book = new RecordingStreamSink();
    const [instrument] = await adapter.instruments();
    exchange.books.tell({ bids: [[1, 3]], asks: [[2, 5]] });
    await adapter.open({ instrument, kind: 'book' }, book);
    exchange.quotes.tell({ bid: 1, bidVolume: 1, ask: 2, askVolume: 7 });
    exchange.books.tell({ bids: [[1, 4]], asks: [[2, 5]] });
    await eventually(() => sink.items.length === 2 && book.items.length === 2);
    expect(sink.items[1]).toMatchObject({ askQuantity: 700_000 });
    expect(book.items[1]).toMatchObject({ kind: 'book-delta', bids: [[100, 400_000]], asks: [] });
  });
});

describe('bars', () => {
  const MINUTE = 60_000;

  it('are told once they are closed, and again when they change', async () => {
    const exchange = new NewsExchange({ fetchOHLCV: true });
    const start = Math.floor(Date.now() / MINUTE - 10) * MINUTE;
    const candle = (at: number, volume: number): number[] => [start + at * MINUTE, 2, 3, 1, 2, volume];
    exchange.candles = [candle(0, 1), candle(1, 1)];
    const { sink } = await open(exchange, 'bar-1m', { barPollUs: 10_000 });
    // Bars end where the market is quiet; what has not ended is not told.
    exchange.candles.push(candle(2, 5), candle(3, 0), candle(60, 1));
    await eventually(() => sink.items.length === 1);
    exchange.candles[2] = candle(2, 6);
    await eventually(() => sink.items.length === 2);
    expect(sink.items).toMatchObject([
      { startUs: (start + 2 * MINUTE) * 1_000, volume: 500_000, trades: -1 },
      { startUs: (start + 2 * MINUTE) * 1_000, volume: 600_000, revision: 1, flags: FLAG.CORRECTION },
    ]);
    expect(sink.states).toEqual(['LIVE']);
  });
});

describe('what fails', () => {
  it('is refused at once when the login is, and not asked for again before its pause is over', async () => {
    const exchange = new NewsExchange({ watchTrades: true });
    const login = { code: 'ADAPTER_LOGIN', message: expect.stringMatching(/invalid key/) as unknown as string };
    exchange.trades.fail(new AuthenticationError('invalid key'));
    await expect(open(exchange, 'trade', { loginPauseUs: 500_000 })).rejects.toMatchObject(login);
    const [instrument] = await adapter.instruments();
    const again = (): Promise<OpenStream> => adapter.open({ instrument, kind: 'trade' }, new RecordingStreamSink());
    await expect(again()).rejects.toMatchObject(login);
    expect(exchange.trades.asked).toBe(1);
    await eventually(() =>
      again().then(
        () => true,
        () => false,
      ),
    );
    expect(exchange.trades.asked).toBe(2);
  });

  it('is told and not repeated in a storm when a login is refused later', async () => {
    const exchange = new NewsExchange({ watchTrades: true });
    const { sink } = await open(exchange, 'trade', { loginPauseUs: 500_000 });
    exchange.trades.fail(new AuthenticationError('the key has expired'));
    await eventually(() => sink.codes.includes('ADAPTER_LOGIN'));
    expect([exchange.trades.asked, sink.states]).toEqual([1, ['LIVE', 'GAP_START', 'STALE']]);
    await eventually(() => sink.live);
    expect(exchange.trades.asked).toBe(2);
  });

  it('waits once for all streams of the exchange', async () => {
    const exchange = new NewsExchange({ watchTrades: true, watchTicker: true, watchOrderBook: true });
    const { sink } = await open(exchange, 'trade', { backoff: { firstMs: 60_000, maxMs: 60_000 } });
    const [instrument] = await adapter.instruments();
    const quotes = new RecordingStreamSink();
    await adapter.open({ instrument, kind: 'quote' }, quotes);
    exchange.trades.fail(new NetworkError('gone'));
    exchange.quotes.fail(new NetworkError('gone'));
    await eventually(() => [sink, quotes].every(({ states }) => states.includes('GAP_START')));
    await sleep(100);
    expect([exchange.trades.asked, exchange.quotes.asked]).toEqual([1, 1]);
  });

  it('is nothing more once the adapter is closed', async () => {
    const exchange = new NewsExchange({ watchTrades: true });
    const { sink } = await open(exchange, 'trade');
    await adapter.close();
    exchange.trades.fail(new NetworkError('closed'));
    exchange.trades.tell([trade('a', 1)]);
    await sleep(50);
    expect([exchange.trades.asked, exchange.closes, sink.items, sink.states]).toEqual([1, 1, [], ['LIVE']]);
  });
});
