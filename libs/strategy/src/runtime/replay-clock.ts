import { Clock, type Timer } from '@bourseworks/ports';

interface Pending {
  readonly dueUs: number;
  readonly order: number;
  readonly callback: () => void;
  cancelled: boolean;
}

const MAX_TIMERS = 65_536;

/** A clock that only its owner moves. Timers fire in the order of their due times, ties in the order they were set. */
export class ReplayClock extends Clock {
  private timers: Pending[] = [];
  private order = 0;
  private now: number;

  constructor(startUs = 0) {
    super();
    this.now = startUs;
  }

  override nowUs(): number {
    return this.now;
  }

  override monotonicUs(): number {
    return this.now;
  }

  /** @throws RangeError beyond 65 536 pending timers: a strategy that sets them in a loop. */
  override setTimer(delayUs: number, callback: () => void): Timer {
    if (this.timers.length >= MAX_TIMERS) throw new RangeError(`more than ${MAX_TIMERS} timers`);
    const pending = { dueUs: this.now + Math.max(0, delayUs), order: this.order++, callback, cancelled: false };
    this.timers.push(pending);
    return {
      cancel: () => {
        pending.cancelled = true;
        this.timers = this.timers.filter((timer) => timer !== pending);
      },
    };
  }

  /** When the next timer is due. */
  get nextUs(): number | undefined {
    return this.earliest()?.dueUs;
  }

  /** Moves to `us`, firing on the way what is due before it (with `inclusive`, also what is due at it). Never moves back. */
  advance(us: number, inclusive: boolean): void {
    const target = Math.max(us, this.now);
    for (;;) {
      const next = this.earliest();
      if (next === undefined || next.dueUs > target || (!inclusive && next.dueUs === target)) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.now = Math.max(this.now, next.dueUs);
      if (!next.cancelled) next.callback();
    }
    this.now = target;
  }

  private earliest(): Pending | undefined {
    let best: Pending | undefined;
    for (const timer of this.timers) {
      if (best === undefined || timer.dueUs < best.dueUs || (timer.dueUs === best.dueUs && timer.order < best.order))
        best = timer;
    }
    return best;
  }
}
