import { barSeconds, US_PER_SECOND, type MarketDataEvent } from '@bourseworks/domain';
import type { Clock, HistoryQuery } from '@bourseworks/ports';
import type { Pages } from './pages.js';

export interface MissedOptions {
  readonly clock: Clock;
  /** How long after its end a bar may take to be kept, milliseconds. */
  readonly graceMs: number;
  readonly signal: AbortSignal;
}

/**
 * The bars that a stream missed. Alpaca takes a moment to keep a bar that has just ended: without it nobody would miss it, as the
 * stream goes on with the next one. So within that moment they are asked for once more when it is over.
 */
export async function* missedBars(
  pages: Pages,
  query: HistoryQuery,
  symbol: string,
  { clock, graceMs, signal }: MissedOptions,
): AsyncGenerator<readonly MarketDataEvent[]> {
  const lengthUs = barSeconds(query.kind) * US_PER_SECOND;
  const endedUs = Math.floor(clock.nowUs() / lengthUs) * lengthUs;
  yield* pages.of(query, symbol, signal);
  const leftUs = endedUs + graceMs * 1_000 - clock.nowUs();
  if (leftUs <= 0 || !(await waited(leftUs, clock, signal))) return;
  // Those that are given twice are known by their start.
  yield* pages.of({ ...query, fromUs: Math.max(query.fromUs, endedUs - lengthUs) }, symbol, signal);
}

/** False when it is given up meanwhile. */
function waited(us: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (over: boolean): void => {
      timer.cancel();
      signal.removeEventListener('abort', abort);
      resolve(over);
    };
    const abort = (): void => end(false);
    const timer = clock.setTimer(us, () => end(true));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}
