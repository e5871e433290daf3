import type { ReplayDoneShape, StepTag } from '@bourseworks/dto';
import { CodedRpcException } from '@bourseworks/solace-transport';
import type { CommandGate } from '../intake/intake.js';
import { compareText } from './step-inputs.js';

interface Waiting {
  readonly strategy: string;
  readonly sequence: number;
  readonly go: () => void;
  readonly refuse: (error: Error) => void;
}

/** Commands of a round, and by strategy how many came and how many were sent. */
class Round {
  readonly commands: Waiting[] = [];
  readonly arrived = new Map<string, number>();
  readonly sent = new Map<string, number>();

  /** Each strategy for itself: one command too many of one must not stand for another's that is still on its way. */
  isComplete(strategies: readonly string[]): boolean {
    return strategies.every((strategy) => (this.arrived.get(strategy) ?? 0) >= (this.sent.get(strategy) ?? Infinity));
  }
}

/** A run keeps at most this many commands of one round; more is a fault of a strategy. */
const MAX_COMMANDS = 100_000;

/** Holds the commands of a round until every strategy has said how many it sent, then lets them go in a fixed order. */
export class RoundGate implements CommandGate {
  private readonly rounds = new Map<string, Round>();
  /** The last round that was let go. */
  private n = 0;
  private round = 0;
  private changed: () => void = () => undefined;
  private ended: Error | undefined;
  private held = 0;

  /** Rejects with REPLAY_STATE for a command that comes too late for its round, or for the run. */
  turn(strategy: string, step: StepTag): Promise<void> {
    if (this.isOver(step.n, step.round))
      return Promise.reject(
        this.ended ?? new CodedRpcException('REPLAY_STATE', `round ${step.round} of step ${step.n} is over`),
      );
    if (this.held >= MAX_COMMANDS)
      return Promise.reject(
        new CodedRpcException('OMS_BUSY', `more than ${MAX_COMMANDS} commands wait for their round`),
      );
    this.held++;
    return new Promise((resolve, reject) => {
      const round = this.at(step.n, step.round);
      round.commands.push({ strategy, sequence: step.sequence, go: resolve, refuse: reject });
      round.arrived.set(strategy, (round.arrived.get(strategy) ?? 0) + 1);
      this.changed();
    });
  }

  done(message: ReplayDoneShape): void {
    if (this.isOver(message.n, message.round)) return;
    this.at(message.n, message.round).sent.set(message.member, message.sent);
    this.changed();
  }

  /** A step begins; in a new run they count from 0 again. */
  begin(n: number): void {
    this.n = n;
    this.round = 0;
    this.ended = undefined;
  }

  /**
   * Waits for the round of all strategies; resolves with the commands' turns in (strategy, sequence) order. Rejects when the
   * run ends first.
   */
  async take(n: number, round: number, strategies: readonly string[]): Promise<(() => void)[]> {
    const entry = this.at(n, round);
    while (this.ended === undefined && !entry.isComplete(strategies))
      await new Promise<void>((resolve) => (this.changed = resolve));
    if (this.ended !== undefined) throw this.ended;
    const { commands } = entry;
    this.rounds.delete(keyOf(n, round));
    this.n = n;
    this.round = round;
    this.held -= commands.length;
    commands.sort((a, b) => compareText(a.strategy, b.strategy) || a.sequence - b.sequence);
    return commands.map((command) => command.go);
  }

  /** The run is over: commands that wait are refused, and so is whoever waits for a round. */
  end(reason: string): void {
    const error = new CodedRpcException('REPLAY_STATE', reason);
    for (const { commands } of this.rounds.values()) for (const { refuse } of commands) refuse(error);
    this.rounds.clear();
    this.held = 0;
    this.ended = error;
    this.changed();
  }

  private isOver(n: number, round: number): boolean {
    return this.ended !== undefined || n < this.n || (n === this.n && round <= this.round);
  }

  private at(n: number, round: number): Round {
    const key = keyOf(n, round);
    let entry = this.rounds.get(key);
    if (entry === undefined) this.rounds.set(key, (entry = new Round()));
    return entry;
  }
}

function keyOf(n: number, round: number): string {
  return `${n}/${round}`;
}
