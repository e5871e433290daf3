import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, ok } from '@bourseworks/domain';
import type { OrderEventShape } from '@bourseworks/dto';
import type * as RiskModule from '@bourseworks/risk';
import { entry, tempDir } from '@bourseworks/testkit';
import type * as ClockModule from '../core/oms-clock.js';
import type * as CoreModule from '../core/oms-core.js';
import type * as ArchiveModule from './event-archive.js';
import type * as ShapeModule from './order-event-shape.js';

const instrument = expectOk(
  defineInstrument({
    venue: 'v',
    symbol: 'X',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.001',
  }),
);
const capabilities = {
  orderTypes: ['LIMIT'],
  timesInForce: ['DAY'],
  replace: true,
  uniqueClOrdId: true,
  consistencyHorizonUs: 0,
} as const;
const accounts = [{ id: 'A', currency: 'USD', cash: 10n ** 24n }];
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

async function load<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(entry(path)).href)) as T;
}

const codeOf = (error: unknown): unknown => (error as { getError(): { code: string } }).getError().code;

describe('EventArchive', () => {
  it('gives from the journal the very events that were published', async () => {
    const { OmsCore } = await load<typeof CoreModule>('apps/oms/src/core/oms-core.js');
    const { OmsClock } = await load<typeof ClockModule>('apps/oms/src/core/oms-clock.js');
    const { EventArchive } = await load<typeof ArchiveModule>('apps/oms/src/publish/event-archive.js');
    const { orderEventShape } = await load<typeof ShapeModule>('apps/oms/src/publish/order-event-shape.js');
    const { RiskEngine, RiskBuilder } = await load<typeof RiskModule>('libs/risk/src/index.js');
    const risk = RiskBuilder.for('firm').maxOpenOrders(3).build();
    const directory = tempDir();
    const published: OrderEventShape[] = [];
    const none = (): void => undefined;
    const core = new OmsCore({
      directory,
      clock: new OmsClock(),
      log: silent,
      onFailure: (error) => {
        throw error;
      },
      engine: {
        environment: 'test',
        accounts,
        risk: new RiskEngine(risk),
        routes: { find: () => ok({ adapter: 'x', capabilities }) },
        instruments: { find: () => instrument },
      },
      outputs: {
        send: none,
        cancel: none,
        replace: none,
        risk: none,
        replayed: none,
        event: ({ event }) => void published.push(orderEventShape(event)),
      },
    });
    const trade = async (i: number): Promise<void> => {
      const command = {
        commandId: `s-1-${i}`,
        account: 'A',
        strategy: i % 2 === 0 ? 'even' : 'odd',
        sentUs: core.nowUs,
        venue: 'v',
        symbol: 'X',
      };
      const order = { ...command, side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: '1', price: '10' } as const;
      const { clOrdId } = await core.command((engine, nowUs) =>
        engine.submit({ ...order, commandId: `${order.strategy}-1-${i}` }, nowUs),
      );
      const fill = {
        clOrdId,
        execId: `e${i}`,
        execType: 'Trade',
        lastQty: 250,
        lastPx: 1_000,
        us: core.nowUs,
        ns: 0,
      } as const;
      if (i === 1) core.perform((engine, nowUs) => engine.onReport('x', fill, nowUs));
    };
    for (let i = 1; i <= 5; i++) await trade(i);
    await core.quiet();
    const archive = new EventArchive({ directory, environment: 'test', accounts, risk });
    const query = { limit: 100, throughSequence: core.durableSequence, executionsOnly: false };
    expect((await archive.find({ ...query, filter: {} })).events).toEqual(published);
    const odd = published.filter((event) => event.strategy === 'odd' && event.streamSequence > 1);
    expect(odd.length).toBeGreaterThan(1);
    const filter = { account: 'A', strategy: 'odd', afterStreamSequence: 1 };
    expect((await archive.find({ ...query, filter })).events).toEqual(odd);
    expect(await archive.find({ ...query, limit: 2, filter: {} })).toEqual({
      events: published.slice(0, 2),
      more: true,
    });
    const { clOrdId } = published[0];
    expect((await archive.find({ ...query, filter: { clOrdId } })).events).toEqual(
      published.filter((event) => event.clOrdId === clOrdId),
    );
    const fills = await archive.find({ ...query, filter: {}, executionsOnly: true });
    expect(fills.events.map((event) => event.execId)).toEqual(['e1']);
    // Repeated by those who did not wait for the answer, it costs no more than once.
    const repeated = await Promise.all(
      Array.from({ length: 9 }, () => archive.find({ ...query, filter: { account: 'A' } })),
    );
    expect(repeated.map(({ events }) => events)).toEqual(Array.from({ length: 9 }, () => published));
    const many = Array.from({ length: 9 }, (_, i) => archive.find({ ...query, filter: { afterStreamSequence: i } }));
    const codes = (await Promise.allSettled(many)).map((one) =>
      one.status === 'rejected' ? codeOf(one.reason) : 'ok',
    );
    expect(codes.filter((code) => code !== 'ok')).toEqual(Array.from({ length: 5 }, () => 'OMS_BUSY'));
    // What became durable since is in it.
    await trade(6);
    await core.quiet();
    const later = { ...query, throughSequence: core.durableSequence, filter: { account: 'A' } };
    expect((await archive.find(later)).events).toEqual(published);
    expect(published.length).toBeGreaterThan(repeated[0]?.events.length ?? Infinity);
    expect(await archive.find({ ...later, limit: published.length - 1 })).toEqual({
      events: published.slice(0, -1),
      more: true,
    });
    await archive.close();
    await core.close();
  });
});
