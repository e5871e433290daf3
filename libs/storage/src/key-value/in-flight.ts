import { unavailable } from '../refusals.js';

/** Callers of a store that does not answer pile up; beyond this they are refused at once. */
const MAX_IN_FLIGHT = 1_000;

/** Counts what a client has been asked and has not answered, and ends with it. */
export class InFlight {
  private count = 0;
  private ended = false;

  /** `store`: what it is called in errors. */
  constructor(private readonly store: string) {}

  /** @throws DomainError STORE_UNAVAILABLE when there are too many, or after `close`. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.checkOpen();
    if (this.count >= MAX_IN_FLIGHT) throw unavailable(this.store, `${MAX_IN_FLIGHT} requests wait for it already`);
    this.count++;
    try {
      return await work();
    } finally {
      this.count--;
    }
  }

  get closed(): boolean {
    return this.ended;
  }

  /** @throws DomainError STORE_UNAVAILABLE after `close`. */
  checkOpen(): void {
    if (this.ended) throw unavailable(this.store, 'it was closed');
  }

  close(): void {
    this.ended = true;
  }
}
