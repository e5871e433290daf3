/** A timer that was set; `cancel` is idempotent. */
export interface Timer {
  cancel(): void;
}

/**
 * The only source of time and timers. Live services use SystemClock; replay, backtest and tests supply their own, so that
 * the same inputs give the same results.
 */
export abstract class Clock {
  /** Microseconds since the Unix epoch, safe integer. A read costs 60-90 ns live: read once per drain. */
  abstract nowUs(): number;
  /** Monotonic microseconds with a fraction; comparable across processes of one machine. For durations only. */
  abstract monotonicUs(): number;
  /** Calls back once, `delayUs` (>= 0) from now. */
  abstract setTimer(delayUs: number, callback: () => void): Timer;
}

/** Resolves after `us` of the clock's own time. */
export function delay(clock: Clock, us: number): Promise<void> {
  return new Promise((resolve) => void clock.setTimer(us, resolve));
}

/** Looked up once: a getter, which costs as much as half a look at the time. */
const { timeOrigin } = performance;

/** The machine's clock. */
export class SystemClock extends Clock {
  nowUs(): number {
    return Math.floor((timeOrigin + performance.now()) * 1_000);
  }

  monotonicUs(): number {
    const [seconds, nanos] = process.hrtime();
    return seconds * 1_000_000 + nanos / 1_000;
  }

  setTimer(delayUs: number, callback: () => void): Timer {
    const handle = setTimeout(callback, delayUs / 1_000);
    return { cancel: () => clearTimeout(handle) };
  }
}
