import { randomBytes } from 'node:crypto';
import { TransportError, type WireError } from '../errors.js';
import { HEADER } from '../wire/headers.js';
import type { InboundMessage } from '../wire/inbound-message.js';
import { LatencyHistogram } from './latency-histogram.js';
import type { TransportMetrics } from './metrics.js';
import { sessionLogger } from './session-log.js';

/** Receives the parts of one answer in order. Exactly one of `onEnd` and `onError` ends it. */
export interface ReplyObserver {
  onPart(message: InboundMessage): void;
  onEnd(): void;
  onError(error: TransportError): void;
}

export interface RequestDeadlines {
  /** Milliseconds until the first part, and of silence between two. */
  readonly timeoutMs: number;
  /** Milliseconds for the whole answer, however lively it is. */
  readonly totalTimeoutMs: number;
}

/** Longest delay of a timer, ms; Node turns a longer one into 1 ms. */
const MAX_TIMER_MS = 2_147_483_647;

const logger = sessionLogger('SolaceSession');

interface Pending {
  readonly topic: string;
  readonly observer: ReplyObserver;
  readonly silence: NodeJS.Timeout;
  readonly timeoutMs: number;
  /** Monotonic milliseconds. */
  readonly endsAt: number;
  readonly sentAt: number;
  nextPart: number;
  /** A part that more should follow: where its sender can be told that nobody listens any more. */
  unfinished: InboundMessage | undefined;
}

/** Tells the sender of a part that its caller wants no more. */
export type Abandon = (part: InboundMessage) => void;

/**
 * Requests in flight over the one inbox of the session, found by token. The token starts with random bytes of this
 * session object, so that an answer to a process that crashed cannot be taken for one to its successor.
 */
export class PendingRequests {
  private readonly pending = new Map<string, Pending>();
  private readonly prefix = randomBytes(6).toString('base64url');
  private counter = 0;
  /** From the request to its first part, of those that were answered. */
  readonly latency = new LatencyHistogram();

  constructor(
    private readonly metrics: TransportMetrics,
    private readonly maxInflight: number,
    private readonly abandon: Abandon = () => undefined,
  ) {}

  /** @returns the token to send as correlation id. @throws TransportError REQUEST_LIMIT */
  open(topic: string, observer: ReplyObserver, deadlines: RequestDeadlines): string {
    if (this.pending.size >= this.maxInflight) {
      throw TransportError.of('REQUEST_LIMIT', `${this.pending.size} requests are in flight`);
    }
    const token = `${this.prefix}-${(++this.counter).toString(36)}`;
    const sentAt = performance.now();
    const firstWait = Math.min(deadlines.timeoutMs, deadlines.totalTimeoutMs, MAX_TIMER_MS);
    const silence = setTimeout(() => this.expire(token), firstWait);
    this.pending.set(token, {
      topic,
      observer,
      silence,
      timeoutMs: deadlines.timeoutMs,
      endsAt: sentAt + deadlines.totalTimeoutMs,
      sentAt,
      nextPart: 0,
      unfinished: undefined,
    });
    this.metrics.requests++;
    this.metrics.inflight = this.pending.size;
    return token;
  }

  /** Forgets a request without telling its observer: it was cancelled, or its publish threw. */
  cancel(token: string): void {
    const request = this.take(token);
    if (request?.unfinished !== undefined) this.abandon(request.unfinished);
  }

  /** Ends a request whose message did not reach the broker, or perhaps not. */
  abort(token: string, error: TransportError): void {
    this.fail(token, error);
  }

  /** Handles a message of the inbox; an answer that nobody waits for any more is counted as discarded. */
  accept(message: InboundMessage): void {
    const token = message.correlationId;
    const request = token === undefined ? undefined : this.pending.get(token);
    if (token === undefined || request === undefined) {
      this.metrics.discarded++;
      const { headers } = message;
      if (headers[HEADER.part] !== undefined && headers[HEADER.end] !== true) this.abandon(message);
      return;
    }
    if (request.nextPart === 0) this.latency.record(performance.now() - request.sentAt);
    const { headers } = message;
    const part = headers[HEADER.part];
    if (headers[HEADER.error] !== undefined) {
      this.fail(token, TransportError.fromReply(readError(message, String(headers[HEADER.error]))));
    } else if (part !== undefined && part !== request.nextPart) {
      this.fail(
        token,
        TransportError.of('REPLY_GAP', `part ${request.nextPart} of the answer on ${request.topic} was lost`),
      );
    } else {
      this.deliver(token, request, message, part === undefined || headers[HEADER.end] === true);
    }
  }

  /** Ends all requests with one error, made per topic. */
  failAll(code: 'REQUEST_ABORTED' | 'TRANSPORT_CLOSED', reason: string): void {
    for (const [token, request] of this.pending) {
      this.metrics.aborted++;
      this.fail(token, TransportError.of(code, `request on ${request.topic}: ${reason}`));
    }
  }

  private deliver(token: string, request: Pending, message: InboundMessage, last: boolean): void {
    request.nextPart++;
    request.unfinished = last ? undefined : message;
    if (last) this.take(token);
    // The end marker of an answer in parts has no body: it only says that no part is missing.
    const marker = message.headers[HEADER.end] === true && message.payload.byteLength === 0;
    if (!marker) this.tell(request, () => request.observer.onPart(message));
    if (last) this.tell(request, () => request.observer.onEnd());
    else if (this.pending.has(token)) this.rearm(token, request);
  }

  private rearm(token: string, request: Pending): void {
    if (performance.now() >= request.endsAt) this.expire(token);
    else request.silence.refresh();
  }

  private expire(token: string): void {
    const request = this.pending.get(token);
    if (request === undefined) return;
    this.metrics.timeouts++;
    const received = request.nextPart === 0 ? 'no answer' : `no further part after ${request.nextPart}`;
    this.fail(
      token,
      TransportError.of('REQUEST_TIMEOUT', `${received} on ${request.topic} within ${request.timeoutMs} ms`),
    );
  }

  private fail(token: string, error: TransportError): void {
    const request = this.take(token);
    if (request === undefined) return;
    // An error reply ended the answer itself; after anything else its sender still works for nobody.
    if (request.unfinished !== undefined && !error.remote) this.abandon(request.unfinished);
    this.tell(request, () => request.observer.onError(error));
  }

  /** An observer that throws must keep neither its own end nor the failures of other requests from being told. */
  private tell(request: Pending, call: () => void): void {
    try {
      call();
    } catch (error) {
      this.metrics.handlerErrors++;
      const text = error instanceof Error ? error.stack : String(error);
      logger.error(`the observer of an answer on ${request.topic} failed: ${text}`);
    }
  }

  private take(token: string): Pending | undefined {
    const request = this.pending.get(token);
    if (request === undefined) return undefined;
    clearTimeout(request.silence);
    this.pending.delete(token);
    this.metrics.inflight = this.pending.size;
    return request;
  }
}

function readError(message: InboundMessage, code: string): WireError {
  try {
    const body = JSON.parse(message.payload.toString('utf8')) as { error?: { message?: unknown; details?: unknown } };
    const text = typeof body.error?.message === 'string' ? body.error.message : code;
    return body.error?.details === undefined
      ? { code, message: text }
      : { code, message: text, details: body.error.details };
  } catch {
    return { code, message: 'the error reply has no readable body' };
  }
}
