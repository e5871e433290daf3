import type { Clock, Timer } from '@bourseworks/ports';

/** One fetching of what was missed, for a bounded time. */
export class BackfillRun {
  private readonly controller = new AbortController();
  private readonly timer: Timer;

  constructor(clock: Clock, boundUs: number, late: () => void) {
    this.timer = clock.setTimer(boundUs, late);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Leaves no timer; idempotent. */
  end(): void {
    this.controller.abort();
    this.timer.cancel();
  }
}
