import type { Clock, Timer } from '@bourseworks/ports';

interface Pending<A> {
  readonly done: (answer: A) => void;
  readonly timer: Timer;
}

/** Requests over a socket whose answers are outstanding, by the id that the answer repeats. Each is answered once. */
export class PendingRequests<A> {
  private readonly pending = new Map<number | string, Pending<A>>();

  constructor(
    private readonly clock: Clock,
    /** More are not taken. */
    private readonly max = 10_000,
  ) {}

  get size(): number {
    return this.pending.size;
  }

  /** False when too many are outstanding, or one of this id is: then `done` is not called. */
  add(id: number | string, timeoutUs: number, late: () => A, done: (answer: A) => void): boolean {
    if (this.pending.size >= this.max || this.pending.has(id)) return false;
    const timer = this.clock.setTimer(timeoutUs, () => this.finish(id, late()));
    this.pending.set(id, { done, timer });
    return true;
  }

  /** False when nothing of this id is outstanding. */
  finish(id: number | string, answer: A): boolean {
    const waiting = this.pending.get(id);
    if (waiting === undefined) return false;
    this.pending.delete(id);
    waiting.timer.cancel();
    waiting.done(answer);
    return true;
  }

  /** Answers all that are outstanding, oldest first. */
  finishAll(answer: A): void {
    // Those that come while they are answered belong to another connection.
    const ids = Array.from(this.pending.keys());
    for (const id of ids) this.finish(id, answer);
  }
}
