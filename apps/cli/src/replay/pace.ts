import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidArgumentError } from 'commander';
import { US_PER_MS } from '@bourseworks/domain';

/** A timer is not much more exact; what is due within this time is not waited for. */
const SHORT_MS = 5;
const LONGEST_MS = 60_000;

/** Times as quick as it was, more than 0; Infinity for `max`. */
export function speedArgument(text: string): number {
  const speed = text === 'max' ? Infinity : /^\d{1,6}(?:\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (speed > 0) return speed;
  throw new InvalidArgumentError('Give how many times as quick it plays, such as 1, 0.5 or 60, or max.');
}

/** Lets events come as far apart as they were known, times a speed. */
export class Pace {
  private first: { readonly us: number; readonly ms: number } | undefined;

  constructor(
    private readonly speed: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Whether an event of this time is due only later. */
  isAhead(us: number): boolean {
    return this.waitMs(us) > SHORT_MS;
  }

  /** Resolves when it is due, or the signal aborts. */
  async reach(us: number): Promise<void> {
    for (let ms = this.waitMs(us); ms > SHORT_MS && !this.signal.aborted; ms = this.waitMs(us))
      await sleep(Math.min(ms, LONGEST_MS), undefined, { signal: this.signal }).catch(() => undefined);
  }

  private waitMs(us: number): number {
    if (this.speed === Infinity) return 0;
    this.first ??= { us, ms: performance.now() };
    return this.first.ms + (us - this.first.us) / US_PER_MS / this.speed - performance.now();
  }
}
