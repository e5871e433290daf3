import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderBook, type Bar, type Instrument, type StreamKind, type Trade } from '@bourseworks/domain';
import { eventually, RecordingStreamSink } from '@bourseworks/testkit';
import { startExchange, type RunningExchange } from '../../test/exchange.js';
import { Proxy } from '../../test/proxy.js';
import { SimMarketData } from './sim-market-data.js';

const RECOVERED = ['LIVE', 'GAP_START', 'RESYNCING', 'GAP_END', 'LIVE'];

describe('SimMarketData after a lost connection', () => {
  let exchange: RunningExchange;
  let proxy: Proxy;
  let adapter: SimMarketData;
  let btc: Instrument;

  beforeAll(async () => {
    exchange = await startExchange({ EXCHANGE_TICKS_PER_SECOND: '200' });
    proxy = await Proxy.to(exchange.port);
    adapter = new SimMarketData({ url: proxy.url, requestTimeoutMs: 2_000 });
    btc = (await adapter.instruments())[0];
  });
  afterAll(async () => {
    await adapter.close();
    await proxy.close();
  });

  it('fetches the trades and bars that it missed and a fresh book', async () => {
    const sinks = new Map<StreamKind, RecordingStreamSink>();
    for (const kind of ['trade', 'book', 'bar-1s', 'quote'] as const) {
      const sink = new RecordingStreamSink();
      sinks.set(kind, sink);
      await adapter.open({ instrument: btc, kind }, sink);
    }
    const trades = sinks.get('trade') as RecordingStreamSink;
    const bars = sinks.get('bar-1s') as RecordingStreamSink;
    await eventually(() => trades.items.length > 2 && bars.items.length > 0);
    proxy.refuseConnections(true);
    proxy.cut();
    await eventually(() => trades.states.includes('GAP_START'));
    const missedFrom = trades.items.length;
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    proxy.refuseConnections(false);
    for (const [kind, sink] of sinks) {
      await eventually(() => sink.states.length >= 5, { what: `${kind} live again`, timeoutMs: 8_000 });
      expect(sink.states).toEqual(RECOVERED);
    }
    await eventually(() => trades.items.length > missedFrom + 3 && bars.items.length > 2);
    const ids = (trades.items as Trade[]).map((trade) => Number(trade.tradeId));
    expect(ids).toEqual(ids.map((_, i) => ids[0] + i));
    const starts = (bars.items as Bar[]).map((bar) => bar.startUs);
    expect(starts).toEqual(starts.map((_, i) => starts[0] + i * 1_000_000));
    const book = new OrderBook();
    for (const event of (sinks.get('book') as RecordingStreamSink).items) {
      if (event.kind === 'book-snapshot') book.applySnapshot(event);
      else if (event.kind === 'book-delta') expect(book.applyDelta(event)).toBe('applied');
    }
    // Events stand between the right states: those fetched before the gap ends.
    expect(trades.order.indexOf('GAP_END')).toBeGreaterThan(trades.order.indexOf('RESYNCING') + 1);
  });

  it('finds a restarted exchange again', async () => {
    const sink = new RecordingStreamSink();
    const direct = new SimMarketData({ url: exchange.url, requestTimeoutMs: 2_000 });
    const stream = await direct.open({ instrument: btc, kind: 'trade' }, sink);
    await eventually(() => sink.items.length > 1);
    await exchange.process.kill();
    await eventually(() => sink.states.includes('GAP_START'));
    const before = sink.items.length;
    await startExchange({ EXCHANGE_TICKS_PER_SECOND: '200' }, exchange.port);
    await eventually(() => sink.states.length === 5 && sink.items.length > before, { timeoutMs: 10_000 });
    expect(sink.states).toEqual(RECOVERED);
    await stream.close();
    await direct.close();
  });
});
