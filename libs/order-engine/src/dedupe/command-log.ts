import type { ErrorCode, LocalState, OrdStatus } from '@bourseworks/domain';
import { Fifo } from '../fifo.js';
import type { StateHasher } from '../state-hasher.js';
import { CommandWindow } from './command-window.js';

/** First outcome of a command: what a repeat of it is answered with. */
export interface CommandOutcome {
  readonly contentHash: number;
  readonly clOrdId: string;
  readonly ordStatus: OrdStatus;
  readonly state: LocalState;
  readonly sequence: number;
  readonly code: ErrorCode | undefined;
  readonly reason: string | undefined;
}

/** Commands of people are filed under this strategy; its ids are never read as a machine's. */
export const MANUAL = 'manual';

/** Bounded map of outcomes, oldest out first. */
class Outcomes {
  private readonly byId = new Map<string, CommandOutcome>();
  private readonly ages = new Fifo<string>();
  private readonly max: number;

  constructor(max: number) {
    this.max = max;
  }

  get(id: string): CommandOutcome | undefined {
    return this.byId.get(id);
  }

  set(id: string, outcome: CommandOutcome): void {
    this.byId.set(id, outcome);
    this.ages.push(id);
    if (this.ages.size <= this.max) return;
    const oldest = this.ages.shift();
    if (oldest !== undefined) this.byId.delete(oldest);
  }

  image(): OutcomesImage {
    return { byId: this.byId, ages: this.ages };
  }

  restore({ byId, ages }: OutcomesImage): void {
    for (const [id, outcome] of byId) this.byId.set(id, outcome);
    for (const id of ages) this.ages.push(id);
  }

  hash(hasher: StateHasher): void {
    for (const [id, outcome] of this.byId) {
      hasher.text(id).number(outcome.contentHash).text(outcome.clOrdId).text(outcome.ordStatus).text(outcome.state);
      hasher.number(outcome.sequence).text(outcome.code ?? '');
    }
  }
}

interface OutcomesImage {
  readonly byId: ReadonlyMap<string, CommandOutcome>;
  /** Ids as they came: one that came again is here twice. */
  readonly ages: Iterable<string>;
}

interface MachineId {
  readonly epoch: number;
  readonly sequence: number;
}

/** Reads `{strategy}-{epoch}-{sequence}`; undefined for ids of people. */
function machineId(strategy: string, id: string): MachineId | undefined {
  if (strategy === MANUAL || !id.startsWith(strategy) || id.charCodeAt(strategy.length) !== 45) return undefined;
  const dash = id.indexOf('-', strategy.length + 1);
  if (dash < 0) return undefined;
  const epoch = digits(id, strategy.length + 1, dash);
  const sequence = digits(id, dash + 1, id.length);
  return epoch < 0 || sequence < 1 ? undefined : { epoch, sequence };
}

/**
 * Value of id[from, to) when it is a safe integer without a leading zero (one spelling per number), else -1. An epoch is
 * microseconds since 1970, 16 digits.
 */
function digits(id: string, from: number, to: number): number {
  if (to - from < 1 || to - from > 16 || (to - from > 1 && id.charCodeAt(from) === 48)) return -1;
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = id.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return Number.isSafeInteger(value) ? value : -1;
}

/** Whether a command is one of a machine, by its strategy and the form of its id; all others are people's. */
export const isMachineCommand = (strategy: string, commandId: string): boolean =>
  machineId(strategy, commandId) !== undefined;

export type CommandLook = CommandOutcome | 'new' | 'too-old';

/**
 * Tells new commands from repeats. Machine ids are remembered for ever by a watermark and a bounded gap set for each
 * (strategy, epoch); outcomes only as long as the bound allows, after which a repeat is too old, never executed again.
 */
export class CommandLog {
  private readonly windows = new Map<string, CommandWindow>();
  private readonly machines: Outcomes;
  private readonly people: Outcomes;
  private readonly known: (commandId: string) => boolean;

  constructor(maxMachine: number, maxPeople: number, known: (commandId: string) => boolean) {
    this.machines = new Outcomes(maxMachine);
    this.people = new Outcomes(maxPeople);
    this.known = known;
  }

  look(strategy: string, commandId: string): CommandLook {
    const machine = machineId(strategy, commandId);
    if (machine === undefined) return this.people.get(commandId) ?? (this.known(commandId) ? 'too-old' : 'new');
    const outcome = this.machines.get(commandId);
    if (outcome !== undefined) return outcome;
    const seen = this.windows.get(strategy)?.look(machine.epoch, machine.sequence) ?? 'new';
    return seen === 'new' ? 'new' : 'too-old';
  }

  note(strategy: string, commandId: string, outcome: CommandOutcome): void {
    const machine = machineId(strategy, commandId);
    if (machine === undefined) return this.people.set(commandId, outcome);
    let window = this.windows.get(strategy);
    if (window === undefined) this.windows.set(strategy, (window = new CommandWindow()));
    window.note(machine.epoch, machine.sequence);
    this.machines.set(commandId, outcome);
  }

  /** Plain data of all of it, for `restore`. */
  image() {
    const windows = new Map([...this.windows].map(([strategy, window]) => [strategy, window.image()]));
    return { windows, machines: this.machines.image(), people: this.people.image() };
  }

  restore({ windows, machines, people }: ReturnType<CommandLog['image']>): void {
    for (const [strategy, image] of windows) {
      const window = new CommandWindow();
      window.restore(image);
      this.windows.set(strategy, window);
    }
    this.machines.restore(machines);
    this.people.restore(people);
  }

  hash(hasher: StateHasher): void {
    for (const [strategy, window] of this.windows) {
      hasher.text(strategy);
      window.hash(hasher);
    }
    this.machines.hash(hasher);
    this.people.hash(hasher);
  }
}
