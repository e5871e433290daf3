import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Resolves to the first value of `probe` that is neither false, null nor undefined; a throwing probe is tried again.
 * Rejects after `timeoutMs` with the last error, or naming `what` was awaited.
 */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  { timeoutMs = 15_000, everyMs = 10, what = 'the condition' } = {},
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let failure: Error | undefined;
    try {
      const value = await probe();
      if (value !== false && value !== null && value !== undefined) {
        return value as Exclude<T, false | null | undefined>;
      }
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
    if (performance.now() >= deadline) {
      throw failure ?? new Error(`${what} did not come true within ${timeoutMs} ms`);
    }
    await sleep(everyMs);
  }
}
