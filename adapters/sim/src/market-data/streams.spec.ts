import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderBook, type Bar, type Instrument, type Quote, type StreamKind, type Trade } from '@bourseworks/domain';
import { eventually, RecordingStreamSink } from '@bourseworks/testkit';
import { startExchange } from '../../test/exchange.js';
import { SimMarketData } from './sim-market-data.js';

describe('SimMarketData streams', () => {
  let adapter: SimMarketData;
  let btc: Instrument;

  beforeAll(async () => {
    const exchange = await startExchange({ EXCHANGE_TICKS_PER_SECOND: '200', EXCHANGE_INSTRUMENTS: 'BTCUSD,ETHUSD' });
    adapter = new SimMarketData({ url: exchange.url, requestTimeoutMs: 5_000 });
    btc = (await adapter.instruments())[0];
  });
  afterAll(() => adapter.close());

  async function open(kind: StreamKind): Promise<RecordingStreamSink> {
    const sink = new RecordingStreamSink();
    await adapter.open({ instrument: btc, kind }, sink);
    return sink;
  }

  it('gives every kind, LIVE first, over one connection', async () => {
    const [trades, quotes, book, bars] = await Promise.all(
      ['trade', 'quote', 'book', 'bar-1s'].map((kind) => open(kind as StreamKind)),
    );
    await eventually(
      () => trades.items.length > 3 && quotes.items.length > 3 && bars.items.length > 1 && book.items.length > 5,
    );
    for (const sink of [trades, quotes, bars]) expect(sink.order[0]).toBe('LIVE');
    expect(book.order.slice(0, 3)).toEqual(['book-snapshot', 'LIVE', 'book-delta']);
    const ids = (trades.items as Trade[]).map((trade) => Number(trade.tradeId));
    expect(ids).toEqual(ids.map((_, i) => ids[0] + i));
    for (const quote of quotes.items as Quote[]) expect(quote.askPrice).toBeGreaterThan(quote.bidPrice);
    const [first, second] = bars.items as Bar[];
    expect(second.startUs).toBe(first.endUs);
    const copy = new OrderBook();
    for (const event of book.items) {
      if (event.kind === 'book-snapshot') copy.applySnapshot(event);
      else if (event.kind === 'book-delta') expect(copy.applyDelta(event)).toBe('applied');
      expect(copy.crossed || copy.locked).toBe(false);
    }
    expect(copy.bids.size).toBeGreaterThanOrEqual(4);
  });

  it('goes on seamlessly from stored to live bars', async () => {
    const live = await open('bar-5s');
    const stored: Bar[] = [];
    const sink = await open('bar-1s');
    const part = (events: readonly unknown[]) => Promise.resolve(void stored.push(...(events as Bar[])));
    const query = { instrument: btc, kind: 'bar-1s', fromUs: 0, toUs: Number.MAX_SAFE_INTEGER } as const;
    await adapter.history(query, part, new AbortController().signal);
    await eventually(() => sink.items.length > 2);
    const starts = new Set([...stored, ...(sink.items as Bar[])].map((bar) => bar.startUs));
    const last = Math.max(...starts);
    for (let us = Math.min(...starts); us <= last; us += 1_000_000) expect(starts.has(us)).toBe(true);
    expect(live.states).toEqual(['LIVE']);
  });

  it('gives a late listener of a book its own snapshot, and nothing after its close', async () => {
    const first = await open('book');
    const second = new RecordingStreamSink();
    const stream = await adapter.open({ instrument: btc, kind: 'book' }, second);
    await eventually(() => second.items.length > 2);
    expect(second.order.slice(0, 2)).toEqual(['LIVE', 'book-snapshot']);
    await stream.close();
    await stream.close();
    const count = second.items.length;
    const seen = first.items.length;
    await eventually(() => first.items.length > seen + 3);
    expect(second.items).toHaveLength(count);
  });

  it('refuses a kind that the exchange has not', async () => {
    await expect(open('bar-1d')).rejects.toMatchObject({ code: 'KIND_UNSUPPORTED' });
  });
});

describe('SimMarketData without an exchange', () => {
  it('refuses with ADAPTER_FAILED', async () => {
    const adapter = new SimMarketData({ url: 'http://127.0.0.1:1', requestTimeoutMs: 200 });
    await expect(adapter.instruments()).rejects.toMatchObject({ code: 'ADAPTER_FAILED' });
    await adapter.close();
  });
});
