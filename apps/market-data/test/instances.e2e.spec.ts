import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatNanos } from '@bourseworks/domain';
import type {
  CancelHistoryReplyShape,
  FeedsReplyShape,
  LeaseReplyShape,
  LiveDataReplyShape,
  MarketDataBatch,
  MarketDataStatusShape,
  SnapshotReplyShape,
} from '@bourseworks/dto/shapes';
import { eventually, startProcess, tempDir, type StartedProcess } from '@bourseworks/testkit';
import { TestService } from './service.js';

/** A venue inside of each process: a book and trades that never end, and history that takes its time. */
const MODULE = `
import { setTimeout as sleep } from 'node:timers/promises';
import { defineInstrument } from '@bourseworks/domain';

const instrument = defineInstrument({
  venue: 'model', symbol: 'X', assetClass: 'equity', currency: 'USD', tickSize: '0.01', lotSize: '1',
}).value;
const trade = (us) => ({ kind: 'trade', us, ns: 0, price: 10_000, quantity: 1 });

export function createModel() {
  return { name: 'model', venues: ['model'], marketData: { moduleUrl: import.meta.url, config: {} }, createBroker: undefined };
}

export function createMarketDataAdapter() {
  return {
    async instruments() { return [instrument]; },
    kinds() { return ['trade', 'book']; },
    adjustments() { return ['raw']; },
    async history({ fromUs, toUs }, part, signal) {
      for (let us = fromUs; us < toUs && !signal.aborted; us += 1_000_000) {
        await part([trade(us)]);
        await sleep(20);
      }
    },
    async open({ kind }, sink) {
      let sequence = 1;
      const event = () => kind === 'trade' ? trade(Date.now() * 1_000) : {
        kind: 'book-snapshot', us: Date.now() * 1_000, ns: 0, venueSequence: sequence++, bids: [[9_900, 1]], asks: [[10_100, 2]],
      };
      const timer = setInterval(() => sink.events([event()]), 50);
      return { async close() { clearInterval(timer); } };
    },
    async close() {},
  };
}
`;

describe('two instances over one file', () => {
  let service: TestService;
  let second: StartedProcess;
  let heard: { topic: string; body: MarketDataBatch }[];
  let statuses: { topic: string; body: MarketDataStatusShape }[];

  beforeAll(async () => {
    const folder = tempDir('instances');
    writeFileSync(join(folder, 'model.mjs'), MODULE);
    const env = { ADAPTERS: `${join(folder, 'model.mjs')}#createModel`, DATA_DIR: folder };
    service = await TestService.start(env);
    const { url, vpn, username, password } = service.login;
    const login = { SOLACE_URL: url, SOLACE_VPN: vpn, SOLACE_USERNAME: username, SOLACE_PASSWORD: password };
    second = startProcess({
      entry: 'apps/market-data/src/main.js',
      env: { ...login, ...env, MARKET_DATA_PORT: '0' },
    });
    await second.waitFor('service.ready', 60_000);
    heard = await service.listen<MarketDataBatch>('marketdata/live/v1/>');
    statuses = await service.listen<MarketDataStatusShape>('marketdata/status/v1/>');
  }, 120_000);

  afterAll(async () => {
    await second.stop();
    await service[Symbol.asyncDispose]();
  }, 60_000);

  const live = (kind: string, subscriber = 's1') => {
    const body = { requestId: 'l1', venue: 'model', symbol: 'X', kind, subscriber, leaseSeconds: 60 };
    return service.ask<LiveDataReplyShape>('marketdata/request/live', body);
  };
  const streams = (process: StartedProcess, event: string): unknown[] =>
    process.lines.filter((line) => line['event'] === event).map((line) => line['topic']);

  it('deal the requests between them, and open a stream once', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, (_, index) => live('trade', `s${index}`)));
    expect(replies.map(({ error }) => error)).toEqual(Array(8).fill(undefined));
    expect(new Set(replies.map(({ epoch }) => epoch)).size).toBe(1);
    expect(replies.filter(({ status }) => status === 'started')).toHaveLength(1);
    const both = [service.process, second];
    expect(both.flatMap((process) => streams(process, 'stream.started'))).toEqual([replies[0].topic]);
    for (const process of both) expect(process.lines.some((line) => line['event'] === 'request.served')).toBe(true);
    // Through whichever instance, each is renewed and released.
    for (const [index, { leaseId }] of replies.entries()) {
      const lease = { leaseId, subscriber: `s${index}` };
      for (const [what, status] of [
        ['renew', 'renewed'],
        ['release', 'released'],
      ])
        expect((await service.ask<LeaseReplyShape>(`marketdata/request/${what}`, lease)).status).toBe(status);
    }
    await eventually(() => statuses.some(({ body }) => body.state === 'ENDED'));
  });

  it('say where a stream of the other stands, and give its book', async () => {
    await live('book');
    await eventually(() => heard.some(({ topic }) => topic.includes('/book/')));
    for (let i = 0; i < 4; i++) {
      const { error, book, epoch } = await service.ask<SnapshotReplyShape>('marketdata/request/snapshot', {
        venue: 'model',
        symbol: 'X',
      });
      expect([error, book?.bids, book?.asks]).toEqual([undefined, [[99, 1]], [[101, 2]]]);
      const joined = await live('book');
      expect([joined.status, joined.epoch]).toEqual(['joined', epoch]);
      expect(joined.sequence).toBeGreaterThan(0);
    }
  });

  it('tell how the streams of both fare, whichever is asked', async () => {
    await live('book');
    await live('trade');
    const feeds = (body = {}) => service.ask<FeedsReplyShape>('marketdata/request/feeds', body);
    await eventually(async () => (await feeds()).feeds.every(({ quietMs }) => quietMs !== undefined));
    for (let i = 0; i < 4; i++) {
      const reply = await feeds();
      expect([reply.instances.length, reply.silent, reply.omitted]).toEqual([2, [], 0]);
      expect(reply.feeds.map(({ kind, state }) => [kind, state])).toEqual([
        ['book', 'LIVE'],
        ['trade', 'LIVE'],
      ]);
      for (const feed of reply.feeds) {
        expect(reply.instances).toContain(feed.instance);
        expect(feed).toMatchObject({ adapter: 'model', venue: 'model', symbol: 'X', dropped: 0 });
        expect(feed.counts).toMatchObject({ gaps: 0, reconnects: 0 });
        expect([feed.items > 0, feed.subscribers > 0, feed.sequence]).toEqual([true, true, feed.items]);
      }
    }
    expect((await feeds({ venue: 'elsewhere' })).feeds).toEqual([]);
    await eventually(async () => ((await feeds()).feeds[0].ratePerSecond ?? 0) > 1);
  });

  it('cancel a history request that runs in the other', async () => {
    const [from, to] = [1_700_000_000_000_000, 1_700_003_600_000_000].map((us) => formatNanos(us));
    for (let i = 0; i < 4; i++) {
      const requestId = `h${i}`;
      const about = { requestId, venue: 'model', symbol: 'X', kind: 'trade', subscriber: 's1' };
      const answer = service.history({ ...about, from, to });
      const cancel = () =>
        service.ask<CancelHistoryReplyShape>('marketdata/request/cancel', { requestId, subscriber: 's1' });
      await eventually(async () => (await cancel()).status === 'cancelled');
      expect((await answer).code).toBe('HISTORY_CANCELLED');
    }
    const reply = await service.ask<CancelHistoryReplyShape>('marketdata/request/cancel', {
      requestId: 'none',
      subscriber: 's1',
    });
    expect(reply.status).toBe('unknown');
  });

  it('go on with each other’s streams: the batches carry a higher epoch and begin at 1', async () => {
    const { topic, epoch } = await live('trade');
    const started = (process: StartedProcess) => streams(process, 'stream.started').at(-1) === topic;
    const [owner, other] = started(service.process) ? [service.process, second] : [second, service.process];
    const before = streams(other, 'stream.started').length;
    owner.signal('SIGKILL');
    await eventually(() => streams(other, 'stream.started').length > before, { timeoutMs: 60_000 });
    const first = await eventually(() => heard.find((one) => one.topic === topic && one.body.epoch > epoch));
    expect(first.body.seq0).toBe(1);
    const told = statuses.filter(({ body }) => body.topic === topic && body.epoch === first.body.epoch);
    expect(told.map(({ body }) => body.state)).toEqual(['GAP_START', 'GAP_END', 'LIVE']);
    expect((await live('trade', 's9')).epoch).toBe(first.body.epoch);
  }, 120_000);
});
