import type { DoorbellSleeper } from '../doorbell/doorbell.js';

/** The part of a MessagePort that the loop listens to. The listener keeps the thread's event loop alive until `stop`. */
export interface WakePort {
  on(event: 'message', listener: () => void): unknown;
  off(event: 'message', listener: () => void): unknown;
}

export interface SpinOptions {
  /** Microseconds to look again and again before giving up, 1 to 10 000. Promises, timers and messages wait for as long. */
  readonly micros: number;
  /**
   * True: park after one spin without a record. False: return to the event loop and spin again, for ever; costs a core, so
   * at most cores - 1 threads of a machine may do it.
   */
  readonly park: boolean;
}

export interface LoopOptions {
  /** Delivers what is there, at most 256 records, and returns how many. */
  readonly drain: () => number;
  readonly sleeper: DoorbellSleeper;
  /** Where producers ring. Any message wakes; other listeners of the port are not disturbed. */
  readonly port?: WakePort;
  /** Called each time that the loop has found nothing and parks. */
  readonly onIdle?: () => void;
  readonly spin?: SpinOptions;
}

export const MAX_SPIN_MICROS = 10_000;

/** Looks between two reads of the clock, which costs many times what looking at an empty ring does. */
const LOOKS_PER_CLOCK_READ = 32;

/**
 * Drives a consumer: drain, yield with `setImmediate`, and when nothing is left park until the doorbell rings.
 * An error thrown by `drain` or `onIdle` stops the loop and passes through to the thread's uncaught exception.
 */
export class ConsumerLoop {
  private parked = false;
  private stopped = false;
  private immediate: NodeJS.Immediate | undefined;
  private wakeUpCount = 0;
  private readonly onMessage = (): void => this.wake();
  private readonly onImmediate = (): void => this.turn();

  /** @throws RangeError when `spin.micros` is out of range. */
  constructor(private readonly options: LoopOptions) {
    const micros = options.spin?.micros;
    if (micros !== undefined && !(micros >= 1 && micros <= MAX_SPIN_MICROS)) {
      throw new RangeError(`spin must be 1 to ${MAX_SPIN_MICROS} us: ${micros}`);
    }
    options.port?.on('message', this.onMessage);
    this.schedule();
  }

  /** Times that a parked loop was woken. */
  get wakeUps(): number {
    return this.wakeUpCount;
  }

  get isParked(): boolean {
    return this.parked;
  }

  /** Makes a parked loop look again, as a ring of the doorbell does. */
  wake(): void {
    if (!this.parked || this.stopped) return;
    this.parked = false;
    this.wakeUpCount += 1;
    this.options.sleeper.wake();
    this.turn();
  }

  /** No drain starts after this; one that is running ends normally. The port is neither closed nor otherwise touched. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.parked = false;
    if (this.immediate !== undefined) clearImmediate(this.immediate);
    this.immediate = undefined;
    this.options.sleeper.wake();
    this.options.port?.off('message', this.onMessage);
  }

  private schedule(): void {
    this.immediate = setImmediate(this.onImmediate);
  }

  private turn(): void {
    this.immediate = undefined;
    try {
      this.step();
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  private step(): void {
    const { drain, sleeper, spin, onIdle } = this.options;
    const busy = drain() > 0 || (spin !== undefined && !this.stopped && this.spinOnce(spin.micros));
    if (this.stopped) return;
    if (busy || spin?.park === false) return this.schedule();
    sleeper.sleep();
    // What was written between the look above and the flag was written without a ring.
    if (drain() > 0) {
      if (this.stopped) return;
      sleeper.wake();
      return this.schedule();
    }
    if (this.stopped) return;
    this.parked = true;
    onIdle?.();
  }

  private spinOnce(micros: number): boolean {
    const end = performance.now() + micros / 1_000;
    do {
      for (let look = 0; look < LOOKS_PER_CLOCK_READ; look += 1) {
        if (this.options.drain() > 0) return true;
      }
    } while (performance.now() < end);
    return false;
  }
}

/** Starts a loop. Its first drain runs in a later turn of the event loop. */
export function runLoop(options: LoopOptions): ConsumerLoop {
  return new ConsumerLoop(options);
}
