import { AsyncLocalStorage } from 'node:async_hooks';

interface Scope {
  open: boolean;
}

const scopes = new AsyncLocalStorage<Scope>();

/** Runs the work of a transaction so that `insideTransaction` knows, until the work has ended. */
export async function withinScope<T>(work: () => Promise<T>): Promise<T> {
  const scope: Scope = { open: true };
  try {
    return await scopes.run(scope, work);
  } finally {
    // Work that was started inside and left running must not count as inside for ever.
    scope.open = false;
  }
}

/** Whether the caller runs inside `Db.transaction`, however deep in its calls. */
export function insideTransaction(): boolean {
  return scopes.getStore()?.open === true;
}
