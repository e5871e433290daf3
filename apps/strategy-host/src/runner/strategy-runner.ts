import { formatNanos, refuse, type Refusal, type Result } from '@bourseworks/domain';
import type { StrategySpecShape, StrategyState, StrategyStatusShape } from '@bourseworks/dto';
import { delay, type Timer } from '@bourseworks/ports';
import type { StateRecord } from '@bourseworks/strategy';
import type { RunnerDeps } from './runner-deps.js';
import { findStrategyClass } from './strategy-classes.js';
import { StrategyCounters } from './strategy-counters.js';
import { StrategyRun } from './strategy-run.js';

const FIRST_RESTART_US = 500_000;
const MAX_RESTART_US = 30_000_000;
/** How long the last commands of a strategy that failed (the cancels of its orders) have to get out. */
const LAST_WORDS_US = 2_000_000;
const STOP_TIMEOUT_US = 6_000_000;

/** One strategy as configured, over all its lives: starts it, restarts it when its thread dies, gives it up. */
export class StrategyRunner {
  readonly counters = new StrategyCounters();
  private run: StrategyRun | undefined;
  private runState: StrategyState = 'STOPPED';
  private sinceUs: number;
  private error: Refusal | undefined;
  private lastEpoch = 0;
  private restartsLeft: number;
  private startTimer: Timer | undefined;
  private onStopped: (() => void) | undefined;
  private stopping: Promise<Result<void>> | undefined;
  /** Counts starts and stops, so that a restart that was overtaken does nothing. */
  private generation = 0;

  constructor(
    readonly spec: StrategySpecShape,
    private readonly deps: RunnerDeps,
  ) {
    this.sinceUs = deps.clock.nowUs();
    this.restartsLeft = deps.maxRestarts;
  }

  get state(): StrategyState {
    return this.runState;
  }

  get gate(): StrategyRun['gate'] {
    return this.run?.gate;
  }

  /** Starts a strategy that does not run. Returns once it is on its way; its state tells the rest. */
  start(): Result<void> {
    if (this.runState !== 'STOPPED' && this.runState !== 'FAILED') {
      return refuse('STRATEGY_STATE', `${this.spec.id} is ${this.runState}`, { state: this.runState });
    }
    // Two lives at once would both trade, and the first would never be ended.
    if (this.run !== undefined)
      return refuse(
        'STRATEGY_STATE',
        `the orders of ${this.spec.id} are still being cancelled: start it again in a moment`,
      );
    this.restartsLeft = this.deps.maxRestarts;
    return this.begin();
  }

  /** Stops it in an orderly way; after some seconds, in any way. */
  stop(reason: string): Promise<Result<void>> {
    // One stop at a time: the deadline of a second one would end the strategy that was started after the first.
    this.stopping ??= this.stopOnce(reason).finally(() => (this.stopping = undefined));
    return this.stopping;
  }

  private async stopOnce(reason: string): Promise<Result<void>> {
    if (this.runState === 'STOPPED') return { ok: true, value: undefined };
    const { run } = this;
    this.generation += 1;
    this.startTimer?.cancel();
    if (run === undefined || this.runState === 'FAILED') {
      await this.end('STOPPED');
      return { ok: true, value: undefined };
    }
    const stopped = new Promise<void>((resolve) => (this.onStopped = resolve));
    this.enter('STOPPING');
    run.requestStop(reason);
    await Promise.race([stopped, delay(this.deps.clock, STOP_TIMEOUT_US)]);
    await this.end('STOPPED');
    this.deps.log.info({ event: 'strategy.stopped', strategy: this.spec.id, reason });
    return { ok: true, value: undefined };
  }

  reconnected(): void {
    this.run?.reconnected();
  }

  status(): StrategyStatusShape {
    const { counters, run } = this;
    const live = run?.streamFigures() ?? { barsPublished: 0, gaps: 0 };
    return {
      ...this.spec,
      state: this.runState,
      since: formatNanos(this.sinceUs),
      ...(this.error === undefined ? {} : { error: this.error }),
      counters: {
        received: counters.received,
        barsReceived: counters.barsReceived,
        barsPublished: counters.barsPublishedBefore + live.barsPublished,
        gaps: counters.gapsBefore + live.gaps,
        conflated: run?.conflated ?? 0,
        decisions: counters.decisions,
        orders: counters.orders,
        orderRetries: run?.retries ?? 0,
        orderEvents: counters.orderEvents,
        requests: counters.requests,
        overflows: counters.overflows,
        restarts: counters.restarts,
        tickToOrderP50Us: counters.tickToOrder.percentile(0.5),
        tickToOrderP99Us: counters.tickToOrder.percentile(0.99),
      },
    };
  }

  private begin(): Result<void> {
    const { clock, run, log } = this.deps;
    const module = findStrategyClass(this.spec.type);
    if (!module.ok) {
      this.enter('STARTING');
      void this.fail(module.refusal);
      return module;
    }
    // Each life has an epoch of its own: its commands count from 1 again. A replay has but one life.
    this.lastEpoch = run === undefined ? Math.max(clock.nowUs(), this.lastEpoch + 1, this.deps.startedUs) : 1;
    this.error = undefined;
    this.generation += 1;
    const { generation } = this;
    this.enter('STARTING');
    log.info({ event: 'strategy.starting', strategy: this.spec.id, type: this.spec.type, epoch: this.lastEpoch });
    const mine =
      <A extends unknown[]>(call: (...args: A) => void) =>
      (...args: A): void => {
        if (this.generation === generation || this.runState === 'STOPPING') call(...args);
      };
    const life = new StrategyRun(this.spec, module.value, this.lastEpoch, this.deps, this.counters, {
      state: mine((record: StateRecord) => this.reported(record)),
      failed: mine((refusal: Refusal) => void this.fail(refusal)),
      exited: mine((code: number, error: Error | undefined) => void this.died(code, error)),
    });
    this.run = life;
    this.startTimer = clock.setTimer(
      this.deps.startTimeoutUs,
      mine(() => this.tooLate()),
    );
    life.start().then(
      mine((started: Result<void>) => {
        if (!started.ok) void this.fail(started.refusal);
      }),
      mine((error: Error) => void this.fail({ code: 'STRATEGY_FAILED', message: error.message })),
    );
    return { ok: true, value: undefined };
  }

  private tooLate(): void {
    if (this.runState === 'STARTING')
      void this.fail({ code: 'REQUEST_TIMEOUT', message: 'the strategy did not start in time' });
  }

  private reported({ state, error }: StateRecord): void {
    const { log, clock } = this.deps;
    if (state === 'FAILED')
      return void this.fail(error ?? { code: 'STRATEGY_FAILED', message: 'failed without a reason' });
    if (state === 'STOPPED') return this.onStopped?.();
    if (state !== 'RUNNING' || this.runState !== 'STARTING') return;
    this.startTimer?.cancel();
    this.enter('RUNNING');
    log.info({ event: 'strategy.started', strategy: this.spec.id, startUs: clock.nowUs() - this.lastEpoch });
  }

  private async fail(refusal: Refusal): Promise<void> {
    if (this.runState === 'FAILED' || this.runState === 'STOPPED') return;
    this.startTimer?.cancel();
    this.error = refusal;
    this.enter('FAILED');
    this.deps.log.error(
      { event: 'strategy.given_up', strategy: this.spec.id, code: refusal.code, details: refusal.details },
      refusal.message,
    );
    const { run } = this;
    await delay(this.deps.clock, LAST_WORDS_US);
    if (run !== undefined && this.run === run) await this.end('FAILED');
    this.onStopped?.();
  }

  /** The thread died: not an error of the strategy that could be caught, but a crash, a full heap, an exit. */
  private async died(code: number, error: Error | undefined): Promise<void> {
    const { log, clock, run } = this.deps;
    this.startTimer?.cancel();
    // It could not load its strategy, has said so, and ended.
    if (this.runState === 'FAILED' && code === 0) return;
    const message = error?.message ?? `the thread ended with code ${code}`;
    log.error(
      { event: 'strategy.thread_died', strategy: this.spec.id, code, restartsLeft: this.restartsLeft },
      message,
    );
    if (this.runState === 'STOPPING') return this.onStopped?.();
    if (this.runState === 'FAILED') return;
    if (this.restartsLeft === 0 || run !== undefined) return this.fail({ code: 'STRATEGY_FAILED', message });
    const pause = Math.min(FIRST_RESTART_US * 2 ** (this.deps.maxRestarts - this.restartsLeft), MAX_RESTART_US);
    this.restartsLeft -= 1;
    this.counters.restarts += 1;
    this.enter('STARTING');
    // This life is over: its start, which fails for want of a thread, must not be taken for the end of them all.
    this.generation += 1;
    const { generation } = this;
    await this.release();
    await delay(clock, pause);
    if (this.generation === generation) this.begin();
  }

  private async end(state: 'STOPPED' | 'FAILED'): Promise<void> {
    const { generation } = this;
    await this.release();
    // Stopped or started meanwhile: the state is that of the later one.
    if (this.generation === generation && this.runState !== state) this.enter(state);
  }

  /** Closed, and only then forgotten: until it has given everything back there is no other life. */
  private async release(): Promise<void> {
    const { run } = this;
    await run?.close();
    if (this.run === run) this.run = undefined;
  }

  private enter(state: StrategyState): void {
    this.runState = state;
    this.sinceUs = this.deps.clock.nowUs();
  }
}
