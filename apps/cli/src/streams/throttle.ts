/** As often as the eye follows; more would only make the terminal work. */
const MIN_PERIOD_MS = 100;

/** Calls at most ten times a second; what is asked for in between is done once, when its turn comes. */
export class Throttle {
  private timer: NodeJS.Timeout | undefined;
  private lastMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly work: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  call(): void {
    if (this.timer !== undefined) return;
    const wait = this.lastMs + MIN_PERIOD_MS - this.now();
    if (wait <= 0) this.run();
    else this.timer = setTimeout(() => this.run(), wait);
  }

  /** Does at once what is still to be done. */
  flush(): void {
    if (this.timer !== undefined) this.run();
  }

  /** Forgets what is still to be done. */
  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private run(): void {
    this.cancel();
    this.lastMs = this.now();
    this.work();
  }
}
