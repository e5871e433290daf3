import {
  replayTopic,
  type ReplayDoneShape,
  type ReplayStatusShape,
  type ReplayStepShape,
  type ReplayStreamShape,
} from '@bourseworks/dto/shapes';
import { formatNanos, type Refusal, type StreamKind } from '@bourseworks/domain';
import { delay, type Clock, type EventLog, type Timer } from '@bourseworks/ports';
import { refusalOf } from '../threads/refusal-of.js';
import type { ReadStep } from './replay-protocol.js';
import { MAX_ROUNDS, StepProgress } from './step-progress.js';

/** Where a run publishes. Resolves when the message is with the session, waiting while that is full; rejects when it is down. */
export interface ReplayOutlet {
  publish(topic: string, payload: Uint8Array): Promise<void>;
  /** Publishes items on a stream's topic under its next sequences. */
  items(topic: string, items: ReadStep['items'][number]['items']): Promise<void>;
}

export interface ReplayRunOptions {
  readonly run: string;
  readonly members: readonly string[];
  readonly speed: 'lock-step' | number;
  readonly fromUs: number;
  readonly streams: readonly ReplayStreamShape[];
  readonly steps: number;
  readonly read: AsyncGenerator<ReadStep>;
  readonly outlet: ReplayOutlet;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly memberTimeoutUs: number;
}

/** Log a run's progress this often, in steps. */
const PROGRESS_STEPS = 1_000;

class Stopped extends Error {}

/**
 * One replay: step 0 names the streams, then each step publishes what became known at one time. In lock-step the next step
 * waits for the final answer of the one before, whatever the time it takes; otherwise steps follow the clock at a multiple
 * of real time and nobody is waited for.
 */
export class ReplayRun {
  private state: ReplayStatusShape['state'] = 'RUNNING';
  private n = 0;
  private timeUs: number;
  private readonly itemsByKind: Partial<Record<StreamKind, number>> = {};
  private error: string | undefined;
  private progress: StepProgress | undefined;
  private heard: (() => void) | undefined;
  private halted: Refusal | undefined;

  constructor(private readonly options: ReplayRunOptions) {
    this.timeUs = options.fromUs;
  }

  get running(): boolean {
    return this.state === 'RUNNING';
  }

  status(): ReplayStatusShape {
    const { run, steps } = this.options;
    const { state, n: step, error } = this;
    const itemsByKind = { ...this.itemsByKind };
    const itemsPublished = Object.values(itemsByKind).reduce((sum, count) => sum + count, 0);
    return { run, state, step, steps, itemsPublished, itemsByKind, ...(error === undefined ? {} : { error }) };
  }

  /** A member's answer. */
  done(done: ReplayDoneShape): void {
    if (this.progress?.take(done) !== true) {
      const { n, round, member } = done;
      this.options.log.debug({ event: 'replay.answer_ignored', run: this.options.run, n, round, member, step: this.n });
      return;
    }
    this.heard?.();
  }

  /** Ends the run before its time. */
  stop(refusal: Refusal): void {
    this.halted ??= refusal;
    this.heard?.();
  }

  /** Never rejects: a failure is told to the members and kept in the status. */
  async execute(): Promise<void> {
    const { run, log, read, steps, members, speed } = this.options;
    const startedUs = this.options.clock.monotonicUs();
    log.info({
      event: 'replay.started',
      run,
      steps,
      members,
      speed,
      streams: this.options.streams.map((stream) => stream.topic),
    });
    try {
      await this.publishStep({}, { streams: this.options.streams });
      const firstUs = this.options.clock.monotonicUs();
      let origin: number | undefined;
      for await (const step of read) {
        origin ??= step.timeUs;
        if (typeof speed === 'number') await this.pace(firstUs + (step.timeUs - origin) / speed);
        await this.publishItems(step);
      }
      this.n++;
      this.state = 'ENDED';
      await this.publishStep({}, { end: true });
    } catch (error) {
      await this.fail(error);
    } finally {
      const durationMs = Math.round((this.options.clock.monotonicUs() - startedUs) / 1_000);
      log.info({ event: 'replay.ended', ...this.status(), durationMs });
    }
  }

  private async publishItems({ timeUs, items }: ReadStep): Promise<void> {
    this.n++;
    this.timeUs = timeUs;
    const counts: Record<string, number> = {};
    for (const { source, items: shapes } of items) {
      const { topic, kind } = this.options.streams[source];
      await this.options.outlet.items(topic, shapes);
      counts[topic] = shapes.length;
      this.itemsByKind[kind] = (this.itemsByKind[kind] ?? 0) + shapes.length;
    }
    await this.publishStep(counts);
    if (this.n % PROGRESS_STEPS === 0) this.options.log.info({ event: 'replay.progress', ...this.status() });
  }

  /** Publishes a step and, in lock-step, waits until all have dealt with it. */
  private async publishStep(counts: ReplayStepShape['counts'], extra: Partial<ReplayStepShape> = {}): Promise<void> {
    const { run, members, outlet, speed } = this.options;
    const { n } = this;
    const waits = speed === 'lock-step' && extra.end !== true;
    // Set before the message leaves: an answer may be quicker than the return of the call.
    this.progress = waits ? new StepProgress(n, members) : undefined;
    const step: ReplayStepShape = { run, n, time: formatNanos(this.timeUs), counts, members, ...extra };
    await outlet.publish(replayTopic('step', run), Buffer.from(JSON.stringify(step)));
    if (this.progress !== undefined) await this.answers(this.progress);
    if (this.halted !== undefined) throw new Stopped(this.halted.message);
  }

  private async answers(progress: StepProgress): Promise<void> {
    while (!progress.complete && this.halted === undefined) {
      if (progress.rounds > MAX_ROUNDS) throw new Stopped(`step ${progress.n} did not settle in ${MAX_ROUNDS} rounds`);
      if (!(await this.news())) {
        throw new Stopped(
          `REPLAY_MEMBER_MISSING: ${progress.missing().join(', ')} did not answer step ${progress.n} in time`,
        );
      }
    }
  }

  /** True when an answer came, false when none did for the time a member has. */
  private news(): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (heard: boolean): void => {
        timer.cancel();
        this.heard = undefined;
        resolve(heard);
      };
      const timer: Timer = this.options.clock.setTimer(this.options.memberTimeoutUs, () => settle(false));
      this.heard = () => settle(true);
    });
  }

  private async pace(dueUs: number): Promise<void> {
    const { clock } = this.options;
    // In slices, so that a stop does not wait for the end of a quiet night.
    for (let left = dueUs - clock.monotonicUs(); left > 0; left = dueUs - clock.monotonicUs()) {
      await delay(clock, Math.min(left, 1_000_000));
      if (this.halted !== undefined) throw new Stopped(this.halted.message);
    }
  }

  private async fail(error: unknown): Promise<void> {
    const { run, outlet, log, members } = this.options;
    // A stop ends the reading too; what the reader says to that is not the reason.
    const reason =
      this.halted?.message ??
      (error instanceof Stopped ? error.message : `${refusalOf(error).code}: ${refusalOf(error).message}`);
    this.state = 'FAILED';
    this.error = reason;
    this.progress = undefined;
    log.error({ event: 'replay.failed', run, n: this.n, reason });
    const step: ReplayStepShape = {
      run,
      n: this.n,
      time: formatNanos(this.timeUs),
      counts: {},
      members,
      error: reason,
      end: true,
    };
    try {
      await outlet.publish(replayTopic('step', run), Buffer.from(JSON.stringify(step)));
    } catch (failure) {
      log.error({ event: 'replay.end_not_told', run, reason: refusalOf(failure).message });
    }
  }
}
