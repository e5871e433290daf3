import { JSON_CODEC, replayTopic, type ReplayDoneShape, type ReplayStepShape, decodeMessage } from '@bourseworks/dto';
import type { EventLog } from '@bourseworks/ports';
import type { InboundMessage, SolaceSession } from '@bourseworks/solace-transport';
import type { StrategyGate } from './strategy-gate.js';

const OMS = 'oms';

export interface LockStepDeps {
  readonly run: string;
  readonly session: SolaceSession;
  readonly log: EventLog;
  /** An order that was sent belongs to a round that is reported: nothing may overtake it. */
  readonly gates: () => readonly StrategyGate[];
}

/** The part of a lock-step replay that all strategies of the host share: steps and the OMS's word go to every gate. */
export class LockStep {
  private ended: ReplayStepShape | undefined;

  constructor(private readonly deps: LockStepDeps) {}

  get end(): ReplayStepShape | undefined {
    return this.ended;
  }

  async start(): Promise<void> {
    const { session, run } = this.deps;
    await session.subscribe(replayTopic('step', run), (message) => this.onStep(message));
    await session.subscribe(replayTopic('done', run), (message) => this.onDone(message));
  }

  /** Says that a strategy has done its part of a round. */
  done(member: string, n: number, round: number, sent: number): void {
    const { session, run, log } = this.deps;
    const body: ReplayDoneShape = { run, n, round, member, sent };
    const refusal = session.tryPublish(replayTopic('done', run), JSON_CODEC.encode(body));
    if (refusal !== undefined) log.error({ event: 'replay.done_lost', member, n, round, code: refusal.code });
  }

  private onStep(message: InboundMessage): void {
    const step = this.decode<ReplayStepShape>(message);
    if (step === undefined) return;
    if (step.end === true) {
      this.ended = step;
      this.deps.log.info({ event: 'replay.ended', run: step.run, step: step.n, error: step.error });
    }
    for (const gate of this.deps.gates()) if (step.members.includes(gate.strategy)) gate.step(step);
  }

  private onDone(message: InboundMessage): void {
    const done = this.decode<ReplayDoneShape>(message);
    if (done?.member !== OMS) return;
    for (const gate of this.deps.gates()) gate.oms(done);
  }

  private decode<T>(message: InboundMessage): T | undefined {
    const decoded = decodeMessage(message);
    if (decoded.ok) return decoded.value as T;
    this.deps.log.error({ event: 'replay.malformed', topic: message.topic, code: decoded.refusal.code });
    return undefined;
  }
}
