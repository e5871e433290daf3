import { refuse, type Result } from '@bourseworks/domain';
import type { StrategySpecShape, StrategyStatusShape } from '@bourseworks/dto';
import type { SessionStatus } from '@bourseworks/solace-transport';
import { HeartbeatSender } from '../heartbeat/heartbeat-sender.js';
import { LockStep } from '../lock-step/lock-step.js';
import type { RunnerDeps } from './runner-deps.js';
import { StrategyRunner } from './strategy-runner.js';

/** All strategies of this process. */
export class StrategyHost {
  private readonly runners: readonly StrategyRunner[];
  private readonly lockStep: LockStep | undefined;
  private readonly heartbeats: HeartbeatSender;
  private readonly onStatus = (status: SessionStatus): void => {
    if (status === 'UP') this.reconnected();
  };

  constructor(
    specs: readonly StrategySpecShape[],
    private readonly deps: Omit<RunnerDeps, 'lockStep'>,
  ) {
    const { run, session, log } = deps;
    const gates = () => this.runners.flatMap((runner) => (runner.gate === undefined ? [] : [runner.gate]));
    this.lockStep = run === undefined ? undefined : new LockStep({ run, session, log, gates });
    const all: RunnerDeps = this.lockStep === undefined ? deps : { ...deps, lockStep: this.lockStep };
    this.runners = specs.map((spec) => new StrategyRunner(spec, all));
    const { clock, startedUs, leaseTtlUs: ttlUs } = deps;
    this.heartbeats = new HeartbeatSender({ session, clock, log, startedUs, ttlUs, strategies: () => this.runners });
  }

  async start(): Promise<void> {
    await this.lockStep?.start();
    this.deps.session.on('status', this.onStatus);
    for (const runner of this.runners) runner.start();
    this.heartbeats.start();
  }

  private reconnected(): void {
    this.deps.log.warn({ event: 'host.reconnected' }, 'the session was away: looking for what was missed');
    for (const runner of this.runners) runner.reconnected();
    this.deps.hub.reconnected();
  }

  /** Every strategy runs, or was stopped or given up: none is still on its way. */
  get settled(): boolean {
    return this.runners.every(({ state }) => state !== 'STARTING');
  }

  list(): StrategyStatusShape[] {
    return this.runners.map((runner) => runner.status());
  }

  async control(action: 'start' | 'stop', id: string, reason: string): Promise<Result<void>> {
    const runner = this.runners.find(({ spec }) => spec.id === id);
    if (runner === undefined) {
      return refuse('STRATEGY_UNKNOWN', `no strategy ${id} on this host`, {
        strategies: this.runners.map(({ spec }) => spec.id).join(', '),
      });
    }
    return action === 'start' ? runner.start() : runner.stop(reason);
  }

  async stop(reason: string): Promise<void> {
    this.deps.session.off('status', this.onStatus);
    await Promise.all(this.runners.map((runner) => runner.stop(reason)));
    this.heartbeats.close();
    await Promise.all([this.deps.hub.close(), this.deps.orderEvents.close()]);
  }
}
