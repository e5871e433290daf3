import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { LeaseReplyShape, LiveDataReplyShape, MarketDataStatusShape } from '@bourseworks/dto/shapes';
import { describeWithData, eventually } from '@bourseworks/testkit';
import { barTopic, TestService } from './service.js';

const request = { requestId: 'l1', venue: 'coinbase', symbol: 'BTCUSD', kind: 'bar-1m', subscriber: 's1' };

describeWithData('live streams over the bus', ['lean-data'], () => {
  let service: TestService;
  beforeAll(async () => void (service = await TestService.start({ MARKET_DATA_MAX_STREAMS: '2' })));
  afterAll(async () => service[Symbol.asyncDispose]());

  const live = (change: object = {}) =>
    service.ask<LiveDataReplyShape>('marketdata/request/live', { ...request, ...change });

  it('is started once, joined by others, and ended with its last lease', async () => {
    const statuses = await service.listen<MarketDataStatusShape>('marketdata/status/v1/>');
    const replies = await Promise.all([live(), live({ subscriber: 's2' }), live({ subscriber: 's3' })]);
    expect(replies.map((reply) => reply.topic)).toEqual(Array(3).fill(barTopic('BTCUSD')));
    expect(replies.map((reply) => reply.status).toSorted()).toEqual(['joined', 'joined', 'started']);
    expect(replies[0]).toMatchObject({ sequence: 0, leaseSeconds: 30, instrument: { symbol: 'BTCUSD' } });
    expect(new Set(replies.map((reply) => reply.leaseId)).size).toBe(3);
    expect(new Set(replies.map((reply) => reply.epoch)).size).toBe(1);

    for (const [index, { leaseId }] of replies.entries()) {
      const lease = { leaseId, subscriber: `s${index + 1}` };
      expect(await service.ask<LeaseReplyShape>('marketdata/request/renew', lease)).toEqual({
        leaseId,
        status: 'renewed',
      });
      expect(await service.ask<LeaseReplyShape>('marketdata/request/release', lease)).toEqual({
        leaseId,
        status: 'released',
      });
      expect((await service.ask('marketdata/request/renew', lease)).error?.code).toBe('LEASE_UNKNOWN');
    }
    await eventually(() => statuses.some((status) => status.body.state === 'ENDED'));
    expect(statuses.map((status) => [status.topic, status.body.state])).toEqual([
      ['marketdata/status/v1/coinbase/BTCUSD', 'LIVE'],
      ['marketdata/status/v1/coinbase/BTCUSD', 'ENDED'],
    ]);
    expect(statuses.map((status) => status.body.epoch)).toEqual([replies[0].epoch, replies[0].epoch]);
    const ended = await service.process.waitFor('stream.ended');
    expect(ended).toMatchObject({ topic: barTopic('BTCUSD'), items: 0, dropped: 0, durationMs: expect.any(Number) });
  });

  it.each([
    ['an unknown symbol', { symbol: 'NOPE' }, 'INSTRUMENT_UNKNOWN'],
    ['a kind that is not offered', { kind: 'trade' }, 'KIND_UNSUPPORTED'],
    ['a lease that is too short', { leaseSeconds: 1 }, 'BAD_REQUEST'],
  ])('is refused by code for %s', async (_, change, code) => {
    expect((await live(change)).error?.code).toBe(code);
  });

  it('the number of streams is bounded', async () => {
    expect((await live({ symbol: 'ETHUSD' })).topic).toBe(barTopic('ETHUSD'));
    expect((await live({ venue: 'usa', symbol: 'SPY' })).topic).toBe(barTopic('SPY', 'usa'));
    expect((await live()).error?.code).toBe('STREAM_LIMIT');
    expect((await live({ symbol: 'ETHUSD', subscriber: 's2' })).status).toBe('joined');
  });

  it('a book that does not run has no snapshot', async () => {
    expect(
      (await service.ask('marketdata/request/snapshot', { venue: 'coinbase', symbol: 'BTCUSD' })).error?.code,
    ).toBe('STREAM_UNKNOWN');
  });

  it('says of each request that it came, and whether it was served or refused', async () => {
    const events = service.process.lines.map(
      (line) => `${String(line['event'])} ${String(line['requestId'])} ${String(line['code'])}`,
    );
    expect(events).toContain('request.received l1 undefined');
    expect(events).toContain('request.served l1 undefined');
    expect(events).toContain('request.refused l1 STREAM_LIMIT');
  });
});
