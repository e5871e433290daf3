import type { Clock } from '@bourseworks/ports';

export interface DelayPolicy {
  /** Attempts before the first wait. */
  readonly free: number;
  /** The first wait, seconds; each further attempt doubles it. */
  readonly firstS: number;
  /** The longest wait, seconds: a bound, so that nobody is ever locked out for good. */
  readonly maxS: number;
  /** Seconds after the last attempt at which all is forgotten. */
  readonly forgetS: number;
}

interface Tally {
  attempts: number;
  blockedUntilUs: number;
  /** Before the last attempt, for when it is taken back. */
  wasBlockedUntilUs: number;
  lastUs: number;
}

/** Keys remembered; beyond it the one longest untouched is forgotten. */
const maxKeys = 20_000;

/** Waits that grow with the attempts of one key. */
export class GrowingDelay {
  private readonly tallies = new Map<string, Tally>();

  constructor(
    private readonly clock: Clock,
    private readonly policy: DelayPolicy,
  ) {}

  /** Whole seconds until the next attempt is heard; 0 now. */
  waitS(key: string): number {
    const tally = this.current(key);
    return tally ? Math.max(0, Math.ceil((tally.blockedUntilUs - this.clock.nowUs()) / 1_000_000)) : 0;
  }

  /** Counts an attempt before its outcome is known: a thousand at the same moment must not all be heard. */
  begin(key: string): void {
    const nowUs = this.clock.nowUs();
    const tally = this.current(key) ?? { attempts: 0, blockedUntilUs: 0, wasBlockedUntilUs: 0, lastUs: nowUs };
    tally.attempts++;
    tally.lastUs = nowUs;
    tally.wasBlockedUntilUs = tally.blockedUntilUs;
    const excess = tally.attempts - this.policy.free;
    if (excess >= 0) {
      const waitS = Math.min(this.policy.maxS, this.policy.firstS * 2 ** Math.min(excess, 30));
      tally.blockedUntilUs = nowUs + waitS * 1_000_000;
    }
    this.tallies.delete(key);
    this.tallies.set(key, tally);
    if (this.tallies.size > maxKeys) {
      const [oldest] = this.tallies.keys();
      if (oldest !== undefined) this.tallies.delete(oldest);
    }
  }

  /** Takes one attempt back: it succeeded, or was never judged. Waits that stood before it stand again. */
  undo(key: string): void {
    const tally = this.tallies.get(key);
    if (!tally) return;
    tally.attempts--;
    tally.blockedUntilUs = tally.wasBlockedUntilUs;
    if (tally.attempts <= 0) this.tallies.delete(key);
  }

  clear(key: string): void {
    this.tallies.delete(key);
  }

  private current(key: string): Tally | undefined {
    const tally = this.tallies.get(key);
    if (!tally || this.clock.nowUs() - tally.lastUs <= this.policy.forgetS * 1_000_000) return tally;
    this.tallies.delete(key);
    return undefined;
  }
}
