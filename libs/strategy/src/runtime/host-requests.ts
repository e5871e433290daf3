import { refuse, type Result } from '@bourseworks/domain';
import type { HostRequest, RuntimeLink } from './types.js';

const MAX_IN_FLIGHT = 1_024;

type WithoutId<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;

/** Requests of a strategy to its host, each answered by one record in the data lane. */
export class HostRequests {
  private readonly waiting = new Map<number, (result: Result<unknown>) => void>();
  private nextId = 1;

  constructor(private readonly link: Pick<RuntimeLink, 'request'>) {}

  get inFlight(): number {
    return this.waiting.size;
  }

  /** Never rejects; refuses with REQUEST_LIMIT when the strategy has too many in flight. */
  send<T>(request: WithoutId<HostRequest>): Promise<Result<T>> {
    if (this.waiting.size >= MAX_IN_FLIGHT) {
      return Promise.resolve(refuse('REQUEST_LIMIT', `more than ${MAX_IN_FLIGHT} requests in flight`));
    }
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve as (result: Result<unknown>) => void);
      this.link.request({ ...request, id });
    });
  }

  /** Returns false for a reply that nothing waits for. */
  settle(id: number, result: Result<unknown>): boolean {
    const resolve = this.waiting.get(id);
    this.waiting.delete(id);
    resolve?.(result);
    return resolve !== undefined;
  }
}
