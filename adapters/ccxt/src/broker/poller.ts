import type { Clock, Timer } from '@bourseworks/ports';

/** While nothing is live, questions are this many times rarer. */
const IDLE_FACTOR = 5;

export interface PollerOptions {
  readonly clock: Clock;
  readonly everyUs: number;
  /** One round of questions; rejects when the exchange cannot be asked. */
  readonly round: () => Promise<void>;
  readonly busy: () => boolean;
  readonly link: (up: boolean, reason?: string) => void;
}

/** Asks again and again, one round at a time, and tells when asking begins to fail and when it works again. */
export class Poller {
  private timer: Timer | undefined;
  private running = false;
  private wanted = false;
  private up = false;
  private closed = false;
  private opened: (() => void) | undefined;

  constructor(private readonly options: PollerOptions) {}

  /** Resolves after the first round that worked, or when it is closed. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.opened = resolve;
      if (this.closed) resolve();
      else this.run();
    });
  }

  /** Asks at once, or again when the round that is under way is over: what it asked first may be of before. */
  soon(): void {
    if (this.running) this.wanted = true;
    else if (this.opened !== undefined) this.run();
  }

  close(): void {
    this.closed = true;
    this.timer?.cancel();
    this.opened?.();
  }

  private run(): void {
    if (this.closed || this.running) return;
    this.timer?.cancel();
    this.running = true;
    this.wanted = false;
    this.options.round().then(
      () => this.done(undefined),
      (error: unknown) => this.done(error instanceof Error ? error.message : String(error)),
    );
  }

  private done(reason: string | undefined): void {
    this.running = false;
    if (this.closed) return;
    const up = reason === undefined;
    if (up !== this.up) {
      this.up = up;
      this.options.link(up, reason);
    }
    if (up) this.opened?.();
    const { clock, everyUs, busy } = this.options;
    const waitUs = this.wanted && up ? 0 : busy() || !up ? everyUs : everyUs * IDLE_FACTOR;
    this.timer = clock.setTimer(waitUs, () => this.run());
  }
}
