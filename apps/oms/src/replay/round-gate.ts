import type { ReplayDoneShape, StepTag } from '@bourseworks/dto';
import type { CommandGate } from '../intake/intake.js';
import { compareText } from './step-inputs.js';

interface Waiting {
  readonly strategy: string;
  readonly sequence: number;
  readonly go: () => void;
}

/** A run keeps at most this many commands of one round; more is a fault of a strategy. */
const MAX_COMMANDS = 100_000;

/** Holds the commands of a round until every strategy has said how many it sent, then lets them go in a fixed order. */
export class RoundGate implements CommandGate {
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly dones = new Map<string, Map<string, number>>();
  private changed: () => void = () => undefined;
  private held = 0;

  turn(strategy: string, step: StepTag): Promise<void> {
    if (++this.held > MAX_COMMANDS) throw new Error(`more than ${MAX_COMMANDS} commands wait in step ${step.n}`);
    return new Promise((resolve) => {
      const key = keyOf(step.n, step.round);
      const list = this.waiting.get(key) ?? [];
      list.push({ strategy, sequence: step.sequence, go: resolve });
      this.waiting.set(key, list);
      this.changed();
    });
  }

  done(message: ReplayDoneShape): void {
    const key = keyOf(message.n, message.round);
    const members = this.dones.get(key) ?? new Map<string, number>();
    members.set(message.member, message.sent);
    this.dones.set(key, members);
    this.changed();
  }

  /** Waits for the round of all strategies; resolves with the commands' turns in (strategy, sequence) order. */
  async round(n: number, round: number, strategies: readonly string[]): Promise<(() => void)[]> {
    const key = keyOf(n, round);
    while (!this.isComplete(key, strategies)) await new Promise<void>((resolve) => (this.changed = resolve));
    const commands = this.waiting.get(key) ?? [];
    this.waiting.delete(key);
    this.dones.delete(key);
    this.held -= commands.length;
    commands.sort((a, b) => compareText(a.strategy, b.strategy) || a.sequence - b.sequence);
    return commands.map((command) => command.go);
  }

  private isComplete(key: string, strategies: readonly string[]): boolean {
    const members = this.dones.get(key);
    if (members === undefined || !strategies.every((strategy) => members.has(strategy))) return false;
    const sent = strategies.reduce((sum, strategy) => sum + (members.get(strategy) as number), 0);
    return (this.waiting.get(key)?.length ?? 0) >= sent;
  }
}

function keyOf(n: number, round: number): string {
  return `${n}/${round}`;
}
