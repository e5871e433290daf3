import { DomainError } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import {
  loginRefused,
  RateLimiter,
  RestClient,
  type Answer,
  type Grant,
  type RateWindowSpec,
  type Refused,
  type Unknown,
} from '@bourseworks/venue-client';
import type { BinanceConfig } from '../config.js';
import { isLoginFault, OUTSIDE_WINDOW, readRefusal, reasonOf } from '../mapper/error.mapper.js';
import { parseExactJson, read } from '../parse/fields.js';
import { banUs, learnUsed } from './limits.js';
import { ServerClock } from './server-clock.js';
import { keyHeader, signRequest } from './signer.js';
import type { Question, VenueCall } from './venue-call.js';

/** An order that waited longer for the rate limit than this is not what was decided any more. */
const MAX_ORDER_WAIT_US = 1_000_000;
const MAX_CANCEL_WAIT_US = 30_000_000;
/** Attempts at a cancel that the venue turns down for its rate limit. */
const MAX_CANCEL_ATTEMPTS = 3;
const MAX_SOCKETS = 8;

export interface VenueRestOptions {
  readonly windows: readonly RateWindowSpec[];
  /** Header of an answer -> window whose use it states. */
  readonly usedHeaders: Readonly<Record<string, string>>;
  readonly timePath: string;
  readonly timeCost: Readonly<Record<string, number>>;
}

function notAsked(grant: Exclude<Grant, { kind: 'granted' }>): Refused {
  return { kind: 'refused', status: 0, code: grant.code, message: grant.reason, retryable: true };
}

/** Asks and tells the venue by REST: signed, in its time, within its limits, cancels first. */
export class VenueRest {
  readonly serverClock: ServerClock;
  readonly limiter: RateLimiter;
  private readonly client: RestClient;

  constructor(
    private readonly config: BinanceConfig,
    private readonly options: VenueRestOptions,
    private readonly clock: Clock,
  ) {
    this.serverClock = new ServerClock(clock);
    this.limiter = new RateLimiter({ windows: options.windows, clock });
    this.client = new RestClient({
      url: config.url,
      clock,
      timeoutMs: config.requestTimeoutMs,
      maxSockets: MAX_SOCKETS,
      secrets: [config.apiKey, config.apiSecret],
      sign: (outgoing) => signRequest(outgoing, config, this.serverClock),
      readRefusal: (body) => readRefusal(body),
      parseJson: parseExactJson,
      onAnswer: (_status, headers) => learnUsed(this.limiter, options.usedHeaders, headers),
    });
  }

  /** Tells the venue something. Expected failures are values. */
  async tell(call: VenueCall): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.once(call);
      const again = answer.kind === 'refused' && answer.status > 0 && answer.retryable && call.lane === 'cancel';
      if (!again || attempt >= MAX_CANCEL_ATTEMPTS) return answer;
    }
  }

  /**
   * Asks the venue something; throws DomainError ADAPTER_FAILED when it does not answer, or turns the question down, and
   * ADAPTER_LOGIN when it refuses the key.
   */
  async ask<T>({ call, parse }: Question<T>): Promise<T> {
    const answer = await this.tell(call);
    if (answer.kind === 'ok') return parse(answer.body);
    throw this.failed(call, answer);
  }

  /** As `ask`; undefined when the venue turns the question down with one of these codes. */
  async askUnless<T>({ call, parse }: Question<T>, codes: readonly string[]): Promise<T | undefined> {
    const answer = await this.tell(call);
    if (answer.kind === 'ok') return parse(answer.body);
    if (answer.kind === 'refused' && codes.includes(answer.code)) return undefined;
    throw this.failed(call, answer);
  }

  failed(call: VenueCall, answer: Refused | Unknown): DomainError {
    const reason = answer.kind === 'refused' ? reasonOf(answer) : answer.reason;
    if (answer.kind === 'refused' && isLoginFault(answer.code)) return loginRefused('binance', 'Binance', reason);
    return new DomainError({
      code: 'ADAPTER_FAILED',
      message: `Binance could not be asked for ${call.method} ${call.path}: ${reason}`,
      details: { adapter: 'binance', path: call.path },
    });
  }

  /** Takes over the venue's time. */
  async syncClock(): Promise<Answer> {
    const askedUs = this.clock.nowUs();
    const { timePath: path, timeCost: cost } = this.options;
    const answer = await this.limited({ method: 'GET', path, params: {}, lane: 'cancel', cost, security: 'PUBLIC' });
    if (answer.kind !== 'ok') return answer;
    try {
      const serverMs = read.countOf(read.asRaw(answer.body, 'its time'), 'serverTime');
      this.serverClock.learn(serverMs, askedUs, this.clock.nowUs());
      return answer;
    } catch (error) {
      // Whoever waits for the time waits for the outcome of an order: it gets one.
      return { kind: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  close(): void {
    this.limiter.close();
    this.client.close();
  }

  /** A time stamp outside of its window is turned down before anything looks at the request: it is sent once more. */
  private async once(call: VenueCall): Promise<Answer> {
    const answer = await this.limited(call);
    if (answer.kind !== 'refused' || answer.code !== OUTSIDE_WINDOW) return answer;
    const synced = await this.syncClock();
    return synced.kind === 'ok' ? this.limited(call) : answer;
  }

  private async limited(call: VenueCall): Promise<Answer> {
    const grant = await this.limiter.acquire(call.lane, call.cost, waitOf(call));
    if (grant.kind === 'refused') return notAsked(grant);
    const { method, path, params, lane, security = 'SIGNED' } = call;
    const urgent = lane === 'cancel';
    const unsigned = security === 'SIGNED' ? {} : { unsigned: true };
    const headers = security === 'KEY' ? { headers: keyHeader(this.config) } : {};
    const answer = await this.client.send({ method, path, query: params, urgent, ...unsigned, ...headers });
    this.limiter.ban(banUs(answer));
    return answer;
  }
}

function waitOf({ lane }: VenueCall): number | undefined {
  if (lane === 'cancel') return MAX_CANCEL_WAIT_US;
  return lane === 'query' ? undefined : MAX_ORDER_WAIT_US;
}
