import { VirtualClock } from '@bourseworks/testkit';

/** A clock that stands still until it is moved, and whose wall clock can be set. */
export class SteppedClock extends VirtualClock {
  private steppedUs = 0;
  private bootedUs = 0;

  override nowUs(): number {
    return super.nowUs() + this.steppedUs;
  }

  /** The wall clock alone. */
  step(us: number): void {
    this.steppedUs += us;
  }

  override monotonicUs(): number {
    return super.monotonicUs() - this.bootedUs;
  }

  /** The machine starts anew, in no time: the monotonic clock begins at 0. */
  reboot(): void {
    this.bootedUs = super.monotonicUs();
  }
}
