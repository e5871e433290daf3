import { pathToFileURL } from 'node:url';
import { defineInstrument, expectOk, type ExecutionReport } from '@bourseworks/domain';
import {
  Adapter,
  AdapterRegistry,
  BrokerAdapter,
  type BrokerOrder,
  type BrokerOrderState,
  type BrokerSink,
  type EventLog,
} from '@bourseworks/ports';
import type { EngineOptions, OrderEvent, RiskEvent, SubmitCommand } from '@bourseworks/order-engine';
import type { JournalError } from '@bourseworks/journal';
import type * as RiskModule from '@bourseworks/risk';
import { entry } from '@bourseworks/testkit';
import type * as ClockModule from '../core/oms-clock.js';
import type * as CoreModule from '../core/oms-core.js';
import type * as BrokersModule from '../brokers/brokers.js';
import type * as DirectoryModule from '../brokers/broker-directory.js';
import type * as ReconcilerModule from '../reconcile/reconciler.js';
import type { OutsidePolicy, PositionPolicy } from '../reconcile/policies.js';
import type * as KillWatchModule from '../guard/kill-watch.js';
import type * as LeasesModule from '../guard/leases.js';

export const instrument = expectOk(
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
export class FakeBroker extends BrokerAdapter {
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
  /** Questions about single orders, and for the list of open ones. */
  queries = 0;
  lists = 0;
  refuseQueries = false;
  /** What it does with orders and cancels, beside noting them. */
  onSubmit: (order: BrokerOrder) => void = () => undefined;
  onCancel: (order: BrokerOrder) => void = () => undefined;
  /** Runs while an order is asked about. */
  onQuery: (clOrdId: string) => void = () => undefined;

  constructor(readonly name = 'fake') {
    super();
  }

  instruments() {
    return [instrument];
  }
  connect(sink: BrokerSink): Promise<void> {
    this.sink = sink;
    return Promise.resolve();
  }
  submit(order: BrokerOrder): void {
    this.sent.push(order.clOrdId);
    this.onSubmit(order);
  }
  cancel(order: BrokerOrder): void {
    this.sent.push('cancel');
    this.onCancel(order);
  }
  replace(): void {
    this.sent.push('replace');
  }
  openOrders(): Promise<readonly BrokerOrderState[]> {
    this.lists++;
    if (this.refuseQueries) return Promise.reject(new Error('venue is away'));
    const open = [...this.known.values()].filter((order) => order.open);
    for (const { clOrdId } of open) this.onQuery(clOrdId);
    return Promise.resolve(open);
  }
  order(_account: string, clOrdId: string): Promise<BrokerOrderState | undefined> {
    this.queries++;
    this.onQuery(clOrdId);
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

class OneBrokerAdapter extends Adapter {
  readonly name: string;
  readonly marketData = undefined;
  readonly createBroker = () => this.broker;
  constructor(
    private readonly broker: BrokerAdapter,
    readonly venues: readonly string[],
  ) {
    super();
    this.name = broker.name;
  }
}

/** The journal's writer is a worker thread: the built files run. */
export async function load<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(entry(path)).href)) as T;
}

type Modules = typeof CoreModule &
  typeof ClockModule &
  typeof BrokersModule &
  typeof ReconcilerModule &
  typeof DirectoryModule &
  typeof KillWatchModule &
  typeof LeasesModule &
  typeof RiskModule;
let modules: Modules;

/** To be called once before `openOms`. */
export async function loadOms(): Promise<void> {
  modules = {
    ...(await load<typeof CoreModule>('apps/oms/src/core/oms-core.js')),
    ...(await load<typeof ClockModule>('apps/oms/src/core/oms-clock.js')),
    ...(await load<typeof BrokersModule>('apps/oms/src/brokers/brokers.js')),
    ...(await load<typeof ReconcilerModule>('apps/oms/src/reconcile/reconciler.js')),
    ...(await load<typeof DirectoryModule>('apps/oms/src/brokers/broker-directory.js')),
    ...(await load<typeof KillWatchModule>('apps/oms/src/guard/kill-watch.js')),
    ...(await load<typeof LeasesModule>('apps/oms/src/guard/leases.js')),
    ...(await load<typeof RiskModule>('libs/risk/src/index.js')),
  };
}

export const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** What a test wants to see of an OMS, and of which venues its broker is. */
export interface OmsExtras {
  readonly venues?: readonly string[];
  readonly event?: (event: OrderEvent) => void;
  readonly risk?: (event: RiskEvent) => void;
  /** Replaces reach the broker. */
  readonly replaces?: boolean;
  readonly outside?: OutsidePolicy;
  readonly positions?: PositionPolicy;
  readonly everyUs?: number;
  /** Further brokers of the same venues. */
  readonly others?: readonly BrokerAdapter[];
  readonly log?: EventLog;
  /** With it snapshots are used. */
  readonly renew?: () => Partial<EngineOptions>;
  readonly restored?: (sequence: number) => void;
  readonly replayed?: (event: OrderEvent) => void;
  /** Default: throws it. */
  readonly onFailure?: (error: JournalError) => void;
}

export function openOms(
  directory: string,
  broker: BrokerAdapter,
  engine: Partial<EngineOptions> = {},
  extras: OmsExtras = {},
) {
  const { venues = ['v'], event = () => undefined, risk = () => undefined, replaces = false } = extras;
  const { outside = 'flag', positions = 'adjust', everyUs = 0 } = extras;
  const clock = new modules.OmsClock();
  const all = [broker, ...(extras.others ?? [])].map((one) => new OneBrokerAdapter(one, venues));
  const places = new modules.BrokerDirectory(new AdapterRegistry(all));
  const { log = silent, renew, restored, replayed = () => undefined } = extras;
  const optionsOf = (more: Partial<EngineOptions>): EngineOptions => ({
    environment: 'test',
    accounts: [{ id: 'A', currency: 'USD', cash: 10n ** 24n }],
    risk: new modules.RiskEngine(modules.RiskBuilder.for('firm').maxOpenOrders(100).build()),
    routes: { find: (venue, adapter) => places.route(venue, adapter) },
    instruments: { find: (adapter, venue, symbol) => places.instrument(adapter, venue, symbol) },
    ...more,
  });
  const core = new modules.OmsCore({
    directory,
    clock,
    log,
    onFailure: (error) => {
      if (extras.onFailure === undefined) throw error;
      extras.onFailure(error);
    },
    engine: optionsOf(engine),
    ...(renew === undefined ? {} : { renewEngine: () => optionsOf(renew()) }),
    outputs: {
      send: ({ adapter, order }) => places.broker(adapter).submit(order),
      cancel: ({ adapter, order, cancelId }) => places.broker(adapter).cancel(order, cancelId),
      replace: ({ adapter, order, replaceId, terms }) => {
        if (replaces) places.broker(adapter).replace(order, replaceId, terms);
      },
      event: (effect) => event(effect.event),
      risk: (effect) => risk(effect.event),
      replayed,
      ...(restored === undefined ? {} : { restored }),
    },
  });
  const accountsOf = () => core.engine.portfolio.accountIds();
  const reconciler = new modules.Reconciler(core, places, clock, silent, { outside, positions, accountsOf });
  const brokers = new modules.Brokers(core, places, clock, silent, reconciler, { accountsOf, everyUs });
  return { core, clock, directory: places, brokers, reconciler };
}

export type OpenedOms = ReturnType<typeof openOms>;

export function watchKills(
  { core, directory, clock, brokers }: OpenedOms,
  verifyUs: number,
  escalated = (): void => {},
) {
  const isReady = (adapter: string): boolean => brokers.isReady(adapter);
  return new modules.KillWatch(core, directory, clock, silent, { verifyUs, isReady, escalated });
}

export function leasesOf({ core, clock }: OpenedOms, graceUs: number, expired: LeasesModule.LeasesOptions['expired']) {
  return new modules.Leases(core, clock, silent, { graceUs, expired });
}

/** The order as a venue holds it that has filled nothing of it. */
export function resting(clOrdId: string): BrokerOrderState {
  return { clOrdId, venueOrderId: `v-${clOrdId}`, cumQty: 0, leavesQty: 1_000, open: true };
}

export function buy(sequence: number): SubmitCommand {
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
