import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { InstrumentsReplyShape } from '@bourseworks/dto/shapes';
import { describeWithData } from '@bourseworks/testkit';
import { nanos, TestService } from './service.js';

const request = {
  requestId: 'h1',
  subscriber: 'tester',
  venue: 'coinbase',
  symbol: 'BTCUSD',
  kind: 'bar-1m',
  from: nanos('2017-09-03T00:00Z'),
  to: nanos('2017-09-05T00:00Z'),
};

describeWithData('history over the bus', ['lean-data'], () => {
  let service: TestService;
  beforeAll(async () => void (service = await TestService.start()));
  afterAll(async () => service[Symbol.asyncDispose]());

  const cancel = (requestId: string, subscriber: string): Promise<object> =>
    service.ask('marketdata/request/cancel', { requestId, subscriber });

  it('comes in numbered parts: the instrument first, the totals last', async () => {
    const { parts } = await service.history(request);
    expect(parts.map((part) => part.part)).toEqual(parts.map((_, index) => index));
    expect(parts.map((part) => part.items.length)).toEqual([
      250, 250, 250, 250, 250, 190, 250, 250, 250, 250, 250, 190, 0,
    ]);
    expect(parts[0].instrument).toMatchObject({
      venue: 'coinbase',
      symbol: 'BTCUSD',
      tickSize: '0.01',
      currency: 'USD',
    });
    expect(parts[0].items[0]).toEqual({
      start: nanos('2017-09-03T00:00Z'),
      end: nanos('2017-09-03T00:01Z'),
      open: 4642.39,
      high: 4652.71,
      low: 4642.39,
      close: 4652.69,
      volume: 6.63487803,
    });
    expect(parts.at(-1)).toEqual({ requestId: 'h1', part: 12, items: [], progress: 1, end: true, totalItems: 2_880 });
    const progress = parts.map((part) => part.progress ?? -1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    // The sixth part ends with the first of two days.
    expect([progress[1], progress[5], progress[11]]).toEqual([0.1736, 0.5, 1]);
    const served = await service.process.waitFor('history.served');
    expect(served).toMatchObject({ requestId: 'h1', items: 2_880, parts: 13 });
  });

  it.each([
    ['a venue nobody serves', { venue: 'moon' }, 'VENUE_UNKNOWN'],
    ['an unknown symbol', { symbol: 'X' }, 'INSTRUMENT_UNKNOWN'],
    ['a kind without data', { kind: 'trade' }, 'KIND_UNSUPPORTED'],
    ['an unknown adapter', { adapter: 'nope' }, 'ADAPTER_UNKNOWN'],
    ['a reversed range', { to: request.from, from: request.to }, 'HISTORY_RANGE_INVALID'],
    ['a range without data', { from: nanos('2019-01-01T00:00Z'), to: nanos('2019-01-02T00:00Z') }, 'HISTORY_NOT_FOUND'],
    ['a field of another type', { from: 5 }, 'BAD_REQUEST'],
    ['an unknown field', { colour: 'red' }, 'BAD_REQUEST'],
  ])('is refused by code for %s', async (_, change, code) => {
    expect(await service.history({ ...request, ...change })).toEqual({ parts: [], code });
  });

  it('many requests at once: as many as may wait are served, the rest hears HISTORY_BUSY', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => service.history({ ...request, requestId: `many-${index}` })),
    );
    const codes = answers.map((answer) => answer.code ?? 'served');
    expect(new Set(codes)).toEqual(new Set(['served', 'HISTORY_BUSY']));
    expect(codes.filter((code) => code === 'served').length).toBeGreaterThanOrEqual(17);
  });

  it('a request that waits can be cancelled', async () => {
    const blockers = Array.from({ length: 4 }, (_, index) =>
      service.history({ ...request, requestId: `block-${index}` }),
    );
    const victim = service.history({ ...request, requestId: 'victim' });
    expect(await cancel('victim', 'tester')).toEqual({ requestId: 'victim', status: 'cancelled' });
    expect((await victim).code).toBe('HISTORY_CANCELLED');
    expect((await Promise.all(blockers)).every((answer) => answer.code === undefined)).toBe(true);
    expect(await cancel('victim', 'tester')).toMatchObject({ status: 'unknown' });
  });

  it('but by nobody else, and by nobody when it names none', async () => {
    const { subscriber: _, ...nameless } = request;
    // Enough before them that both wait all the time.
    const blockers = Array.from({ length: 13 }, () => request);
    const running = [...blockers, nameless, request].map((body, index) =>
      service.history({ ...body, requestId: `kept-${index}` }),
    );
    // One after the other, without waiting for the answers: it must still be there for the last.
    const [byOther, ofNameless, byNobody, byTester] = await Promise.all([
      cancel('kept-14', 'other'),
      cancel('kept-13', 'tester'),
      service.ask('marketdata/request/cancel', { requestId: 'kept-14' }),
      cancel('kept-14', 'tester'),
    ]);
    expect([byOther, ofNameless]).toMatchObject([{ status: 'unknown' }, { status: 'unknown' }]);
    expect(byNobody).toMatchObject({ error: { code: 'BAD_REQUEST' } });
    expect(byTester).toMatchObject({ status: 'cancelled' });
    const codes = (await Promise.all(running)).map(({ code }) => code);
    expect(codes).toEqual([...Array.from({ length: 14 }, () => undefined), 'HISTORY_CANCELLED']);
  });

  it('instruments are listed with adapter and kinds', async () => {
    const { instruments } = await service.ask<InstrumentsReplyShape>('marketdata/request/instruments', {
      venue: 'usa',
    });
    expect(instruments.map(({ symbol, adapter }) => `${adapter} ${symbol}`)).toEqual([
      'replay AAPL',
      'replay GOOG',
      'replay GOOGL',
      'replay IBM',
      'replay QQQ',
      'replay SPY',
    ]);
    expect(instruments[0].kinds).toEqual(['quote', 'bar-1m', 'bar-1d']);
    const all = await service.ask<InstrumentsReplyShape>('marketdata/request/instruments', {});
    expect(all.instruments.map(({ venue }) => venue).toSorted()).toEqual([
      ...Array.from({ length: 2 + 4 }, () => 'binance'),
      'binance-usdm',
      ...Array.from({ length: 2 + 10 }, () => 'coinbase'),
      ...Array.from({ length: 10 }, () => 'kraken'),
      'oanda',
      ...Array.from({ length: 6 }, () => 'usa'),
    ]);
  });

  it('reports itself ready, and counts', async () => {
    const ready = await fetch(`http://127.0.0.1:${service.port}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', waitingFor: [] }]);
    const metrics = await (await fetch(`http://127.0.0.1:${service.port}/metrics`)).text();
    expect(metrics).toMatch(/bourseworks_history_items_total\{[^}]*\} [1-9]/);
    expect(metrics).toMatch(/bourseworks_market_data_requests_total\{[^}]*outcome="VENUE_UNKNOWN"[^}]*\} 1/);
  });
});
