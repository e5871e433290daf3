import { DomainError } from '@bourseworks/domain';
import { SeededRng, type Clock, type Rng } from '@bourseworks/ports';
import type { Answer, Ok, Refused } from '../answer.js';
import { backoffMs, type BackoffOptions } from '../backoff.js';
import { RateLimiter, type RateCost, type RateWindowSpec } from '../rate/rate-limiter.js';
import { LOGIN_PAUSE_MS, loginRefused } from '../login.js';
import { RestClient, type RestOptions } from './rest-client.js';

/** What is asked by GET; asked once or often, it comes to the same. */
export interface Question {
  /** Below the root, with its slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  /** What it takes of the windows. */
  readonly cost: RateCost;
}

export interface PatientOptions {
  /** Name of the adapter, for the details of errors, and what messages call the venue. */
  readonly adapter: string;
  readonly venue: string;
  readonly rest: Omit<RestOptions, 'sign'>;
  readonly windows: readonly RateWindowSpec[];
  /** How long a question may wait for the rate limit, microseconds. Default 180 s, as venues ban for minutes. */
  readonly maxWaitUs?: number;
  /** How often a question is asked. Default 4. */
  readonly attempts?: number;
  readonly backoff?: BackoffOptions;
  /** What an answer is after all, where the venue refuses with status 200. */
  readonly reread?: (answer: Ok) => Answer;
  /** Whether a refusal is one of the login: of keys, of their rights, or of who asks. Default: status 401. */
  readonly isLogin?: (refused: Refused) => boolean;
  /** How long nothing is asked after such a refusal, milliseconds. Default 60 000. */
  readonly loginPauseMs?: number;
  /** How long nothing is asked after a refusal, milliseconds; 0 = it is no ban. Default: what the venue asks for. */
  readonly banMs?: (refused: Refused) => number;
  /** The error of a refusal, where its code says more than ADAPTER_FAILED; undefined = that. */
  readonly errorOf?: (refused: Refused, question: Question) => DomainError | undefined;
}

const MAX_WAIT_US = 180_000_000;
const DEFAULT_ATTEMPTS = 4;
const isUnauthorized = ({ status }: Refused): boolean => status === 401;
const askedMs = ({ retryAfterMs = 0 }: Refused): number => retryAfterMs;
const RETRY_WAITS: BackoffOptions = { firstMs: 200, maxMs: 5_000 };

/**
 * Asks a venue what anybody may ask: within its limits, silent while it bans, some times over where it fails or turns down for
 * now. Every wait is bounded, and ends with the signal.
 */
export class PatientClient {
  private readonly limiter: RateLimiter;
  private readonly client: RestClient;
  private readonly rng: Rng;
  private readonly clock: Clock;
  private readonly closing = new AbortController();
  /** Why the login was refused, and until when nothing is asked, monotonic microseconds. */
  private shut: { readonly error: DomainError; readonly untilUs: number } | undefined;

  constructor(private readonly options: PatientOptions) {
    const { rest, windows, maxWaitUs = MAX_WAIT_US } = options;
    this.clock = rest.clock;
    this.limiter = new RateLimiter({ windows, clock: rest.clock, maxWaitUs });
    this.client = new RestClient(rest);
    this.rng = new SeededRng(rest.clock.nowUs());
  }

  /**
   * Throws DomainError when the venue turns the question down: what `errorOf` says, or ADAPTER_FAILED; ADAPTER_FAILED too when it
   * does not answer or `signal` aborts; ADAPTER_LOGIN when it refuses the login, or did a moment ago.
   */
  async ask(question: Question, given?: AbortSignal): Promise<Ok> {
    const { attempts = DEFAULT_ATTEMPTS, backoff = RETRY_WAITS } = this.options;
    const signal = given === undefined ? this.closing.signal : AbortSignal.any([given, this.closing.signal]);
    for (let attempt = 1; ; attempt++) {
      if (this.shut !== undefined && this.clock.monotonicUs() < this.shut.untilUs) throw this.shut.error;
      const answer = await this.once(question, signal);
      if (answer.kind === 'ok') return answer;
      const reason = answer.kind === 'refused' ? answer.message : answer.reason;
      const again = answer.kind === 'unknown' || answer.retryable;
      if (!again || attempt >= attempts || signal.aborted) {
        const error = answer.kind === 'refused' ? this.options.errorOf?.(answer, question) : undefined;
        throw error ?? this.failed(question, reason);
      }
      await this.pause(backoffMs(attempt - 1, backoff, this.rng), question, signal);
    }
  }

  /** What is asked fails; leaves no timer and no socket. Idempotent. */
  close(): void {
    this.closing.abort();
    this.limiter.close();
    this.client.close();
  }

  private async once(question: Question, signal: AbortSignal): Promise<Answer> {
    const { path, query, cost } = question;
    const grant = await this.unlessAborted(this.limiter.acquire('query', cost), question, signal);
    if (grant.kind === 'refused') throw this.failed(question, grant.reason);
    const { reread, banMs = askedMs, isLogin = isUnauthorized } = this.options;
    const sent = await this.client.send({ method: 'GET', path, signal, ...(query && { query }) });
    const answer = sent.kind === 'ok' && reread !== undefined ? reread(sent) : sent;
    if (answer.kind !== 'refused') return answer;
    this.limiter.ban(banMs(answer) * 1_000);
    if (isLogin(answer)) throw this.shutOut(answer);
    return answer;
  }

  private async pause(ms: number, question: Question, signal: AbortSignal): Promise<void> {
    let wake: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (wake = resolve));
    const timer = this.clock.setTimer(ms * 1_000, wake);
    try {
      await this.unlessAborted(over, question, signal);
    } finally {
      timer.cancel();
    }
  }

  /** What a promise gives; rejects as soon as the signal aborts. */
  private async unlessAborted<T>(promise: Promise<T>, question: Question, signal: AbortSignal): Promise<T> {
    let abort: () => void = () => undefined;
    const aborted = new Promise<never>((_resolve, reject) => {
      abort = () => reject(this.failed(question, 'the request was given up'));
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    });
    try {
      return await Promise.race([promise, aborted]);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  private shutOut({ message, code }: Refused): DomainError {
    const { adapter, venue, loginPauseMs = LOGIN_PAUSE_MS } = this.options;
    const error = loginRefused(adapter, venue, `${message} (${code})`);
    this.shut = { error, untilUs: this.clock.monotonicUs() + loginPauseMs * 1_000 };
    return error;
  }

  private failed({ path }: Question, reason: string): DomainError {
    const { adapter, venue } = this.options;
    const message = `${venue} could not be asked for ${path}: ${reason}`;
    return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter, path } });
  }
}
