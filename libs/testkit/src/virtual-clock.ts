import { Clock } from '@bourseworks/ports';
import type { Timer } from '@bourseworks/ports';

interface Entry {
  readonly atUs: number;
  readonly sequence: number;
  readonly callback: () => void;
}

/** Timers that one call may run: a timer that sets itself again with no delay would never let the call return. */
const maxCallbacks = 1_000_000;

/** A clock that stands still until the test moves it. Timers run in order of time, then of setting. */
export class VirtualClock extends Clock {
  private readonly timers = new Map<number, Entry>();
  private sequence = 0;
  private elapsedUs = 0;

  /** `startUs`: microseconds since the epoch; by default 2023-11-14T22:13:20Z. */
  constructor(private readonly startUs = 1_700_000_000_000_000) {
    super();
  }

  override nowUs(): number {
    return this.startUs + Math.floor(this.elapsedUs);
  }

  override monotonicUs(): number {
    return this.elapsedUs;
  }

  override setTimer(delayUs: number, callback: () => void): Timer {
    if (!(delayUs >= 0)) throw new RangeError(`a timer's delay is at least 0 us, not ${delayUs}`);
    const sequence = this.sequence++;
    this.timers.set(sequence, { atUs: this.elapsedUs + delayUs, sequence, callback });
    return { cancel: () => void this.timers.delete(sequence) };
  }

  /** Timers that are set and have not run. */
  get pendingTimers(): number {
    return this.timers.size;
  }

  /** Moves on by `us`, running what falls due on the way at its own time. */
  advance(us: number): void {
    const target = this.targetOf(us);
    let count = 0;
    for (let due = this.nextUntil(target); due; due = this.nextUntil(target)) this.fire(due, ++count);
    this.elapsedUs = target;
  }

  /** As advance, but lets promises settle before the first timer, between timers and after the last. */
  async advanceAsync(us: number): Promise<void> {
    const target = this.targetOf(us);
    let count = 0;
    await settle();
    for (let due = this.nextUntil(target); due; due = this.nextUntil(target)) {
      this.fire(due, ++count);
      await settle();
    }
    this.elapsedUs = target;
  }

  private targetOf(us: number): number {
    if (!(us >= 0)) throw new RangeError(`time does not run backwards: ${us} us`);
    return this.elapsedUs + us;
  }

  private nextUntil(target: number): Entry | undefined {
    let next: Entry | undefined;
    for (const timer of this.timers.values()) {
      if (timer.atUs <= target && (!next || timer.atUs < next.atUs)) next = timer;
    }
    return next;
  }

  private fire(timer: Entry, count: number): void {
    if (count > maxCallbacks) throw new Error(`more than ${maxCallbacks} timers in one step: one sets itself again`);
    this.timers.delete(timer.sequence);
    this.elapsedUs = timer.atUs;
    timer.callback();
  }
}

/** One turn of the event loop runs every microtask, however long the chain of promises. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
