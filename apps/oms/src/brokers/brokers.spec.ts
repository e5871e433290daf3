import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type ExecutionReport } from '@bourseworks/domain';
import {
  Adapter,
  AdapterRegistry,
  BrokerAdapter,
  type BrokerOrder,
  type BrokerOrderState,
  type BrokerSink,
} from '@bourseworks/ports';
import type { SubmitCommand } from '@bourseworks/order-engine';
import type * as RiskModule from '@bourseworks/risk';
import { entry, eventually, tempDir } from '@bourseworks/testkit';
import type * as ClockModule from '../core/oms-clock.js';
import type * as CoreModule from '../core/oms-core.js';
import type * as BrokersModule from './brokers.js';
import type * as DirectoryModule from './broker-directory.js';

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

/** A venue whose answers the test decides. */
class FakeBroker extends BrokerAdapter {
  readonly name = 'fake';
  readonly capabilities = {
    orderTypes: ['MARKET', 'LIMIT'],
    timesInForce: ['DAY', 'GTC', 'IOC', 'FOK'],
    replace: true,
    uniqueClOrdId: false,
    consistencyHorizonUs: 1_000,
  } as const;
  sink: BrokerSink | undefined;
  readonly sent: string[] = [];
  readonly known = new Map<string, BrokerOrderState>();
  readonly fills: ExecutionReport[] = [];
  queries = 0;
  refuseQueries = false;

  instruments() {
    return [instrument];
  }
  connect(sink: BrokerSink): Promise<void> {
    this.sink = sink;
    return Promise.resolve();
  }
  submit(order: BrokerOrder): void {
    this.sent.push(order.clOrdId);
  }
  cancel(): void {
    this.sent.push('cancel');
  }
  replace(): void {
    this.sent.push('replace');
  }
  openOrders(): Promise<readonly BrokerOrderState[]> {
    return Promise.resolve([...this.known.values()].filter((order) => order.open));
  }
  order(_account: string, clOrdId: string): Promise<BrokerOrderState | undefined> {
    this.queries++;
    if (this.refuseQueries) return Promise.reject(new Error('venue is away'));
    return Promise.resolve(this.known.get(clOrdId));
  }
  fillsSince(): Promise<readonly ExecutionReport[]> {
    return Promise.resolve(this.fills);
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

class FakeAdapter extends Adapter {
  readonly name = 'fake';
  readonly venues = ['v'];
  readonly marketData = undefined;
  readonly createBroker = () => this.broker;
  constructor(private readonly broker: FakeBroker) {
    super();
  }
}

async function load<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(entry(path)).href)) as T;
}

let modules: typeof CoreModule & typeof ClockModule & typeof BrokersModule & typeof DirectoryModule & typeof RiskModule;
beforeAll(async () => {
  modules = {
    ...(await load<typeof CoreModule>('apps/oms/src/core/oms-core.js')),
    ...(await load<typeof ClockModule>('apps/oms/src/core/oms-clock.js')),
    ...(await load<typeof BrokersModule>('apps/oms/src/brokers/brokers.js')),
    ...(await load<typeof DirectoryModule>('apps/oms/src/brokers/broker-directory.js')),
    ...(await load<typeof RiskModule>('libs/risk/src/index.js')),
  };
});

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

function open(directory: string, broker: FakeBroker) {
  const clock = new modules.OmsClock();
  const places = new modules.BrokerDirectory(new AdapterRegistry([new FakeAdapter(broker)]));
  const core = new modules.OmsCore({
    directory,
    clock,
    log: silent,
    onFailure: (error) => {
      throw error;
    },
    engine: {
      environment: 'test',
      accounts: [{ id: 'A', currency: 'USD', cash: 10n ** 24n }],
      risk: new modules.RiskEngine(modules.RiskBuilder.for('firm').maxOpenOrders(100).build()),
      routes: { find: (venue, adapter) => places.route(venue, adapter) },
      instruments: { find: (adapter, venue, symbol) => places.instrument(adapter, venue, symbol) },
    },
    outputs: {
      send: ({ adapter, order }) => places.broker(adapter).submit(order),
      cancel: ({ adapter, order, cancelId }) => places.broker(adapter).cancel(order, cancelId),
      replace: () => undefined,
      event: () => undefined,
      risk: () => undefined,
      replayed: () => undefined,
    },
  });
  return { core, brokers: new modules.Brokers(core, places, clock, silent) };
}

function buy(sequence: number): SubmitCommand {
  const command = {
    commandId: `s-1-${sequence}`,
    account: 'A',
    strategy: 's',
    sentUs: Date.now() * 1_000,
    venue: 'v',
    symbol: 'X',
  };
  return { ...command, side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: '1.000', price: '10.00' };
}

/** A first life that sent one order and died before the broker answered. */
async function crashedAfterSend(directory: string): Promise<string> {
  const broker = new FakeBroker();
  const { core, brokers } = open(directory, broker);
  brokers.start();
  await eventually(() => brokers.waitingFor.length === 0);
  const reply = await core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
  await core.quiet();
  expect(broker.sent).toEqual([reply.clOrdId]);
  await core.close();
  return reply.clOrdId;
}

describe('Brokers after a restart', () => {
  it('takes orders only when the order of unknown outcome is found and its fill booked', async () => {
    const directory = tempDir();
    const clOrdId = await crashedAfterSend(directory);
    const broker = new FakeBroker();
    broker.known.set(clOrdId, { clOrdId, venueOrderId: 'v1', cumQty: 400, leavesQty: 600, open: true });
    broker.fills.push({
      clOrdId,
      venueOrderId: 'v1',
      execId: 'e1',
      execType: 'Trade',
      lastQty: 400,
      lastPx: 1_000,
      us: 1,
      ns: 0,
    });
    broker.refuseQueries = true;
    const { core, brokers } = open(directory, broker);
    brokers.start();
    await eventually(() => broker.queries > 0);
    // The venue cannot be asked: not open for orders, and it says why.
    expect(brokers.waitingFor).toEqual(['fake: reconciling']);
    expect(await core.command((engine, nowUs) => engine.submit(buy(2), nowUs))).toMatchObject({
      code: 'OMS_RECONCILING',
    });
    broker.refuseQueries = false;
    await eventually(() => brokers.waitingFor.length === 0);
    expect(core.engine.openOrders()).toMatchObject([{ clOrdId, cumQty: 400, leavesQty: 600, state: 'Acknowledged' }]);
    expect(core.engine.portfolio.accountQuantity('A', 'v/X')).toBe(400);
    const fresh = await core.command((engine, nowUs) => engine.submit(buy(3), nowUs));
    expect(fresh.code).toBeUndefined();
    await core.quiet();
    expect(broker.sent).toEqual([fresh.clOrdId]);
    await brokers.close();
    await core.close();
  });

  it('closes an order that the broker never received, after asking twice', async () => {
    const directory = tempDir();
    const clOrdId = await crashedAfterSend(directory);
    const broker = new FakeBroker();
    const { core, brokers } = open(directory, broker);
    brokers.start();
    await eventually(() => brokers.waitingFor.length === 0);
    expect(broker.queries).toBe(2);
    expect(core.engine.openOrders()).toEqual([]);
    expect(core.engine.status({ account: 'A', strategy: 's', clOrdId })).toMatchObject({ leavesQty: 0, cumQty: 0 });
    await brokers.close();
    await core.close();
  });

  it('asks about orders in flight when the link was lost, before it takes new ones', async () => {
    const broker = new FakeBroker();
    const { core, brokers } = open(tempDir(), broker);
    brokers.start();
    await eventually(() => brokers.waitingFor.length === 0);
    const reply = await core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    await core.quiet();
    broker.sink?.link(false, 'cable cut');
    expect(core.engine.unresolved().map((order) => order.clOrdId)).toEqual([reply.clOrdId]);
    expect(await core.command((engine, nowUs) => engine.submit(buy(2), nowUs))).toMatchObject({
      code: 'OMS_RECONCILING',
    });
    broker.known.set(reply.clOrdId, {
      clOrdId: reply.clOrdId,
      venueOrderId: 'v1',
      cumQty: 0,
      leavesQty: 1_000,
      open: true,
    });
    broker.sink?.link(true);
    await eventually(() => brokers.waitingFor.length === 0);
    expect(core.engine.unresolved()).toEqual([]);
    expect(core.engine.openOrders()).toHaveLength(1);
    await brokers.close();
    await core.close();
  });
});
