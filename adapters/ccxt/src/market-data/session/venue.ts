import { DomainError } from '@bourseworks/domain';
import { SeededRng, type Clock, type Rng } from '@bourseworks/ports';
import { backoffMs, loginRefused, quotable, RateLimiter } from '@bourseworks/venue-client';
import type { CcxtDataExchange } from '../../ccxt-data.js';
import type { CcxtDataConfig } from '../../config.js';
import { faultOf, type CcxtFault } from '../../errors.js';
import { AgentFetch } from './agent-fetch.js';
import { dataSettings } from './data-settings.js';
import { Patience } from './patience.js';
import type { CcxtTimes } from './times.js';
import { unlessAborted, waitFor } from './wait.js';

/** Where ccxt knows no spacing of the exchange, milliseconds. */
const SPACING_MS = 1_000;
/** Requests that may come together, at the same mean. */
const BURST = 5;
/** Requests that wait for the rate limit, and how long each does. */
const MAX_QUEUE = 1_000;
const MAX_WAIT_US = 180_000_000;

/** Makes the exchange's object with these settings. */
export type MakeExchange = (settings: Readonly<Record<string, unknown>>) => Promise<CcxtDataExchange>;

/** ccxt's object of an exchange, and the ways in which it is spoken to: within its limits, patiently, until it is closed. */
export class CcxtVenue {
  readonly patience: Patience;
  private readonly limiter: RateLimiter;
  private readonly rng: Rng;
  private readonly closing = new AbortController();
  private readonly secrets: readonly string[];
  /** Why nothing is asked, for a pause after a login was refused. */
  private refusal: DomainError | undefined;
  private loginPause: Promise<void> | undefined;

  private constructor(
    readonly exchange: CcxtDataExchange,
    private readonly fetch: AgentFetch,
    config: CcxtDataConfig,
    readonly times: CcxtTimes,
    readonly clock: Clock,
  ) {
    this.rng = new SeededRng(clock.nowUs());
    this.secrets = [config.apiKey, config.secret, config.password, config.uid];
    this.patience = new Patience(times.backoff, clock, this.rng, this.signal);
    const spacingMs = times.spacingMs ?? exchange.rateLimit ?? SPACING_MS;
    const window = { name: 'requests', limit: BURST, windowUs: Math.ceil(BURST * spacingMs * 1_000) };
    this.limiter = new RateLimiter({ windows: [window], clock, maxQueue: MAX_QUEUE, maxWaitUs: MAX_WAIT_US });
    const { streaming } = exchange;
    if (streaming !== undefined) streaming.keepAlive = Math.min(streaming.keepAlive ?? Infinity, times.keepAliveMs);
  }

  /** Throws what `make` throws. */
  static async make(make: MakeExchange, config: CcxtDataConfig, times: CcxtTimes, clock: Clock): Promise<CcxtVenue> {
    const made: { venue?: CcxtVenue } = {};
    const fetch = new AgentFetch(clock, (forMs) => made.venue?.ban(forMs));
    const exchange = await make(dataSettings({ fetch, garbled: () => made.venue?.restart() }));
    return (made.venue = new CcxtVenue(exchange, fetch, config, times, clock));
  }

  get id(): string {
    return this.exchange.id;
  }

  /** Aborts with `close`. */
  get signal(): AbortSignal {
    return this.closing.signal;
  }

  /** Whether ccxt declares the method, and does not make it up of others. */
  has(method: string): boolean {
    return this.exchange.has[method] === true;
  }

  /** Once a stream was asked for: whether every connection of the streams is there. */
  get connected(): boolean {
    const { clients } = this.exchange;
    if (clients === undefined) return true;
    const all = Object.values(clients);
    return all.length > 0 && all.every(({ isConnected }) => isConnected !== false);
  }

  /**
   * Asks, some times over where the exchange fails or turns down for now. Throws DomainError ADAPTER_FAILED when it does not
   * answer or refuses, and when `given` aborts; ADAPTER_LOGIN when it refuses the login, or did a moment ago.
   */
  async ask<T>(what: string, question: () => Promise<T>, given: AbortSignal = this.signal): Promise<T> {
    const signal = given === this.signal ? given : AbortSignal.any([given, this.signal]);
    for (let attempt = 1; ; attempt++) {
      this.requireLogin();
      try {
        return await this.once(question, signal);
      } catch (error) {
        const fault = faultOf(error);
        if (fault.authentication) throw this.shutOut(fault);
        if (fault.kind === 'FINAL' || attempt >= this.times.attempts || signal.aborted) throw this.failed(what, fault);
        await waitFor(this.clock, backoffMs(attempt - 1, this.times.retryBackoff, this.rng) * 1_000, signal);
      }
    }
  }

  /** Asks once, in its turn. Throws ccxt's errors. */
  async once<T>(question: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.turn(signal);
    try {
      return await unlessAborted(question(), signal);
    } catch (error) {
      // What our own fetch saw of it has been heeded already.
      if (faultOf(error).kind === 'RETRYABLE' && this.limiter.bannedUs === 0) this.ban(undefined);
      throw error;
    }
  }

  /** Resolves when the exchange may be asked. Rejects when that takes too long, or the signal aborts. */
  async turn(signal: AbortSignal): Promise<void> {
    const turn = await unlessAborted(this.limiter.acquire('query', { requests: 1 }), signal);
    if (turn.kind === 'refused') throw new RateLimitExceeded(turn.reason);
  }

  /** Throws DomainError ADAPTER_LOGIN for a pause after a refused login. */
  requireLogin(): void {
    if (this.refusal !== undefined) throw this.refusal;
  }

  /** The login was refused: the error of all who ask, for a pause. */
  shutOut(fault: CcxtFault): DomainError {
    const refusal = loginRefused('ccxt', this.id, this.said(fault));
    this.refusal = refusal;
    this.loginPause ??= waitFor(this.clock, this.times.loginPauseUs, this.signal).then(() => {
      this.loginPause = undefined;
      this.refusal = undefined;
    });
    return refusal;
  }

  /** Resolves when the pause after a refused login is over. */
  loginPaused(): Promise<void> {
    return this.loginPause ?? Promise.resolve();
  }

  failed(what: string, fault: CcxtFault): DomainError {
    const message = `${this.id} does not give ${what}: ${this.said(fault)}`;
    return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: 'ccxt', venue: this.id } });
  }

  /** What went wrong, in its words, without keys. */
  said({ message }: CcxtFault): string {
    return quotable(message, this.secrets) || 'no reason was told';
  }

  /** Ends the connections of all streams, which begin anew: what ccxt holds of them may be wrong. */
  restart(): void {
    if (!this.signal.aborted) this.disconnect();
  }

  /** For good; leaves no timer and no socket. Idempotent. */
  close(): void {
    if (this.signal.aborted) return;
    this.closing.abort(new Error('the adapter is closed'));
    this.limiter.close();
    this.disconnect();
    this.fetch.close();
  }

  private ban(forMs: number | undefined): void {
    this.limiter.ban(forMs === undefined ? this.times.banUs : forMs * 1_000);
  }

  private disconnect(): void {
    const connections = Object.values(this.exchange.clients ?? {}).map(({ connection }) => connection);
    // It tells all who wait; but it waits itself for the other ends, which may be gone.
    void this.exchange.close?.().catch(() => undefined);
    // Not before what is to be told is on its way.
    setImmediate(() => {
      for (const connection of connections) connection?.terminate?.();
    });
  }
}

/** Said by our own limiter as the exchange would say it. */
class RateLimitExceeded extends Error {}
