import { Module, type DynamicModule } from '@nestjs/common';
import { actorKeysDirectory, ActorVerifier } from '@bourseworks/actor';
import { AdaptersModule } from '@bourseworks/adapters/installed';
import { ORDER_SHARD } from '@bourseworks/dto';
import { defineConfig, Metrics, ObservabilityModule } from '@bourseworks/observability';
import { ShardLock } from '@bourseworks/journal';
import type { EngineOptions } from '@bourseworks/order-engine';
import { AdapterRegistry, EventLog, SystemClock, type BrokerAdapter } from '@bourseworks/ports';
import { BusModule, isLockStep, platformQueue } from '@bourseworks/service';
import { SolaceSession } from '@bourseworks/solace-transport';
import { BrokerDirectory } from './brokers/broker-directory.js';
import { Brokers } from './brokers/brokers.js';
import { accountsAt, parseAccounts } from './config/accounts.js';
import { shardDirectory } from './config/data-dir.js';
import { OmsConfig } from './config/oms-config.js';
import { loadRiskLimits } from './config/risk-limits.js';
import { RiskEngines, riskProviders } from './config/risk.providers.js';
import { OmsClock } from './core/oms-clock.js';
import { OmsCore } from './core/oms-core.js';
import { CashController } from './figures/cash.controller.js';
import { figureMetrics } from './figures/figure-metrics.js';
import { PerformanceBook } from './figures/performance-book.js';
import { ReportController } from './figures/report.controller.js';
import { KillWatch } from './guard/kill-watch.js';
import { LeaseController } from './guard/lease.controller.js';
import { Leases } from './guard/leases.js';
import { ControlController } from './intake/control.controller.js';
import { failedCommand } from './intake/failed-command.js';
import { Intake } from './intake/intake.js';
import { OrdersController } from './intake/orders.controller.js';
import { People } from './intake/people.js';
import { JournalFailure } from './journal/journal-failure.js';
import type { ReplicaData } from './journal/replica.js';
import { Snapshots } from './journal/snapshots.js';
import { StreamEnds } from './journal/stream-ends.js';
import { Marks } from './market/marks.js';
import { OmsService } from './oms.service.js';
import { EventArchive } from './publish/event-archive.js';
import { EventPublisher } from './publish/event-publisher.js';
import { PortfolioPublisher } from './publish/portfolio-publisher.js';
import { ListQueryController } from './query/list-query.controller.js';
import { QueryController } from './query/query.controller.js';
import { ReconcileController } from './reconcile/reconcile.controller.js';
import { Reconciler } from './reconcile/reconciler.js';
import { LockStep, type LockStepParts } from './replay/lock-step.js';
import { RiskControlController } from './risk/risk-control.controller.js';
import { RiskMetrics } from './risk/risk-metrics.js';
import { RiskQueryController } from './risk/risk-query.controller.js';
import { Router } from './routing/router.js';
import { loadRoutingRules } from './routing/routing-rules.js';
import { RiskUsagePublisher } from './risk/risk-usage-publisher.js';

/** Commands at work at a time: enough to share one write of the journal. What comes beyond them waits at the broker. */
const MAX_COMMANDS = 1_000;

function replicaData(config: OmsConfig): ReplicaData {
  return {
    directory: shardDirectory(config),
    environment: config.BOURSEWORKS_ENV,
    accounts: parseAccounts(config.ACCOUNTS),
    risk: loadRiskLimits(config.RISK_FILE),
  };
}

function createCore(
  config: OmsConfig,
  clock: OmsClock,
  log: EventLog,
  directory: BrokerDirectory,
  publisher: EventPublisher,
  risks: RiskEngines,
  riskMetrics: RiskMetrics,
  performance: PerformanceBook,
  failure: JournalFailure,
  lock: ShardLock | undefined,
): OmsCore {
  // An order of an earlier start may belong to an adapter that is not there now. Nobody answers: it becomes Unknown.
  const brokerOf = (adapter: string): BrokerAdapter | undefined => {
    const broker = directory.find(adapter);
    if (broker === undefined) log.error({ event: 'broker.missing', adapter });
    return broker;
  };
  const streams = new StreamEnds();
  const routes = createRouter(config, directory);
  const engine = (): EngineOptions => ({
    environment: config.BOURSEWORKS_ENV,
    accounts: parseAccounts(config.ACCOUNTS),
    risk: risks.create(),
    onFill: performance.onFill,
    extras: { performance, streams },
    rearmSecondPerson: config.REARM_SECOND_PERSON,
    routes,
    instruments: { find: (adapter, venue, symbol) => directory.instrument(adapter, venue, symbol) },
  });
  const core = new OmsCore({
    directory: shardDirectory(config),
    ...(lock === undefined ? {} : { lock }),
    clock,
    log,
    onFailure: (error, durableSequence) => failure.report(error, durableSequence),
    builtInLimits: config.RISK_FILE === undefined,
    engine: engine(),
    renewEngine: () => {
      performance.clear();
      streams.clear();
      return engine();
    },
    outputs: {
      send: ({ adapter, order }) => brokerOf(adapter)?.submit(order),
      cancel: ({ adapter, order, cancelId }) => brokerOf(adapter)?.cancel(order, cancelId),
      replace: ({ adapter, order, replaceId, terms }) => brokerOf(adapter)?.replace(order, replaceId, terms),
      event: ({ event }) => publisher.publish(event),
      risk: ({ event }) => {
        publisher.publishRisk(event);
        riskMetrics.note(event);
      },
      replayed: (event) => publisher.replayed(event),
      restored: (sequence) => publisher.restored(sequence, streams),
    },
  });
  // Before anything of this life is durable, and so before any event.
  publisher.begin(core.publishedSequence, core.openedSequence);
  publisher.onProgress = (through) => core.published(through);
  return core;
}

function createSnapshots(
  config: OmsConfig,
  core: OmsCore,
  clock: OmsClock,
  log: EventLog,
  metrics: Metrics,
): Snapshots {
  // A replay begins anew each time.
  const everyRecords = config.REPLAY_RUN === undefined ? config.SNAPSHOT_RECORDS : 0;
  const options = { everyRecords, archive: config.JOURNAL_ARCHIVE };
  return new Snapshots(core, replicaData(config), clock, log, metrics, options);
}

function createRouter(config: OmsConfig, directory: BrokerDirectory): Router {
  const accounts = parseAccounts(config.ACCOUNTS);
  // Asked for every order.
  const known = new Set(accounts.map(({ id }) => id));
  const held = new Map(directory.all().map(({ name }) => [name, new Set(accountsAt(accounts, name))]));
  return new Router(directory, {
    rules: loadRoutingRules(config.ROUTING_FILE),
    // An account that is not configured is for the engine to refuse, by its own name.
    holds: (adapter, account) => !known.has(account) || (held.get(adapter)?.has(account) ?? false),
  });
}

function createReconciler(
  config: OmsConfig,
  core: OmsCore,
  directory: BrokerDirectory,
  clock: OmsClock,
  log: EventLog,
): Reconciler {
  const accounts = parseAccounts(config.ACCOUNTS);
  return new Reconciler(core, directory, clock, log, {
    outside: config.OUTSIDE_ORDERS,
    positions: config.RECONCILE_POSITIONS,
    accountsOf: (adapter) => accountsAt(accounts, adapter),
  });
}

function createBrokers(
  config: OmsConfig,
  core: OmsCore,
  directory: BrokerDirectory,
  clock: OmsClock,
  log: EventLog,
  reconciler: Reconciler,
): Brokers {
  const accounts = parseAccounts(config.ACCOUNTS);
  return new Brokers(core, directory, clock, log, reconciler, {
    accountsOf: (adapter) => accountsAt(accounts, adapter),
    everyUs: config.RECONCILE_SECONDS * 1_000_000,
  });
}

function createKillWatch(
  config: OmsConfig,
  core: OmsCore,
  directory: BrokerDirectory,
  brokers: Brokers,
  clock: OmsClock,
  log: EventLog,
  metrics: Metrics,
): KillWatch {
  const count = metrics.counter('bourseworks_oms_kills_escalated_total', 'Kills that were not done in time');
  return new KillWatch(core, directory, clock, log, {
    verifyUs: config.KILL_VERIFY_SECONDS * 1_000_000,
    isReady: (adapter) => brokers.isReady(adapter),
    escalated: () => count.inc(),
  });
}

function createLeases(config: OmsConfig, core: OmsCore, clock: OmsClock, log: EventLog, metrics: Metrics): Leases {
  const help = 'Leases that expired: the open orders of their holders were cancelled';
  const count = metrics.counter('bourseworks_oms_leases_expired_total', help, ['holder']);
  return new Leases(core, clock, log, {
    graceUs: config.LEASE_GRACE_SECONDS * 1_000_000,
    expired: ({ holder }) => count.inc({ holder }),
  });
}

@Module({
  imports: [
    ObservabilityModule.forService('oms'),
    defineConfig(OmsConfig),
    BusModule.forService({
      name: 'oms',
      direct: isLockStep(process.env),
      intakes: [{ ...platformQueue('orders', ORDER_SHARD), concurrency: MAX_COMMANDS, onFailure: failedCommand }],
    }),
    AdaptersModule.fromEnv(),
  ],
  controllers: [
    OrdersController,
    ControlController,
    QueryController,
    ListQueryController,
    LeaseController,
    RiskQueryController,
    RiskControlController,
    CashController,
    ReconcileController,
    ReportController,
  ],
  providers: [
    OmsService,
    OmsClock,
    EventPublisher,
    JournalFailure,
    RiskMetrics,
    {
      provide: EventArchive,
      inject: [OmsConfig],
      useFactory: (config: OmsConfig) => new EventArchive(replicaData(config)),
    },
    {
      provide: BrokerDirectory,
      inject: [AdapterRegistry],
      useFactory: (registry: AdapterRegistry) => new BrokerDirectory(registry),
    },
    ...riskProviders,
    {
      provide: PerformanceBook,
      inject: [OmsConfig, Metrics],
      useFactory: (config: OmsConfig, metrics: Metrics) =>
        new PerformanceBook(parseAccounts(config.ACCOUNTS), figureMetrics(metrics)),
    },
    {
      provide: OmsCore,
      inject: [
        OmsConfig,
        OmsClock,
        EventLog,
        BrokerDirectory,
        EventPublisher,
        RiskEngines,
        RiskMetrics,
        PerformanceBook,
        JournalFailure,
        { token: ShardLock, optional: true },
      ],
      useFactory: createCore,
    },
    {
      provide: Reconciler,
      inject: [OmsConfig, OmsCore, BrokerDirectory, OmsClock, EventLog],
      useFactory: createReconciler,
    },
    {
      provide: Snapshots,
      inject: [OmsConfig, OmsCore, OmsClock, EventLog, Metrics],
      useFactory: createSnapshots,
    },
    {
      provide: Brokers,
      inject: [OmsConfig, OmsCore, BrokerDirectory, OmsClock, EventLog, Reconciler],
      useFactory: createBrokers,
    },
    {
      provide: KillWatch,
      inject: [OmsConfig, OmsCore, BrokerDirectory, Brokers, OmsClock, EventLog, Metrics],
      useFactory: createKillWatch,
    },
    {
      provide: Leases,
      inject: [OmsConfig, OmsCore, OmsClock, EventLog, Metrics],
      useFactory: createLeases,
    },
    {
      provide: Marks,
      inject: [OmsCore, BrokerDirectory, EventLog],
      useFactory: (core: OmsCore, directory: BrokerDirectory, log: EventLog) => new Marks(core, directory, log),
    },
    {
      provide: PortfolioPublisher,
      inject: [OmsCore, PerformanceBook, SolaceSession, OmsClock, EventLog],
      useFactory: (core: OmsCore, book: PerformanceBook, session: SolaceSession, clock: OmsClock, log: EventLog) =>
        new PortfolioPublisher(core, book, session, clock, log),
    },
    {
      provide: RiskUsagePublisher,
      inject: [OmsCore, SolaceSession, RiskMetrics, OmsClock],
      useFactory: (core: OmsCore, session: SolaceSession, metrics: RiskMetrics, clock: OmsClock) =>
        new RiskUsagePublisher(core, session, metrics, clock),
    },
    {
      provide: LockStep,
      inject: [
        OmsConfig,
        OmsCore,
        OmsClock,
        SolaceSession,
        BrokerDirectory,
        Marks,
        EventPublisher,
        PortfolioPublisher,
        EventLog,
      ],
      useFactory: (
        config: OmsConfig,
        core: OmsCore,
        clock: OmsClock,
        session: SolaceSession,
        directory: BrokerDirectory,
        marks: Marks,
        publisher: EventPublisher,
        portfolio: PortfolioPublisher,
        log: EventLog,
      ) => {
        const parts: LockStepParts = {
          run: config.REPLAY_RUN ?? '',
          core,
          clock,
          session,
          directory,
          marks,
          publisher,
          portfolio,
          log,
        };
        return new LockStep(parts);
      },
    },
    {
      // On the machine's clock also in a replay: people's claims are of today.
      provide: People,
      inject: [OmsConfig, EventLog],
      useFactory: (config: OmsConfig, log: EventLog) =>
        new People(new ActorVerifier(actorKeysDirectory(config), new SystemClock()), log),
    },
    {
      provide: Intake,
      inject: [OmsCore, EventLog, Brokers, LockStep, OmsConfig],
      useFactory: (core: OmsCore, log: EventLog, brokers: Brokers, lockStep: LockStep, config: OmsConfig) =>
        new Intake(core, log, brokers, config.REPLAY_RUN === undefined ? undefined : lockStep.gate),
    },
  ],
})
export class AppModule {
  /** The application of the process that is active: with the shard's lock where it waited for it. */
  static active(lock: ShardLock | undefined): DynamicModule {
    return { module: AppModule, providers: lock === undefined ? [] : [{ provide: ShardLock, useValue: lock }] };
  }
}
