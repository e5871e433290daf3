import { SystemClock, type Timer } from '@bourseworks/ports';

/** The machine's clock, which knows how many timers are set: none are left when what used it was closed. */
export class CountingClock extends SystemClock {
  private readonly set = new Set<object>();

  get pendingTimers(): number {
    return this.set.size;
  }

  override setTimer(delayUs: number, callback: () => void): Timer {
    const key = {};
    this.set.add(key);
    const timer = super.setTimer(delayUs, () => {
      this.set.delete(key);
      callback();
    });
    const cancel = (): void => {
      this.set.delete(key);
      timer.cancel();
    };
    return { cancel };
  }
}
