import { SystemClock } from '@bourseworks/ports';

/**
 * Time of the OMS. Live it is the machine's; in a lock-step replay it is the time of the step, so that rate limits, expiries
 * and the times of events come out the same on every run. Timers stay on the machine's clock: what affects results in a
 * replay is done by steps, not by timers.
 */
export class OmsClock extends SystemClock {
  private stepUs: number | undefined;

  override nowUs(): number {
    return this.stepUs ?? super.nowUs();
  }

  /** Whether steps have taken over. */
  get isStepped(): boolean {
    return this.stepUs !== undefined;
  }

  /** Sets the time of the step; from then on the machine's clock is not read. */
  step(us: number): void {
    this.stepUs = us;
  }
}
