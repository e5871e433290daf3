import type { Clock, Timer } from '@bourseworks/ports';

const PERIOD_US = 1_000_000;

/** Passes values on, of each key at most one a second; of those that come too soon the latest, when its turn comes. */
export class OnceASecond<T> {
  private readonly turns = new Map<string, { latest: T | undefined; timer: Timer }>();

  constructor(
    private readonly clock: Clock,
    private readonly pass: (value: T) => void,
  ) {}

  offer(key: string, value: T): void {
    const turn = this.turns.get(key);
    if (turn !== undefined) turn.latest = value;
    else this.send(key, value);
  }

  stop(): void {
    for (const { timer } of this.turns.values()) timer.cancel();
    this.turns.clear();
  }

  private send(key: string, value: T): void {
    this.turns.set(key, { latest: undefined, timer: this.clock.setTimer(PERIOD_US, () => this.next(key)) });
    this.pass(value);
  }

  private next(key: string): void {
    const latest = this.turns.get(key)?.latest;
    this.turns.delete(key);
    if (latest !== undefined) this.send(key, latest);
  }
}
