import type { Clock, Timer } from '@bourseworks/ports';

/** Tells once when nothing was heard for a time; hearing something sets no timer. */
export class StaleWatch {
  private timer: Timer | undefined;
  private heardUs = 0;

  constructor(
    private readonly clock: Clock,
    /** Absent = silence means nothing. */
    private readonly staleUs: number | undefined,
    private readonly stale: () => void,
  ) {}

  /** Something was heard, or is waited for, since `us`, monotonic. */
  heard(us: number): void {
    if (this.staleUs === undefined) return;
    this.heardUs = us;
    this.timer ??= this.clock.setTimer(this.staleUs, () => this.look(this.staleUs ?? 0));
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private look(staleUs: number): void {
    const leftUs = this.heardUs + staleUs - this.clock.monotonicUs();
    this.timer = leftUs > 0 ? this.clock.setTimer(leftUs, () => this.look(staleUs)) : undefined;
    if (leftUs <= 0) this.stale();
  }
}
