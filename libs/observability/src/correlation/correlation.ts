import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<string>();

/** Runs `fn`; every log line it writes, also after an await, carries `id` as `correlationId`. */
export function withCorrelation<T>(id: string, fn: () => T): T {
  return storage.run(id, fn);
}

/** The id of the request or message being worked on, if there is one. */
export function currentCorrelation(): string | undefined {
  return storage.getStore();
}
