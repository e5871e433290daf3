import type { ReplayDoneShape } from '@bourseworks/dto/shapes';

export const OMS = 'oms';

/** Rounds of one step: members that keep answering each other would otherwise never let time go on. */
export const MAX_ROUNDS = 1_000;

/**
 * Who has answered in one step. Step 0: every member once. Later: the OMS speaks in round 0 (its venue's fills), then the
 * strategies and the OMS in turns, until the OMS says `final`. A run without an OMS ends a step with one answer of each.
 * Answers may arrive out of turn: they come from several publishers.
 */
export class StepProgress {
  private omsRound = -1;
  private omsFinal = false;
  /** Strategies that answered, by round. */
  private readonly answered = new Map<number, Set<string>>();

  constructor(
    readonly n: number,
    private readonly members: readonly string[],
  ) {}

  /** Takes an answer; false when it changes nothing: of another step, of a stranger, impossible, or told before. */
  take({ n, round, member, final }: ReplayDoneShape): boolean {
    if (n !== this.n || !this.members.includes(member)) return false;
    if (!Number.isInteger(round) || round < 0 || round > MAX_ROUNDS) return false;
    if (member === OMS) {
      if (round <= this.omsRound) return false;
      this.omsRound = round;
      this.omsFinal ||= final === true;
      return true;
    }
    let members = this.answered.get(round);
    if (members === undefined) this.answered.set(round, (members = new Set()));
    if (members.has(member)) return false;
    members.add(member);
    return true;
  }

  get complete(): boolean {
    if (this.n > 0 && this.hasOms) return this.omsFinal;
    return this.missing().length === 0;
  }

  /** Rounds that the OMS has closed. */
  get rounds(): number {
    return this.omsRound + 1;
  }

  /** Who has to speak next. */
  missing(): string[] {
    if (this.n === 0) {
      const silent = this.silent(0);
      return this.hasOms && this.omsRound < 0 ? [OMS, ...silent] : silent;
    }
    if (!this.hasOms) return this.silent(1);
    if (this.omsRound < 0) return [OMS];
    const silent = this.silent(this.omsRound + 1);
    return silent.length > 0 ? silent : [OMS];
  }

  private get hasOms(): boolean {
    return this.members.includes(OMS);
  }

  private silent(round: number): string[] {
    const answered = this.answered.get(round);
    return this.members.filter((member) => member !== OMS && answered?.has(member) !== true);
  }
}
