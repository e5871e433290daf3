import { setTimeout as sleep } from 'node:timers/promises';
import { onStopRequest } from '../launcher/stop-request.js';

/** Aborts on Ctrl-C, SIGTERM, the end of the parent, or the end of whoever reads the output. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  onStopRequest(() => controller.abort());
  return controller.signal;
}

/** Resolves when the signal aborts, or after so many seconds. */
export async function whenStopped(signal: AbortSignal, seconds?: number): Promise<void> {
  if (signal.aborted) return;
  // Without a limit the longest delay that a timer takes, again and again, keeps the process alive.
  const ms = seconds === undefined ? 2_147_483_647 : seconds * 1_000;
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  if (seconds === undefined && !signal.aborted) await whenStopped(signal);
}
