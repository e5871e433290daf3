import { writeFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { formatNanos, OrderBook, type MarketDataEvent } from '@bourseworks/domain';
import type { LiveDataReplyShape, MarketDataBatch, TradeShape } from '@bourseworks/dto/shapes';
import { RecordedStream } from '@bourseworks/recording';
import { eventually, tempDir } from '@bourseworks/testkit';
import { TestService } from './service.js';

/** An adapter outside of the platform: a trade or a change of a book every 10 ms; trade ids count from its start. */
const MODULE = `
import { defineInstrument } from '@bourseworks/domain';

const instrument = defineInstrument({
  venue: 'model', symbol: 'X/Y', assetClass: 'equity', currency: 'USD', tickSize: '0.01', lotSize: '1',
}).value;

export function createModel() {
  return {
    name: 'model',
    venues: ['model'],
    marketData: { moduleUrl: import.meta.url, config: {} },
    createBroker: undefined,
  };
}

export function createMarketDataAdapter() {
  return {
    async instruments() { return [instrument]; },
    kinds() { return ['trade', 'quote', 'book']; },
    adjustments() { return ['raw']; },
    async history() { throw Object.assign(new Error('none'), { code: 'HISTORY_NOT_FOUND' }); },
    async open({ kind }, sink) {
      let n = 0;
      const started = Date.now() * 1000;
      const levels = (price, quantity) => ({ bids: [[price, quantity]], asks: [] });
      const one = () => {
        const time = { us: Math.max(Date.now() * 1000, started + n), ns: 0 };
        n++;
        if (kind === 'trade') return { kind: 'trade', ...time, price: 100 + n, quantity: 1, tradeId: started + '-' + n };
        if (n === 1) return { kind: 'book-snapshot', ...time, venueSequence: 1, ...levels(100, 1) };
        return { kind: 'book-delta', ...time, venueSequence: n, ...levels(100 + (n % 7), n) };
      };
      const timer = setInterval(() => sink.events([one()]), 10);
      return { async close() { clearInterval(timer); } };
    },
    async close() {},
  };
}
`;

describe('the recorder of market-data', () => {
  let service: TestService | undefined;
  afterEach(async () => {
    await service?.[Symbol.asyncDispose]();
    service = undefined;
  });

  const folder = (): string => {
    const path = tempDir('recorder');
    writeFileSync(join(path, 'model.mjs'), MODULE);
    return path;
  };

  async function start(dataDir: string, env: Record<string, string> = {}): Promise<TestService> {
    const adapters = `${join(dataDir, 'model.mjs')}#createModel`;
    const recorded = { RECORD_STREAMS: 'model/X/Y/trade,*/*/book', ...env };
    service = await TestService.start({ ADAPTERS: adapters, DATA_DIR: dataDir, ...recorded });
    return service;
  }

  /** Asks for a stream; returns the ids of the trades that it has published by now. */
  async function open(of: TestService, kind: string): Promise<() => unknown[]> {
    const batches = await of.listen<MarketDataBatch>(`marketdata/live/v1/${kind}/>`);
    const request = { requestId: kind, venue: 'model', symbol: 'X/Y', kind, subscriber: 's', leaseSeconds: 300 };
    const reply = await of.ask<LiveDataReplyShape>('marketdata/request/live', request);
    expect(reply.error).toBeUndefined();
    return () => batches.flatMap(({ body }) => (body.items as readonly TradeShape[]).map(({ tradeId }) => tradeId));
  }

  async function recorded(dataDir: string, kind: string): Promise<MarketDataEvent[]> {
    const events: MarketDataEvent[] = [];
    for (const stream of await RecordedStream.all(join(dataDir, 'market-data', 'recordings'))) {
      if (stream.header.kind !== kind) continue;
      for await (const some of stream.events(stream.instrument, 0)) events.push(...some);
    }
    return events;
  }

  const idsOf = (events: readonly MarketDataEvent[]): unknown[] =>
    events.map((event) => (event.kind === 'trade' ? event.tradeId : event.kind));
  const asked = (requestId: string, kind = 'trade') => ({
    requestId,
    venue: 'model',
    symbol: 'X/Y',
    kind,
    source: 'store',
    from: formatNanos(Date.now() * 1_000 - 3_600_000_000),
    to: formatNanos(Date.now() * 1_000 + 3_600_000_000),
  });

  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`http://127.0.0.1:${service?.port}/metrics`)).text();
    return Number(new RegExp(`^${name}\\{[^}]*\\} (.*)$`, 'm').exec(text)?.[1]);
  };

  it('keeps what was published, through a kill, and history serves it', async () => {
    const dataDir = folder();
    const first = await start(dataDir);
    const trades = await open(first, 'trade');
    await open(first, 'book');
    await open(first, 'quote');
    await eventually(async () => (await recorded(dataDir, 'trade')).length > 100, { timeoutMs: 30_000 });
    process.kill(first.process.pid, 'SIGKILL');
    await first.process.exited;
    const before = idsOf(await recorded(dataDir, 'trade'));
    // Byte for byte up to where the kill cut it.
    expect(before).toEqual(trades().slice(0, before.length));
    await first[Symbol.asyncDispose]();

    const second = await start(dataDir);
    const more = await open(second, 'trade');
    await open(second, 'book');
    await eventually(() => more().length > 100, { timeoutMs: 30_000 });
    await second.process.stop();
    // An orderly end loses nothing.
    const all = idsOf(await recorded(dataDir, 'trade'));
    await eventually(() => more().length >= all.length - before.length);
    expect(all.slice(before.length)).toEqual(more());
    const book = new OrderBook();
    for (const event of await recorded(dataDir, 'book')) {
      if (event.kind === 'book-snapshot') book.applySnapshot(event);
      else if (event.kind === 'book-delta') expect(book.applyDelta(event)).toBe('applied');
    }
    expect(book.bids.size).toBe(7);
    expect(await recorded(dataDir, 'quote')).toEqual([]);
    await second[Symbol.asyncDispose]();

    const third = await start(dataDir, { RECORD_STREAMS: '' });
    const { parts, code } = await third.history(asked('h1'));
    expect(code).toBeUndefined();
    const stored = parts.flatMap(({ items }) => (items as readonly TradeShape[]).map(({ tradeId }) => tradeId));
    const last = all.slice(-100);
    expect(stored.slice(-100)).toEqual(last);
    expect(new Set(stored).size).toBe(stored.length);
    expect((await third.history(asked('h2', 'book'))).code).toBe('KIND_UNSUPPORTED');
    expect((await third.history({ ...asked('h3'), source: 'elsewhere' })).code).toBe('BAD_REQUEST');
    expect(await metric('bourseworks_recorder_recording')).toBe(0);
  }, 120_000);

  it('a disk that refuses stops the recording, and not the streams', async () => {
    const dataDir = folder();
    mkdirSync(join(dataDir, 'market-data'));
    const inTheWay = join(dataDir, 'market-data', 'recordings');
    writeFileSync(inTheWay, '');
    const only = await start(dataDir);
    const trades = await open(only, 'trade');
    expect(await only.process.waitFor('recorder.stopped')).toMatchObject({ reason: expect.any(String) });
    const before = trades().length;
    await eventually(() => trades().length > before + 20, { timeoutMs: 30_000 });
    await eventually(async () => (await metric('bourseworks_recorder_lost')) > 0, { timeoutMs: 30_000 });
    expect(await metric('bourseworks_recorder_recording')).toBe(0);
    const health = await (await fetch(`http://127.0.0.1:${only.port}/health`)).text();
    expect(health).toContain('"state":"stopped"');
    expect((await fetch(`http://127.0.0.1:${only.port}/health/ready`)).status).toBe(200);
    // The store is another file.
    await eventually(async () => (await metric('bourseworks_recorder_points')) > 0, { timeoutMs: 30_000 });
    rmSync(inTheWay);
  }, 120_000);
});
