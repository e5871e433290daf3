import { DomainError } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import { RateLimiter, RestClient, type Answer, type Lane, type RestRequest } from '@bourseworks/venue-client';
import type { AlpacaConfig } from '../config.js';
import { isUnauthorized } from '../mapper/refusal.mapper.js';
import { NAME } from '../parse/fields.js';
import type { Revocable } from './revocable.js';

const MINUTE_US = 60_000_000;
/** Part of the rate limit that cancels alone may use. */
const CANCEL_RESERVE = 0.1;
/** Attempts at a request that was turned down for being one too many; it was not looked at, so it may be sent again. */
const MAX_TRIES = 4;
const FIRST_BAN_US = 1_000_000;
/** An order that waited longer for the rate limit is a decision of another moment: it is refused, not sent late. */
const MAX_ORDER_WAIT_US = 5_000_000;
/** Cancels and questions are worth waiting for: longer than a window, or a long list of questions would never come to its end. */
const MAX_WAIT_US = 120_000_000;
const MAX_SOCKETS = 8;

export interface RestTimings {
  /** Questions are not asked for so long after the keys were refused, milliseconds. */
  readonly authRetryMs: number;
  /** Room that is left at both ends of the minute, microseconds. */
  readonly slackUs: number;
}

/** Alpaca's REST interface: signed, within the rate limit, cancels first. */
export class AlpacaRest {
  private readonly client: RestClient;
  private readonly limiter: RateLimiter;
  private blockedUntilUs = 0;

  constructor(
    { tradingUrl, keyId, secretKey, requestTimeoutMs, requestsPerMinute }: AlpacaConfig,
    private readonly clock: Clock,
    private readonly timings: RestTimings,
  ) {
    const headers = { 'APCA-API-KEY-ID': keyId, 'APCA-API-SECRET-KEY': secretKey };
    this.client = new RestClient({
      url: tradingUrl,
      clock,
      timeoutMs: requestTimeoutMs,
      maxSockets: MAX_SOCKETS,
      sign: () => ({ headers }),
      readRefusal: (body) => refusalText(body),
      secrets: [secretKey, keyId],
    });
    const window = { name: 'requests', limit: requestsPerMinute, windowUs: MINUTE_US, cancelReserve: CANCEL_RESERVE };
    this.limiter = new RateLimiter({ windows: [window], clock, slackUs: timings.slackUs });
  }

  /** Until when questions are refused because the keys were; microseconds from now, 0 = not at all. */
  get blockedUs(): number {
    return Math.max(0, this.blockedUntilUs - this.clock.monotonicUs());
  }

  /** Sends a command. What waits too long for the rate limit, is refused for it, or was taken back, was not done. */
  async send(lane: Lane, request: RestRequest, revocable?: Revocable): Promise<Answer> {
    const maxWaitUs = lane === 'new' || lane === 'replace' ? MAX_ORDER_WAIT_US : MAX_WAIT_US;
    const endUs = this.clock.monotonicUs() + maxWaitUs;
    for (let attempt = 1; ; attempt++) {
      const grant = await this.limiter.acquire(lane, { requests: 1 }, Math.max(0, endUs - this.clock.monotonicUs()));
      if (grant.kind === 'refused') {
        return { kind: 'refused', status: 0, code: grant.code, message: grant.reason, retryable: true };
      }
      if (revocable?.revoked === true) {
        return { kind: 'refused', status: 0, code: 'NOT_SENT', message: 'it was taken back', retryable: false };
      }
      if (revocable !== undefined) revocable.underWay = true;
      const answer = await this.client.send({ ...request, urgent: lane === 'cancel' });
      if (answer.kind !== 'refused') return answer;
      if (isUnauthorized(answer)) this.blockedUntilUs = this.clock.monotonicUs() + this.timings.authRetryMs * 1_000;
      if (answer.status !== 429) return answer;
      const waitUs = Math.max((answer.retryAfterMs ?? 0) * 1_000, FIRST_BAN_US * 2 ** (attempt - 1));
      this.limiter.ban(waitUs);
      if (attempt === MAX_TRIES || this.clock.monotonicUs() + waitUs >= endUs) return answer;
      if (revocable !== undefined) revocable.underWay = false;
    }
  }

  /** Asks; undefined for what Alpaca does not know (404). Throws DomainError ADAPTER_FAILED for no answer. */
  async find(path: string, query: Readonly<Record<string, string | number>> = {}): Promise<unknown> {
    if (this.blockedUs > 0) throw failed(path, 'the keys were refused; asking again is put off');
    const answer = await this.send('query', { method: 'GET', path, query });
    if (answer.kind === 'ok') return answer.body;
    if (answer.kind === 'unknown') throw failed(path, answer.reason);
    if (answer.status === 404) return undefined;
    throw failed(path, isUnauthorized(answer) ? 'the keys are refused' : answer.message);
  }

  /** As `find`, for what must be there. */
  async ask(path: string, query: Readonly<Record<string, string | number>> = {}): Promise<unknown> {
    const body = await this.find(path, query);
    if (body === undefined) throw failed(path, 'it is not there');
    return body;
  }

  close(): void {
    this.limiter.close();
    this.client.close();
  }
}

function refusalText(body: unknown): { code?: string; message?: string } | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { code, message } = body as { code?: unknown; message?: unknown };
  return {
    ...(typeof code === 'number' || typeof code === 'string' ? { code: String(code) } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
}

function failed(path: string, reason: string): DomainError {
  return new DomainError({
    code: 'ADAPTER_FAILED',
    message: `Alpaca could not be asked for ${path}: ${reason}`,
    details: { adapter: NAME, path },
  });
}
