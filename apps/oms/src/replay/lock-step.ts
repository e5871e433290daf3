import { parseNanos, type Instrument, type MarketDataEvent } from '@bourseworks/domain';
import {
  JSON_CODEC,
  PATTERNS,
  replayTopic,
  type ReplayDoneShape,
  type ReplayStepShape,
  decodeMessage,
  type EncodedMessage,
} from '@bourseworks/dto';
import { isMarketDataDriven, type EventLog, type MarketDataDriven } from '@bourseworks/ports';
import type { SolaceSession } from '@bourseworks/solace-transport';
import type { BrokerDirectory } from '../brokers/broker-directory.js';
import type { OmsClock } from '../core/oms-clock.js';
import type { OmsCore } from '../core/oms-core.js';
import type { Marks } from '../market/marks.js';
import type { EventPublisher } from '../publish/event-publisher.js';
import type { PortfolioPublisher } from '../publish/portfolio-publisher.js';
import { RoundGate } from './round-gate.js';
import { StepInputs } from './step-inputs.js';

const MEMBER = 'oms';
/** Orders that beget orders for ever within one step are a fault of a strategy, not a long step. */
const MAX_ROUNDS = 1_000;
/** Commands that are applied at once: so few that the journal takes them all, and none is refused because of the disk. */
const BATCH = 100;

export interface LockStepParts {
  readonly run: string;
  readonly core: OmsCore;
  readonly clock: OmsClock;
  readonly session: SolaceSession;
  readonly directory: BrokerDirectory;
  readonly marks: Marks;
  readonly publisher: EventPublisher;
  readonly portfolio: PortfolioPublisher;
  readonly log: EventLog;
}

/**
 * The OMS as a member of a lock-step replay. In each step it shows the data to the paper brokers, publishes their fills,
 * then processes the strategies' commands round by round until one has none. What it does depends on the steps alone.
 */
export class LockStep {
  readonly gate = new RoundGate();
  private readonly inputs: StepInputs;
  private step: ReplayStepShape | undefined;
  private busy: Promise<void> | undefined;
  private unreadable = 0;

  constructor(private readonly parts: LockStepParts) {
    this.inputs = new StepInputs(parts.directory);
  }

  async start(): Promise<void> {
    const { session, run } = this.parts;
    await session.subscribe(PATTERNS.live, (message) => {
      // Once per thousand: a broken publisher must not fill the log.
      if (!this.inputs.add(message.topic, message) && this.unreadable++ % 1_000 === 0)
        this.parts.log.error({ event: 'replay.unreadable', topic: message.topic });
      this.tryStep();
    });
    await session.subscribe(replayTopic('done', run), (message) => {
      const done = this.decode<ReplayDoneShape>(message);
      if (done !== undefined && done.member !== MEMBER) this.gate.done(done);
    });
    await session.subscribe(replayTopic('step', run), (message) => {
      this.step = this.decode<ReplayStepShape>(message);
      this.tryStep();
    });
  }

  /** Leaves the run: the strategies, which stop before the OMS does, would never end the round at hand. */
  async close(): Promise<void> {
    this.step = undefined;
    this.gate.end('the OMS stops');
    await this.busy;
  }

  private decode<T>(message: EncodedMessage): T | undefined {
    const decoded = decodeMessage(message);
    if (decoded.ok) return decoded.value as T;
    this.parts.log.error({ event: 'replay.unreadable', code: decoded.refusal.code });
    return undefined;
  }

  private tryStep(): void {
    const { step } = this;
    if (step === undefined || !this.inputs.complete(step)) return;
    if (step.end === true) return this.end(step);
    // Only a paced run, which waits for nobody, gets here with a step under way: that one is cut short, then this one goes.
    if (this.busy !== undefined) return this.gate.end(`step ${step.n} began`);
    this.step = undefined;
    this.busy = this.perform(step)
      .catch((error: Error) => {
        // The driver sees that this member is missing and fails the run by its name.
        this.parts.log.error({ event: 'replay.step_failed', run: step.run, step: step.n, reason: error.message });
      })
      .finally(() => {
        this.busy = undefined;
        this.tryStep();
      });
  }

  /** Of a run that failed, neither commands nor data are left for the next one. */
  private end(step: ReplayStepShape): void {
    this.step = undefined;
    this.inputs.take();
    this.gate.end(step.error === undefined ? 'the replay is over' : `the replay failed: ${step.error}`);
    this.parts.log.info({ event: 'replay.ended', run: step.run, step: step.n, error: step.error });
  }

  private async perform(step: ReplayStepShape): Promise<void> {
    const { clock } = this.parts;
    const time = parseNanos(step.time);
    if (!time.ok) throw new Error(time.refusal.message);
    clock.step(time.value.us);
    const strategies = step.members.filter((member) => member !== MEMBER);
    this.gate.begin(step.n);
    this.begin(step, 0);
    if (step.streams !== undefined) this.showStreams(step.streams.map((stream) => stream.topic));
    this.showData();
    await this.endHolds();
    this.done(step, 0, step.n === 0);
    if (step.n === 0) return;
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const turns = await this.gate.take(step.n, round, strategies);
      this.begin(step, round);
      for (let from = 0; from < turns.length; from += BATCH) await this.settle(turns.slice(from, from + BATCH));
      await this.endHolds();
      const final = turns.length === 0 && this.eventCount() === 0;
      if (final) this.parts.portfolio.publish();
      this.done(step, round, final);
      if (final) return;
    }
    throw new Error(`step ${step.n} did not come to rest within ${MAX_ROUNDS} rounds`);
  }

  /** A run begins: the paper brokers hear which data there will be. */
  private showStreams(topics: readonly string[]): void {
    const streams = this.inputs.streams(topics);
    for (const broker of this.driven()) broker.onStreams(streams);
  }

  /**
   * The paper brokers see the data first: an order of this step, which comes later, can only meet data of the next. Marks
   * follow, so that the strategies' orders are checked against prices of this step.
   */
  private showData(): void {
    const inputs = this.inputs.take();
    const driven = this.driven();
    for (const { instrument, event } of inputs) for (const broker of driven) show(broker, instrument, event);
    for (const { instrument, event } of inputs) this.parts.marks.mark(instrument, event);
  }

  private driven(): MarketDataDriven[] {
    return this.parts.directory.all().filter(isMarketDataDriven);
  }

  /**
   * Lets commands run in their order, all before anything of them leaves: what the broker says to the first would stand
   * before or after the second as the disk is quick or slow.
   */
  private async settle(turns: readonly (() => void)[]): Promise<void> {
    for (const go of turns) go();
    // A command goes on in the microtask after its turn. A macrotask later, and no earlier, the journal releases effects.
    await new Promise((resolve) => setImmediate(resolve));
    await this.written();
  }

  /** Holds of internal crossing end by the time of the step, once the data or the commands before them are in. */
  private async endHolds(): Promise<void> {
    const { core } = this.parts;
    do await this.written();
    while (core.releaseHeld());
  }

  private async written(): Promise<void> {
    if (!(await this.parts.core.quiet())) throw new Error('the journal failed');
  }

  private begin(step: ReplayStepShape, round: number): void {
    this.parts.publisher.beginRound({ run: step.run, n: step.n, round, sequence: 1 });
  }

  private eventCount(): number {
    return Object.values(this.parts.publisher.roundCounts()).reduce((sum, count) => sum + count, 0);
  }

  private done(step: ReplayStepShape, round: number, final: boolean): void {
    const { session, publisher, run } = this.parts;
    const message: ReplayDoneShape = {
      run,
      n: step.n,
      round,
      member: MEMBER,
      sent: 0,
      events: { ...publisher.roundCounts() },
      final,
    };
    session.publish(replayTopic('done', run), JSON_CODEC.encode(message));
  }
}

function show(broker: MarketDataDriven, instrument: Instrument, event: MarketDataEvent): void {
  switch (event.kind) {
    case 'bar':
      return broker.onBar(instrument, event);
    case 'quote':
      return broker.onQuote(instrument, event);
    case 'book-snapshot':
    case 'book-delta':
      return broker.onBook(instrument, event);
    case 'trade':
      return;
  }
}
