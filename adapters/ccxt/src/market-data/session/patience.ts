import type { Clock, Rng } from '@bourseworks/ports';
import { backoffMs, type BackoffOptions } from '@bourseworks/venue-client';
import { waitFor } from './wait.js';

/**
 * The wait after a fault, with full jitter, longer with each fault after the other. Those who fail while it goes on share it, as
 * the streams of one connection all fail with it: there is one attempt then, not one of each.
 */
export class Patience {
  private faults = 0;
  private pause: Promise<void> | undefined;

  constructor(
    private readonly options: BackoffOptions,
    private readonly clock: Clock,
    private readonly rng: Rng,
    private readonly closing: AbortSignal,
  ) {}

  /** Resolves when it may be tried again, or all is closed. */
  wait(): Promise<void> {
    this.pause ??= waitFor(this.clock, backoffMs(this.faults++, this.options, this.rng) * 1_000, this.closing).finally(
      () => (this.pause = undefined),
    );
    return this.pause;
  }

  /** It worked: the next fault is the first. */
  over(): void {
    this.faults = 0;
  }
}
