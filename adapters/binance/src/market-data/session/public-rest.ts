import { DomainError } from '@bourseworks/domain';
import { SeededRng, type Clock } from '@bourseworks/ports';
import {
  backoffMs,
  LOGIN_PAUSE_MS,
  loginRefused,
  RateLimiter,
  RestClient,
  type Answer,
} from '@bourseworks/venue-client';
import type { BinanceDataConfig } from '../../config.js';
import { readRefusal, reasonOf } from '../../mapper/error.mapper.js';
import { banUs, learnUsed } from '../../session/limits.js';

/** A question that is turned down for now, or not answered, is asked so often. */
const MAX_ATTEMPTS = 4;
const RETRY_WAITS = { firstMs: 200, maxMs: 5_000 };
/** The venue bans for minutes: beyond this nobody waits any more. */
const MAX_WAIT_US = 180_000_000;
/** Part of the weight that is left to the orders of the same address, and to other programs. */
const LEFT_OVER = 0.25;
const UNAUTHORIZED = 401;
const UNAUTHORIZED_TEXT = 'it answers with status 401';
const USED_HEADERS = { 'x-mbx-used-weight-1m': 'weight' };

export interface PublicQuestion {
  readonly path: string;
  readonly query: Readonly<Record<string, string | number>>;
  readonly weight: number;
}

/** An answer, and the time of the venue when it was given, epoch microseconds, rounded down to a second. */
export interface PublicAnswer {
  readonly body: unknown;
  readonly venueUs: number;
}

/** Asks the venue what anybody may ask: within its limits, silent while it bans, some times over. */
export class PublicRest {
  private readonly limiter: RateLimiter;
  private readonly client: RestClient;
  private readonly rng: SeededRng;
  private readonly closing = new AbortController();
  /** The venue lets nobody in: nothing is asked until then, monotonic microseconds. */
  private shutUntilUs = 0;

  constructor(
    { url, requestTimeoutMs }: Pick<BinanceDataConfig, 'url' | 'requestTimeoutMs'>,
    weightAMinute: number,
    private readonly clock: Clock,
  ) {
    const window = { name: 'weight', limit: weightAMinute, windowUs: 60_000_000, cancelReserve: LEFT_OVER };
    this.limiter = new RateLimiter({ windows: [window], clock, maxWaitUs: MAX_WAIT_US });
    this.rng = new SeededRng(clock.nowUs());
    this.client = new RestClient({
      url,
      clock,
      timeoutMs: requestTimeoutMs,
      readRefusal: (body) => readRefusal(body),
      onAnswer: (_status, headers) => learnUsed(this.limiter, USED_HEADERS, headers),
    });
  }

  /**
   * Throws DomainError ADAPTER_FAILED when the venue does not answer or turns the question down, and when `signal` aborts;
   * ADAPTER_LOGIN when it answers nobody from here, or did not a moment ago.
   */
  async ask(question: PublicQuestion, given?: AbortSignal): Promise<PublicAnswer> {
    const signal = given === undefined ? this.closing.signal : AbortSignal.any([given, this.closing.signal]);
    for (let attempt = 0; ; attempt++) {
      if (this.clock.monotonicUs() < this.shutUntilUs) throw loginRefused('binance', 'Binance', UNAUTHORIZED_TEXT);
      const answer = await this.once(question, signal);
      if (answer.kind === 'ok') return { body: answer.body, venueUs: this.timeOf(answer.headers['date']) };
      const reason = answer.kind === 'refused' ? reasonOf(answer) : answer.reason;
      const again = answer.kind === 'unknown' || (answer.retryable && answer.status > 0);
      if (!again || attempt + 1 >= MAX_ATTEMPTS || signal.aborted) throw failed(question, reason);
      await this.pause(backoffMs(attempt, RETRY_WAITS, this.rng) * 1_000, question, signal);
    }
  }

  /** What is asked fails; leaves no timer and no socket. Idempotent. */
  close(): void {
    this.closing.abort();
    this.limiter.close();
    this.client.close();
  }

  private async once(question: PublicQuestion, signal: AbortSignal): Promise<Answer> {
    const { path, query, weight } = question;
    const grant = await unlessAborted(this.limiter.acquire('query', { weight }), question, signal);
    if (grant.kind === 'refused') throw failed(question, grant.reason);
    const answer = await this.client.send({ method: 'GET', path, query, signal });
    this.limiter.ban(banUs(answer));
    if (answer.kind === 'refused' && answer.status === UNAUTHORIZED) {
      this.shutUntilUs = this.clock.monotonicUs() + LOGIN_PAUSE_MS * 1_000;
      throw loginRefused('binance', 'Binance', UNAUTHORIZED_TEXT);
    }
    return answer;
  }

  private async pause(us: number, question: PublicQuestion, signal: AbortSignal): Promise<void> {
    let wake: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (wake = resolve));
    const timer = this.clock.setTimer(us, wake);
    try {
      await unlessAborted(over, question, signal);
    } finally {
      timer.cancel();
    }
  }

  private timeOf(date: string | undefined): number {
    const ms = Date.parse(date ?? '');
    return Number.isFinite(ms) ? ms * 1_000 : this.clock.nowUs();
  }
}

function failed({ path }: PublicQuestion, reason: string): DomainError {
  const message = `Binance could not be asked for ${path}: ${reason}`;
  return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: 'binance', path } });
}

/** What a promise gives; rejects as soon as the signal aborts. */
async function unlessAborted<T>(promise: Promise<T>, question: PublicQuestion, signal: AbortSignal): Promise<T> {
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(failed(question, 'the request was given up'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
