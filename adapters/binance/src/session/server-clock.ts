import type { Clock } from '@bourseworks/ports';

/**
 * The venue's time, which requests are stamped with: a machine whose clock is off by more than the window could send
 * nothing at all.
 */
export class ServerClock {
  private offsetUs = 0;

  constructor(private readonly clock: Clock) {}

  /** Our own time, microseconds. */
  ownUs(): number {
    return this.clock.nowUs();
  }

  /** Milliseconds. Rounded down: what seems to come from the future is turned down sooner than what is old. */
  nowMs(): number {
    return Math.floor((this.clock.nowUs() + this.offsetUs) / 1_000);
  }

  /** The venue said its time, in milliseconds, between two of ours, in microseconds: taken for the middle. */
  learn(serverMs: number, askedUs: number, answeredUs: number): void {
    this.offsetUs = serverMs * 1_000 - (askedUs + answeredUs) / 2;
  }
}
