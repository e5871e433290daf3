import type { Clock, Timer } from '@bourseworks/ports';
import { SlidingWindow, type RateWindowSpec } from './sliding-window.js';

export type { RateWindowSpec } from './sliding-window.js';

/** By priority: what takes risk off goes first, questions go last. */
export const LANES = ['cancel', 'replace', 'new', 'query'] as const;
export type Lane = (typeof LANES)[number];

/** Weight by the name of the window; windows that are not named cost nothing. */
export type RateCost = Readonly<Record<string, number>>;

/** May it be sent? Refused: QUEUE_FULL, TOO_LATE (it would have waited beyond its time), TOO_COSTLY (never fits), CLOSED. */
export type Grant =
  | { readonly kind: 'granted' }
  | {
      readonly kind: 'refused';
      readonly code: 'QUEUE_FULL' | 'TOO_LATE' | 'TOO_COSTLY' | 'CLOSED';
      readonly reason: string;
    };

export interface RateLimiterOptions {
  readonly windows: readonly RateWindowSpec[];
  readonly clock: Clock;
  /** Waiting requests of one lane. Default 1 000. */
  readonly maxQueue?: number;
  /** How long a request waits at most, microseconds. Default 60 s. */
  readonly maxWaitUs?: number;
  /** Added to every window, microseconds: the way to the venue is not always equally long. Default 250 000. */
  readonly slackUs?: number;
}

interface Waiting {
  readonly cost: RateCost;
  readonly untilUs: number;
  readonly done: (grant: Grant) => void;
}

/** A request is looked at once even if it may not wait. */
const MIN_WAIT_US = 1_000;

const GRANTED: Grant = Object.freeze({ kind: 'granted' });

function refused(code: 'QUEUE_FULL' | 'TOO_LATE' | 'TOO_COSTLY' | 'CLOSED', reason: string): Grant {
  return { kind: 'refused', code, reason };
}

/**
 * Keeps requests within the limits of a venue. Within a lane first come, first served; between lanes the higher one first:
 * a lower lane passes only with what the head of every higher lane leaves over. A part of each limit may be reserved for
 * cancels, so that an order can be taken back when all else is used up. All is counted on the monotonic clock.
 */
export class RateLimiter {
  private readonly windows: readonly SlidingWindow[];
  private readonly lanes: readonly Waiting[][] = LANES.map(() => []);
  private readonly ahead: Float64Array;
  private bannedUntilUs = 0;
  private timer: Timer | undefined;
  private draining = false;
  private closed = false;

  constructor(private readonly options: RateLimiterOptions) {
    const { windows, slackUs = 250_000 } = options;
    this.windows = windows.map((spec) => new SlidingWindow(spec, slackUs));
    this.ahead = new Float64Array(windows.length);
  }

  /** Requests that wait. */
  get waiting(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.length, 0);
  }

  /** Calls back once: at once when there is room and nobody ahead, else as soon as there is. */
  request(lane: Lane, cost: RateCost, done: (grant: Grant) => void, maxWaitUs?: number): void {
    if (this.closed) return done(refused('CLOSED', 'the rate limiter is closed'));
    const index = LANES.indexOf(lane);
    for (const window of this.windows) {
      if ((cost[window.spec.name] ?? 0) > window.allowed(index === 0)) {
        return done(refused('TOO_COSTLY', `one request takes more ${window.spec.name} than the venue allows`));
      }
    }
    const nowUs = this.nowUs();
    if (this.waiting === 0 && this.bannedUntilUs <= nowUs && this.fits(cost, index === 0, nowUs)) {
      this.take(cost, nowUs);
      return done(GRANTED);
    }
    const queue = this.lanes[index];
    if (queue.length >= (this.options.maxQueue ?? 1_000)) {
      return done(refused('QUEUE_FULL', `${queue.length} requests wait for the venue's rate limit`));
    }
    const waitUs = maxWaitUs ?? this.options.maxWaitUs ?? 60_000_000;
    queue.push({ cost, untilUs: nowUs + Math.max(MIN_WAIT_US, waitUs), done });
    this.drain();
  }

  acquire(lane: Lane, cost: RateCost, maxWaitUs?: number): Promise<Grant> {
    return new Promise((resolve) => this.request(lane, cost, resolve, maxWaitUs));
  }

  /**
   * What the venue says is used of a window. More than we know of (another program with the same key, or a count that
   * went on over a restart) counts from now on; less is not believed, as requests may be under way.
   */
  learn(name: string, used: number): void {
    const window = this.window(name);
    if (window === undefined || !(used >= 0)) return;
    const nowUs = this.nowUs();
    window.add(nowUs, used - window.used(nowUs));
  }

  /** The venue states another limit. */
  setLimit(name: string, limit: number): void {
    if (!(limit >= 1)) return;
    this.window(name)?.setLimit(limit);
    this.drain();
  }

  /** Nothing is sent for so long, cancels neither: a venue that is asked while it bans bans for longer. */
  ban(forUs: number): void {
    if (!(forUs > 0)) return;
    this.bannedUntilUs = Math.max(this.bannedUntilUs, this.nowUs() + forUs);
    this.drain();
  }

  /** How long the ban has yet to go, microseconds. */
  get bannedUs(): number {
    return Math.max(0, this.bannedUntilUs - this.nowUs());
  }

  /** Weight used in the window that ends now. */
  used(name: string): number {
    return this.window(name)?.used(this.nowUs()) ?? 0;
  }

  /** Refuses all that waits, and all that comes; leaves no timer. Idempotent. */
  close(): void {
    this.closed = true;
    this.timer?.cancel();
    this.timer = undefined;
    for (const lane of this.lanes) {
      for (const { done } of lane.splice(0)) done(refused('CLOSED', 'the rate limiter was closed'));
    }
  }

  private nowUs(): number {
    return this.options.clock.monotonicUs();
  }

  private fits(cost: RateCost, reserve: boolean, nowUs: number): boolean {
    return this.windows.every((window) => {
      const weight = cost[window.spec.name] ?? 0;
      return weight <= 0 || window.used(nowUs) + weight <= window.allowed(reserve);
    });
  }

  private take(cost: RateCost, nowUs: number): void {
    for (const window of this.windows) window.add(nowUs, cost[window.spec.name] ?? 0);
  }

  private window(name: string): SlidingWindow | undefined {
    return this.windows.find((window) => window.spec.name === name);
  }

  /** Lets go what may go, in order of the lanes; then sets the timer for the next that may. */
  private drain(): void {
    // A callback that asks again is served by the loop that called it.
    if (this.draining || this.closed) return;
    this.draining = true;
    this.timer?.cancel();
    this.timer = undefined;
    let wakeUs = Infinity;
    try {
      for (let again = true; again && !this.closed;) {
        again = false;
        wakeUs = Infinity;
        this.ahead.fill(0);
        for (let lane = 0; lane < LANES.length && !again; lane++) {
          const waitUs = this.drainLane(lane);
          if (waitUs === 0) again = true;
          else wakeUs = Math.min(wakeUs, waitUs);
        }
      }
    } finally {
      this.draining = false;
    }
    if (wakeUs < Infinity && !this.closed) this.timer = this.options.clock.setTimer(wakeUs, () => this.drain());
  }

  /** Grants the head of a lane: 0. Otherwise how long nothing of the lane can change, and what it needs is set aside. */
  private drainLane(index: number): number {
    const lane = this.lanes[index];
    const nowUs = this.nowUs();
    if (lane.length === 0) return Infinity;
    const [{ cost, untilUs, done }] = lane;
    let waitUs = Math.max(0, this.bannedUntilUs - nowUs);
    this.windows.forEach((window, n) => {
      const weight = cost[window.spec.name] ?? 0;
      if (weight <= 0) return;
      waitUs = Math.max(waitUs, window.waitUs(nowUs, weight + this.ahead[n], window.allowed(index === 0)));
    });
    if (waitUs === 0 && untilUs >= nowUs) {
      lane.shift();
      this.take(cost, nowUs);
      done(GRANTED);
      return 0;
    }
    if (this.refuseLate(lane, nowUs)) return 0;
    this.windows.forEach((window, n) => (this.ahead[n] += cost[window.spec.name] ?? 0));
    return Math.min(waitUs, ...lane.map((waiting) => Math.max(1, waiting.untilUs - nowUs)));
  }

  /** Refuses what has waited for its time; true when there was any. */
  private refuseLate(lane: Waiting[], nowUs: number): boolean {
    const late = lane.filter((waiting) => waiting.untilUs <= nowUs);
    if (late.length === 0) return false;
    const kept = lane.filter((waiting) => waiting.untilUs > nowUs);
    lane.splice(0, lane.length, ...kept);
    for (const { done } of late) done(refused('TOO_LATE', 'the rate limit left no room in time'));
    return true;
  }
}
