import { jestGlobals } from './jest-globals.js';

type Cleanup = () => void | Promise<void>;

const cleanups: Cleanup[] = [];

async function runAll(): Promise<void> {
  const failures: unknown[] = [];
  // Last made, first gone: a process may still write into a directory that was made before it.
  for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) {
    try {
      await cleanup();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'cleaning up after the suite failed');
}

// Registered while the spec file is being loaded: Jest refuses a hook that is defined inside a running test.
jestGlobals()?.afterAll(runAll, 30_000);

/** Runs `cleanup` after the last test of the spec file. Outside of Jest (a bench) the caller cleans up itself. */
export function afterSuite(cleanup: Cleanup): void {
  cleanups.push(cleanup);
}
