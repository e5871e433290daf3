import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  BookShape,
  LiveDataReplyShape,
  MarketDataBatch,
  MarketDataItem,
  SnapshotReplyShape,
} from '@bourseworks/dto/shapes';
import { eventually, startProcess } from '@bourseworks/testkit';
import { TestService } from './service.js';

describe('live data of the simulated exchange', () => {
  let service: TestService;
  beforeAll(async () => {
    const exchange = startProcess({
      entry: 'apps/exchange/src/main.js',
      env: { EXCHANGE_PORT: '0', EXCHANGE_TICKS_PER_SECOND: '200', EXCHANGE_HISTORY_HOURS: '1' },
    });
    const { port } = await exchange.waitFor('service.ready');
    service = await TestService.start({ ADAPTERS: 'sim', EXCHANGE_URL: `http://127.0.0.1:${String(port)}` });
  });
  afterAll(async () => service[Symbol.asyncDispose]());

  it('sequences start at 1 without holes, and a snapshot with the items after it is the book', async () => {
    const heard = await service.listen<MarketDataBatch<MarketDataItem>>('marketdata/live/v1/>');
    for (const kind of ['book', 'quote', 'trade']) {
      const request = { requestId: kind, venue: 'sim', symbol: 'BTCUSD', kind, subscriber: 'test' };
      expect(await service.ask<LiveDataReplyShape>('marketdata/request/live', request)).toMatchObject({
        status: 'started',
      });
    }
    const of = (kind: string) => heard.filter(({ topic }) => topic.split('/')[3] === kind).map(({ body }) => body);
    await eventually(() => of('book').length > 20 && of('quote').length > 20 && of('trade').length > 2);
    const snapshot = await service.ask<SnapshotReplyShape>('marketdata/request/snapshot', {
      venue: 'sim',
      symbol: 'BTCUSD',
    });
    for (const kind of ['book', 'quote', 'trade']) {
      let next = 1;
      for (const { seq0, items } of of(kind)) {
        expect(seq0).toBe(next);
        next += items.length;
      }
    }
    await eventually(() => (of('book').at(-1)?.seq0 ?? 0) >= snapshot.sequence);
    const bids = new Map<number, number>();
    for (const { seq0, items } of of('book')) {
      items.forEach((item, index) => {
        if (seq0 + index > snapshot.sequence) return;
        const book = item as BookShape;
        if (book.type === 'snapshot') bids.clear();
        for (const [price, quantity] of book.bids) {
          if (quantity === 0) bids.delete(price);
          else bids.set(price, quantity);
        }
      });
    }
    expect([...bids].toSorted((a, b) => b[0] - a[0])).toEqual(snapshot.book.bids);
  });
});
