import type { Clock, Timer } from '@bourseworks/ports';
import { LOGIN_PAUSE_MS } from '@bourseworks/venue-client';
import { faultOf, type CcxtFault } from '../errors.js';

/** While nothing is live, questions are this many times rarer. */
const IDLE_FACTOR = 5;

export interface PollerOptions {
  readonly clock: Clock;
  readonly everyUs: number;
  /** Wait after refused keys, milliseconds. Default 60 000. */
  readonly loginPauseMs?: number;
  /** One round of questions; rejects with ccxt's errors when the exchange cannot be asked. */
  readonly round: () => Promise<void>;
  readonly busy: () => boolean;
  readonly link: (up: boolean, fault?: CcxtFault) => void;
}

interface Start {
  resolve(): void;
  reject(error: unknown): void;
}

/** Asks again and again, one round at a time, and tells when asking begins to fail and when it works again. */
export class Poller {
  private timer: Timer | undefined;
  private running = false;
  private wanted = false;
  private up = false;
  /** The keys were refused: nothing is asked until the pause is over. */
  private shut = false;
  private closed = false;
  private started = false;
  private starting: Start | undefined;

  constructor(private readonly options: PollerOptions) {}

  /**
   * Resolves after the first round that worked, or when it is closed. Rejects with ccxt's error, and asks no more, when the
   * keys are refused before that.
   */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.starting = { resolve, reject };
      this.started = true;
      if (this.closed) resolve();
      else this.run();
    });
  }

  /** Asks at once, or again when the round that is under way is over: what it asked first may be of before. */
  soon(): void {
    if (this.running) this.wanted = true;
    else if (this.started && !this.shut) this.run();
  }

  close(): void {
    this.closed = true;
    this.timer?.cancel();
    this.starting?.resolve();
  }

  private run(): void {
    if (this.closed || this.running) return;
    this.timer?.cancel();
    this.running = true;
    this.wanted = false;
    this.shut = false;
    this.options.round().then(
      () => this.worked(),
      (error: unknown) => this.failed(error),
    );
  }

  private worked(): void {
    this.running = false;
    if (this.closed) return;
    if (!this.up) this.options.link(true);
    this.up = true;
    this.starting?.resolve();
    this.starting = undefined;
    const { everyUs, busy } = this.options;
    this.runIn(this.wanted ? 0 : busy() ? everyUs : everyUs * IDLE_FACTOR);
  }

  private failed(error: unknown): void {
    this.running = false;
    if (this.closed) return;
    const fault = faultOf(error);
    const { everyUs, loginPauseMs = LOGIN_PAUSE_MS } = this.options;
    if (fault.authentication && this.starting !== undefined) {
      this.starting.reject(error);
      this.starting = undefined;
      this.started = false;
      return;
    }
    // Of keys that are refused it is told each time, minutes apart: they are a matter for people.
    if (this.up || fault.authentication) this.options.link(false, fault);
    this.up = false;
    this.shut = fault.authentication;
    this.runIn(fault.authentication ? loginPauseMs * 1_000 : everyUs);
  }

  private runIn(us: number): void {
    this.timer = this.options.clock.setTimer(us, () => this.run());
  }
}
