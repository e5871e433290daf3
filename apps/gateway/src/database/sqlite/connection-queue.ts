import { DatabaseBusyError } from '../database-busy-error.js';

interface Waiter {
  readonly grant: () => void;
  readonly timer: NodeJS.Timeout;
}

/** Hands the one connection to one user at a time, in order of arrival. Both the line and the wait have a bound. */
export class ConnectionQueue {
  private taken = false;
  private readonly waiters = new Set<Waiter>();

  constructor(
    private readonly maxWaiting: number,
    private readonly maxWaitMs: number,
  ) {}

  get waiting(): number {
    return this.waiters.size;
  }

  /** @throws DatabaseBusyError when the line is full or the wait too long. */
  async acquire(): Promise<void> {
    if (!this.taken) {
      this.taken = true;
      return;
    }
    if (this.waiters.size >= this.maxWaiting) {
      throw new DatabaseBusyError(`${this.maxWaiting} uses of the database are waiting already`);
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiters.delete(waiter);
        reject(new DatabaseBusyError(`the database was not free within ${this.maxWaitMs} ms`));
      }, this.maxWaitMs);
      const waiter: Waiter = { grant: resolve, timer };
      this.waiters.add(waiter);
    });
  }

  release(): void {
    const [next] = this.waiters;
    if (next === undefined) {
      this.taken = false;
      return;
    }
    this.waiters.delete(next);
    clearTimeout(next.timer);
    next.grant();
  }
}
