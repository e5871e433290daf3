import type { Timer } from '@bourseworks/ports';
import type { OmsClock } from './oms-clock.js';

/**
 * Calls when the next hold of internal crossing ends. Live only: in a lock-step replay the steps do it, so that nothing
 * depends on the machine's clock.
 */
export class HoldTimer {
  private timer: Timer | undefined;
  private dueUs = Infinity;
  private closed = false;

  constructor(
    private readonly clock: OmsClock,
    private readonly onDue: () => void,
  ) {}

  /** When the next hold ends; undefined = none. To be told after every decision: usually nothing is to be done. */
  next(us: number | undefined): void {
    if (us === undefined || this.closed || this.clock.isStepped) return this.cancel();
    if (us === this.dueUs) return;
    this.cancel();
    this.dueUs = us;
    this.timer = this.clock.setTimer(Math.max(0, us - this.clock.nowUs()), () => this.ring());
  }

  close(): void {
    this.closed = true;
    this.cancel();
  }

  private cancel(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.dueUs = Infinity;
  }

  private ring(): void {
    const { dueUs } = this;
    this.timer = undefined;
    this.dueUs = Infinity;
    // A timer may ring a little early by the clock that decisions are made by.
    if (this.clock.nowUs() < dueUs) this.next(dueUs);
    else this.onDue();
  }
}
