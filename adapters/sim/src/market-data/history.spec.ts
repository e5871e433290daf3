import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  barSeconds,
  type Bar,
  type Instrument,
  type MarketDataEvent,
  type StreamKind,
  type Trade,
} from '@bourseworks/domain';
import { startExchange } from '../../test/exchange.js';
import { SimMarketData } from './sim-market-data.js';

const never = new AbortController().signal;

describe('SimMarketData history', () => {
  let adapter: SimMarketData;
  let btc: Instrument;

  beforeAll(async () => {
    const exchange = await startExchange({ EXCHANGE_TICKS_PER_SECOND: '400' });
    adapter = new SimMarketData({ url: exchange.url, requestTimeoutMs: 5_000 });
    const instruments = await adapter.instruments();
    btc = instruments.find((one) => one.symbol === 'BTCUSD') as Instrument;
  });
  afterAll(() => adapter.close());

  async function all(kind: StreamKind, fromUs: number, toUs: number): Promise<[MarketDataEvent[], number[]]> {
    const events: MarketDataEvent[] = [];
    const sizes: number[] = [];
    const part = (items: readonly MarketDataEvent[]) => {
      events.push(...items);
      sizes.push(items.length);
      return Promise.resolve();
    };
    await adapter.history({ instrument: btc, kind, fromUs, toUs }, part, never);
    return [events, sizes];
  }

  it('lists its instruments', async () => {
    const instruments = await adapter.instruments();
    expect(instruments.map((one) => one.key)).toEqual(['sim/BTCUSD', 'sim/ETHUSD', 'sim/SOLUSD', 'sim/LTCUSD']);
    expect(btc).toMatchObject({ tickSize: 1, lotSize: 1, priceScale: 2, qtyScale: 5, currency: 'USD', base: 'BTC' });
    expect(adapter.kinds(btc)).toContain('bar-1s');
  });

  it('gives an hour of seconds without holes, in parts of bounded size', async () => {
    const [events, sizes] = await all('bar-1s', 0, Number.MAX_SAFE_INTEGER);
    const bars = events as Bar[];
    expect(bars.length).toBeGreaterThanOrEqual(3_600);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
    for (let i = 1; i < bars.length; i++) expect(bars[i].startUs).toBe(bars[i - 1].endUs);
    for (const bar of bars) {
      expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
      expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
      expect(bar.low).toBeGreaterThan(0);
    }
  });

  it('gives bars that start at or after `from` and end by `to`', async () => {
    const [[first]] = (await all('bar-1m', 0, Number.MAX_SAFE_INTEGER)) as [Bar[], number[]];
    const from = first.startUs + 1;
    const to = first.startUs + 4 * 60_000_000 - 1;
    const [bars] = (await all('bar-1m', from, to)) as [Bar[], number[]];
    expect(bars.map((bar) => bar.startUs)).toEqual([first.endUs, first.endUs + 60_000_000]);
    expect(barSeconds('bar-1m')).toBe(60);
  });

  it('puts longer bars together from the seconds', async () => {
    const [minutes] = (await all('bar-1m', 0, Number.MAX_SAFE_INTEGER)) as [Bar[], number[]];
    const minute = minutes[3];
    const [seconds] = (await all('bar-1s', minute.startUs, minute.endUs)) as [Bar[], number[]];
    expect(seconds).toHaveLength(60);
    expect(minute.open).toBe(seconds[0].open);
    expect(minute.close).toBe(seconds[59].close);
    expect(minute.high).toBe(Math.max(...seconds.map((bar) => bar.high)));
    expect(minute.volume).toBe(seconds.reduce((sum, bar) => sum + bar.volume, 0));
  });

  it('gives the trades since the start in order', async () => {
    const [events] = await all('trade', 0, Number.MAX_SAFE_INTEGER);
    const ids = (events as Trade[]).map((trade) => Number(trade.tradeId));
    expect(ids.length).toBeGreaterThan(0);
    expect(ids).toEqual(ids.map((_, i) => i + 1));
  });

  it('stops soon after the reader gave up', async () => {
    const abort = new AbortController();
    let parts = 0;
    const part = () => {
      parts++;
      abort.abort();
      return Promise.resolve();
    };
    const query = { instrument: btc, kind: 'bar-1s', fromUs: 0, toUs: Number.MAX_SAFE_INTEGER } as const;
    await adapter.history(query, part, abort.signal);
    expect(parts).toBe(1);
  });

  it('refuses what it cannot give, by code', async () => {
    await expect(all('bar-1h', 0, 1)).rejects.toMatchObject({ code: 'KIND_UNSUPPORTED' });
    await expect(all('bar-1s', 5, 5)).rejects.toMatchObject({ code: 'HISTORY_RANGE_INVALID' });
    await expect(all('bar-1s', 1_000_000, 9_000_000)).rejects.toMatchObject({ code: 'HISTORY_NOT_FOUND' });
    const foreign = { instrument: { ...btc, symbol: 'XXXUSD' }, kind: 'bar-1s', fromUs: 0, toUs: 1 } as const;
    await expect(adapter.history(foreign, () => Promise.resolve(), never)).rejects.toMatchObject({
      code: 'INSTRUMENT_UNKNOWN',
    });
  });
});
