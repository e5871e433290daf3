import { afterEach, describe, expect, it } from '@jest/globals';
import type { Bar, StreamKind, Trade } from '@bourseworks/domain';
import {
  BinanceMarketData,
  SPOT_DATA,
  USDM_DATA,
  type DataMarket,
  type DataStreamTimes,
} from '@bourseworks/adapters/binance';
import { BinanceFeed, eventually, RecordingStreamSink, type BinanceFlavour } from '@bourseworks/testkit';
import { QUICK } from '../../test/market-data/quick.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(
  flavour: BinanceFlavour,
  times: Partial<DataStreamTimes> = {},
  market: DataMarket = flavour === 'spot' ? SPOT_DATA : USDM_DATA,
) {
  const feed = await BinanceFeed.start(flavour, { past: 10 });
  closing.push(() => feed.close());
  const { url, streamUrl } = feed.traffic;
  const config = { url, streamUrl, symbols: ['BTCUSDT'], requestTimeoutMs: 1_000 };
  const adapter = new BinanceMarketData(market, config, { times: { ...QUICK, ...times } });
  closing.push(() => adapter.close());
  const [instrument] = await adapter.instruments();
  const open = async (kind: StreamKind): Promise<RecordingStreamSink> => {
    const sink = new RecordingStreamSink();
    await adapter.open({ instrument, kind }, sink);
    return sink;
  };
  return { feed, adapter, instrument, open };
}

/** A message of a stream that the model does not say. */
function envelope(stream: string, data: object): string {
  return JSON.stringify({ stream, data });
}

describe('streams of Binance', () => {
  it.each(['spot', 'usdm'] as const)(
    '%s: a halt of the symbol is told, to streams opened in it too, and its end',
    async (flavour) => {
      const { feed, open } = await start(flavour, { statusUs: 30_000 });
      const quotes = await open('quote');
      feed.become(flavour === 'spot' ? 'HALT' : 'SETTLING');
      await eventually(() => quotes.states.includes('HALTED'));
      const trades = await open('trade');
      expect(trades.states).toEqual(['HALTED']);
      expect(quotes.reasons.at(-1)).toMatch(/^Binance has it in (HALT|SETTLING)$/);
      feed.become('TRADING');
      await eventually(() => quotes.live && trades.live);
      expect(quotes.states).toEqual(['LIVE', 'HALTED', 'LIVE']);
    },
  );

  it('a venue that lets nobody in is told as that, and asked no more for a while', async () => {
    const { feed, adapter, instrument, open } = await start('spot');
    const sink = await open('quote');
    feed.control({ kind: 'unauthorized' });
    feed.control({ kind: 'cut' });
    await eventually(() => sink.codes.length > 0);
    expect(sink.states).toEqual(['LIVE', 'GAP_START', 'STALE']);
    const { attempts } = feed.traffic;
    const again = adapter.open({ instrument, kind: 'quote' }, new RecordingStreamSink());
    await expect(again).rejects.toMatchObject({ code: 'ADAPTER_LOGIN' });
    expect([sink.codes, feed.traffic.attempts]).toEqual([['ADAPTER_LOGIN'], attempts]);
  });

  it.each(['spot', 'usdm'] as const)(
    '%s: all kinds at once, opened and left often, keep to the venue’s limits',
    async (flavour) => {
      const { feed, adapter, instrument } = await start(flavour, { maxStreams: 3 });
      const { kinds } = flavour === 'spot' ? SPOT_DATA : USDM_DATA;
      const sinks = await Promise.all(
        kinds.map(async (kind) => {
          const sink = new RecordingStreamSink();
          for (let again = 0; again < 2; again++) {
            const stream = await adapter.open({ instrument, kind }, new RecordingStreamSink());
            await stream.close();
          }
          await adapter.open({ instrument, kind }, sink);
          return sink;
        }),
      );
      expect(sinks.map((sink) => sink.live)).toEqual(kinds.map(() => true));
      expect(feed.script.violations).toEqual([]);
      // Three streams a connection; on futures books and quotes are apart.
      expect(feed.traffic.streams).toBe(3);
    },
    30_000,
  );

  it('a connection is made anew before the venue ends it, and everything goes on', async () => {
    const { feed, open } = await start('spot', { maxAgeMs: 300 });
    const trades = await open('trade');
    await eventually(() => trades.counted('reconnects') >= 2 && trades.live);
    expect(trades.reasons).toContain('the connection has reached its age');
    const published = await feed.publish('trade', 3);
    await eventually(() => trades.items.length >= published.length);
  });

  it('bars that are not closed are no events', async () => {
    const { feed, open } = await start('usdm');
    const bars = await open('bar-1m');
    const k = { t: 60_000, T: 119_999, o: '1', c: '2', h: '2', l: '1', v: '3', n: 4, x: false };
    feed.traffic.publish('btcusdt@kline_1m', envelope('btcusdt@kline_1m', { e: 'kline', k }));
    const [closed] = (await feed.publish('bar-1m', 1)) as Bar[];
    await eventually(() => bars.items.length > 0);
    expect(bars.items).toMatchObject([closed]);
  });

  it('a fill of the insurance fund is a trade of its own condition', async () => {
    const { feed, open } = await start('usdm');
    const trades = await open('trade');
    const [before] = (await feed.publish('trade', 1)) as Trade[];
    const t = Number(before.tradeId) + 1;
    const data = { e: 'trade', T: 1_000, t, p: '100.5', q: '2', X: 'INSURANCE_FUND', m: true };
    feed.traffic.publish('btcusdt@trade', envelope('btcusdt@trade', data));
    await eventually(() => trades.items.length === 2);
    expect(trades.items[1]).toMatchObject({
      price: 10_050,
      flags: 32,
      conditions: ['INSURANCE_FUND'],
      tradeId: String(t),
    });
  });

  it('an id that nobody traded at is neither an event nor missing', async () => {
    const { feed, open } = await start('usdm');
    const trades = await open('trade');
    const [before] = (await feed.publish('trade', 1)) as Trade[];
    const id = Number(before.tradeId);
    const say = (t: number, p: string, X: string): void => {
      const data = { e: 'trade', T: 1_000, t, p, q: p, X, m: true };
      feed.traffic.publish('btcusdt@trade', envelope('btcusdt@trade', data));
    };
    say(id + 1, '0', 'NA');
    say(id + 2, '100', 'MARKET');
    await eventually(() => trades.items.length === 2);
    expect(trades.items[1]).toMatchObject({ tradeId: String(id + 2) });
    expect(trades.states).toEqual(['LIVE']);
    say(id + 3, '0', 'MARKET');
    await eventually(() => trades.counted('malformed') === 1);
  });

  it('a book of which a change cannot be read is not live before its next snapshot', async () => {
    const { feed, open } = await start('spot');
    const book = await open('book');
    const data = { e: 'depthUpdate', E: 1, U: 9, u: 3, b: [], a: [] };
    feed.traffic.publish('btcusdt@depth@100ms', envelope('btcusdt@depth@100ms', data));
    await feed.publish('book', 1);
    await eventually(() => book.states.length > 1 && book.live);
    expect(book.states).toEqual(['LIVE', 'GAP_START', 'RESYNCING', 'GAP_END', 'LIVE']);
    const told = book.order.slice(book.order.indexOf('GAP_START') - 1);
    expect(told.slice(0, 6)).toEqual(['book-snapshot', 'GAP_START', 'RESYNCING', 'book-snapshot', 'GAP_END', 'LIVE']);
  });

  it('a stream that the venue does not know is refused with its words, and others are not', async () => {
    const kind = 'bar-7x' as StreamKind;
    const { adapter, instrument } = await start('spot', {}, { ...SPOT_DATA, kinds: [...SPOT_DATA.kinds, kind] });
    const refused = adapter.open({ instrument, kind }, new RecordingStreamSink());
    const taken = adapter.open({ instrument, kind: 'trade' }, new RecordingStreamSink());
    await expect(refused).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: expect.stringContaining('unknown stream') as unknown,
    });
    await expect(taken).resolves.toBeDefined();
  });
});
