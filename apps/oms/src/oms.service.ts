import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PATTERNS } from '@bourseworks/dto';
import { ReadinessRegistry } from '@bourseworks/observability';
import { delay, EventLog, type Timer } from '@bourseworks/ports';
import { SolaceSession } from '@bourseworks/solace-transport';
import { BrokerDirectory } from './brokers/broker-directory.js';
import { Brokers } from './brokers/brokers.js';
import { OmsConfig } from './config/oms-config.js';
import { OmsClock } from './core/oms-clock.js';
import { OmsCore } from './core/oms-core.js';
import { KillWatch } from './guard/kill-watch.js';
import { Leases } from './guard/leases.js';
import { Snapshots } from './journal/snapshots.js';
import { Marks } from './market/marks.js';
import { QuoteStreams } from './market/quote-streams.js';
import { EventArchive } from './publish/event-archive.js';
import { EventPublisher } from './publish/event-publisher.js';
import { PortfolioPublisher } from './publish/portfolio-publisher.js';
import { LockStep } from './replay/lock-step.js';
import { RiskUsagePublisher } from './risk/risk-usage-publisher.js';

/** How long a stop waits for the broker to take the last events. */
const LAST_EVENTS_US = 2_000_000;
/** How long, at least, a failure of the journal can be seen: a probe that looks every second finds it. */
const FAILURE_SHOWN_US = 1_000_000;

/** Starts and stops the parts of the OMS in their order. */
@Injectable()
export class OmsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly portfolio: PortfolioPublisher;
  private readonly quotes: QuoteStreams;

  constructor(
    private readonly config: OmsConfig,
    private readonly core: OmsCore,
    private readonly brokers: Brokers,
    private readonly marks: Marks,
    private readonly session: SolaceSession,
    private readonly lockStep: LockStep,
    private readonly archive: EventArchive,
    private readonly events: EventPublisher,
    private readonly kills: KillWatch,
    private readonly leases: Leases,
    private readonly snapshots: Snapshots,
    portfolio: PortfolioPublisher,
    private readonly riskUsage: RiskUsagePublisher,
    directory: BrokerDirectory,
    readiness: ReadinessRegistry,
    private readonly clock: OmsClock,
    log: EventLog,
  ) {
    this.portfolio = portfolio;
    this.quotes = new QuoteStreams(session, directory, clock, log, (told) => marks.onState(told));
    readiness.register('brokers', () => ({
      up: brokers.waitingFor.length === 0,
      detail: { waitingFor: brokers.waitingFor },
    }));
    // An adapter that only trades has none: its orders need prices from elsewhere, but the OMS is as it should be.
    readiness.register('quotes', () => ({ up: true, detail: { missing: this.quotes.missing() } }));
    readiness.register('journal', () => ({
      up: core.failure === undefined,
      detail: {
        sequence: core.engine.lastSequence,
        durable: core.durableSequence,
        ...(core.failure === undefined ? {} : { code: core.failure.code, reason: core.failure.message }),
      },
    }));
  }

  async onApplicationBootstrap(): Promise<void> {
    this.brokers.start();
    if (this.config.REPLAY_RUN !== undefined) {
      await this.lockStep.start();
      return;
    }
    await this.session.subscribe(PATTERNS.live, (message) => this.marks.onMessage(message.topic, message));
    await this.session.subscribe(PATTERNS.status, (message) => this.marks.onStatus(message));
    this.events.resume();
    this.brokers.watch();
    this.kills.start();
    this.leases.start();
    this.quotes.start();
    this.portfolio.start();
    this.riskUsage.start();
  }

  /** The bus still works here: what is durable is still published, answers and refusals still leave. */
  async beforeApplicationShutdown(): Promise<void> {
    const shown = this.core.failure === undefined ? Promise.resolve() : delay(this.clock, FAILURE_SHOWN_US);
    // First: a command that comes now stays in the queue for the next start; denied, it would be lost.
    this.core.stop();
    // A broker that is reconciled just now would open the intake again.
    this.brokers.stop();
    this.kills.close();
    this.leases.close();
    this.core.engine.setIntake('*', 'STOPPED');
    this.quotes.close();
    this.portfolio.close();
    this.riskUsage.close();
    await this.lockStep.close();
    await this.core.quiet();
    await this.brokers.close();
    // Reports that came until then are records by now, and their events are to leave as well.
    await this.core.quiet();
    await this.lastEvents();
    await this.snapshots.close();
    await this.archive.close();
    await shown;
    await this.core.close();
  }

  /** What the broker has, the next start does not publish again. */
  private async lastEvents(): Promise<void> {
    let timer: Timer | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = this.clock.setTimer(LAST_EVENTS_US, () => resolve(false));
    });
    const out = await Promise.race([this.events.settled().then(() => true), late]);
    timer?.cancel();
    // Records after the last event make none.
    if (out) this.core.published(this.core.durableSequence);
  }
}
