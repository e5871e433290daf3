import { delay, type Clock } from '@bourseworks/ports';
import type { Refusal, Result } from '@bourseworks/domain';
import { mayRetry } from './ask.js';

export interface RetryOptions {
  readonly clock: Clock;
  /** Attempts in all. */
  readonly tries: number;
  /** First pause; doubled each time up to `maxPauseUs`. */
  readonly pauseUs: number;
  readonly maxPauseUs: number;
  /** Ends the attempts early. */
  readonly stopped?: () => boolean;
  readonly onRetry?: (refusal: Refusal, attempt: number) => void;
}

/** Repeats what failed for a passing reason; the last refusal when the attempts are used up. */
export async function retry<T>(options: RetryOptions, attempt: () => Promise<Result<T>>): Promise<Result<T>> {
  let pause = options.pauseUs;
  for (let number = 1; ; number++) {
    const result = await attempt();
    if (result.ok || !mayRetry(result.refusal) || number >= options.tries || options.stopped?.() === true)
      return result;
    options.onRetry?.(result.refusal, number);
    await delay(options.clock, pause);
    if (options.stopped?.() === true) return result;
    pause = Math.min(pause * 2, options.maxPauseUs);
  }
}
