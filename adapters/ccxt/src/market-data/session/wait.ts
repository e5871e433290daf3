import type { Clock } from '@bourseworks/ports';

/** Resolves after `us` of the clock, and at once when the signal aborts; leaves no timer. */
export function waitFor(clock: Clock, us: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.setTimer(us, end);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** What the work comes to; rejects with the signal's reason as soon as it aborts, while the work ends unheard. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
