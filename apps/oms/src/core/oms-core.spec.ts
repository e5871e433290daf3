import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, ok } from '@bourseworks/domain';
import type { Effect, SubmitCommand } from '@bourseworks/order-engine';
import { entry, eventually, tempDir } from '@bourseworks/testkit';
import type * as ClockModule from './oms-clock.js';
import type * as CoreModule from './oms-core.js';
import type * as RiskModule from '@bourseworks/risk';

const NOW_US = 1_700_000_000_000_000;
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
  orderTypes: ['MARKET', 'LIMIT'],
  timesInForce: ['DAY', 'GTC', 'IOC', 'FOK'],
  replace: true,
  uniqueClOrdId: true,
  consistencyHorizonUs: 0,
} as const;

/** The journal's writer is a worker thread: the built files run. */
async function load<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(entry(path)).href)) as T;
}

let core: typeof CoreModule;
let clocks: typeof ClockModule;
let risk: typeof RiskModule;
beforeAll(async () => {
  core = await load('apps/oms/src/core/oms-core.js');
  clocks = await load('apps/oms/src/core/oms-clock.js');
  risk = await load('libs/risk/src/index.js');
});

function open(directory: string) {
  const clock = new clocks.OmsClock();
  clock.step(NOW_US);
  const out: string[] = [];
  const replayed: string[] = [];
  const failures: Error[] = [];
  const note = (effect: Effect): void =>
    void out.push(effect.kind === 'event' ? `event ${effect.event.execType}` : effect.kind);
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const oms = new core.OmsCore({
    directory,
    clock,
    log: silent,
    onFailure: (error) => failures.push(error),
    engine: {
      environment: 'test',
      accounts: [{ id: 'A', currency: 'USD', cash: 10n ** 24n }],
      risk: new risk.RiskEngine(risk.RiskBuilder.for('firm').maxOpenOrders(100).build()),
      routes: { find: () => ok({ adapter: 'x', capabilities }) },
      instruments: { find: (_adapter, _venue, symbol) => (symbol === 'X' ? instrument : undefined) },
    },
    outputs: {
      send: note,
      cancel: note,
      replace: note,
      event: note,
      risk: note,
      replayed: (event) => replayed.push(event.execType),
    },
  });
  return { oms, out, replayed, failures };
}

function buy(sequence: number): SubmitCommand {
  const command = {
    commandId: `s-1-${sequence}`,
    account: 'A',
    strategy: 's',
    sentUs: NOW_US,
    venue: 'v',
    symbol: 'X',
  };
  return { ...command, side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: '1.000', price: '10.00' };
}

describe('OmsCore', () => {
  it('sends, publishes and answers only after the record is durable', async () => {
    const { oms, out } = open(tempDir());
    const before = oms.engine.lastSequence;
    const reply = oms.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    // Applied at once, out of this process not yet.
    expect(oms.engine.lastSequence).toBeGreaterThan(before);
    expect(out).toEqual([]);
    expect(await reply).toMatchObject({ commandId: 's-1-1', duplicate: false });
    expect(oms.durableSequence).toBe(oms.engine.lastSequence);
    expect(out).toContain('send');
    await oms.close();
  });

  it('tells nothing that a crash could take back', async () => {
    const { oms } = open(tempDir());
    await oms.quiet();
    const { reply } = oms.perform((engine, nowUs) => engine.submit(buy(1), nowUs));
    const sequence = reply?.sequence ?? Infinity;
    expect(oms.durableSequence).toBeLessThan(sequence);
    const events = await oms.read((engine) => engine.orders({}, 10));
    expect(events.map((event) => event.clOrdId)).toEqual([reply?.clOrdId]);
    expect(oms.durableSequence).toBeGreaterThanOrEqual(sequence);
    await oms.close();
  });

  it('ends the process on a decision that breaks off: engine and journal may differ', async () => {
    const { oms, failures } = open(tempDir());
    expect(() =>
      oms.perform(() => {
        throw new Error('a bug');
      }),
    ).toThrow('a bug');
    expect(failures).toMatchObject([{ code: 'JOURNAL_WRITE', message: 'a decision broke off: a bug' }]);
    await oms.close();
  });

  it('takes back a send that has not left when the order is cancelled', async () => {
    const { oms, out } = open(tempDir());
    const submitted = oms.perform((engine, nowUs) => engine.submit(buy(1), nowUs)).reply;
    const cancel = {
      commandId: 's-1-2',
      account: 'A',
      strategy: 's',
      sentUs: NOW_US,
      clOrdId: submitted?.clOrdId ?? '',
    };
    oms.perform((engine, nowUs) => engine.cancel(cancel, nowUs));
    await oms.quiet();
    await eventually(() => out.includes('event Canceled'));
    expect(out).not.toContain('send');
    expect(oms.engine.openOrders()).toEqual([]);
    await oms.close();
  });

  it('is the same after a restart, gives the first outcome again, and holds what was sent as unknown', async () => {
    const directory = tempDir();
    const first = open(directory);
    const reply = await first.oms.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    await first.oms.quiet();
    await first.oms.close();

    const second = open(directory);
    await second.oms.quiet();
    expect(second.replayed.length).toBeGreaterThan(0);
    expect(second.oms.engine.unresolved().map((order) => order.clOrdId)).toEqual([reply.clOrdId]);
    const again = await second.oms.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    expect(again).toMatchObject({ clOrdId: reply.clOrdId, duplicate: true });
    const fresh = await second.oms.command((engine, nowUs) => engine.submit(buy(2), nowUs));
    expect(fresh).toMatchObject({ code: 'OMS_RECONCILING' });
    expect(fresh.clOrdId).not.toBe(reply.clOrdId);
    await second.oms.close();

    const third = open(directory);
    expect(third.oms.engine.unresolved()).toHaveLength(1);
    await third.oms.close();
  });
});
