import type solace from 'solclientjs';
import { TransportError, type TransportErrorCode } from '../../errors.js';
import { LatencyHistogram } from '../latency-histogram.js';
import type { TransportMetrics } from '../metrics.js';
import { reasonOf, type SessionStatus } from '../session-connection.js';
import type { SolaceSessionOptions } from '../session-options.js';
import { solclient, subcodeOf } from '../solclient.js';
import type { ResolvedGuaranteedOptions } from './guaranteed-options.js';
import { PublisherLink } from './publisher-link.js';

/** One message until the broker has answered for it. */
interface Publish {
  /** Goes with the message and comes back with its answer. The client copies keys deeply: it must hold nothing else. */
  readonly id: number;
  readonly message: solace.Message;
  readonly bytes: number;
  readonly startedAt: number;
  /** Undefined once its promise is settled: then only the answer of the broker is waited for, which frees its place. */
  settle: ((error?: TransportError) => void) | undefined;
}

/**
 * Publishes in order and waits for the acknowledgement of each. What cannot be sent yet (an outage, a full window) is
 * kept within the bounds; the client itself keeps what is on its way and sends it again after a reconnect, on the same
 * flow, so that the broker drops what it has.
 */
export class GuaranteedPublisher {
  readonly latency = new LatencyHistogram();
  /** Not handed to the client yet. */
  private readonly waiting: Publish[] = [];
  /** Handed to the client, by id. */
  private readonly sent = new Map<number, Publish>();
  private lastId = 0;
  private readonly link: PublisherLink;
  private bytes = 0;
  /** At its bounds, until a quarter of them is free again. */
  private full = false;
  private unavailable: string | undefined;
  private wasReady = false;
  private pumping: NodeJS.Immediate | undefined;
  private closing = false;
  private readonly idle: (() => void)[] = [];

  constructor(
    options: SolaceSessionOptions,
    private readonly bounds: ResolvedGuaranteedOptions,
    private readonly metrics: TransportMetrics,
    private readonly onDrain: () => void,
    onStatus: (status: SessionStatus) => void,
  ) {
    this.link = new PublisherLink(options, bounds, {
      acknowledged: (id) => this.acknowledged(id),
      refused: (id, reason) => this.refused(id, reason),
      ready: () => this.ready(),
      lost: () => this.lost(),
      incapable: (reason) => this.becomeUnavailable(reason),
      publisherRefused: (reason) => {
        // One that was there before is an outage, as a broker shows it that takes over from another: it is waited for.
        if (!this.wasReady) this.becomeUnavailable(reason);
      },
    });
    this.link.on('status', onStatus);
  }

  get status(): SessionStatus {
    return this.link.status;
  }

  get isFull(): boolean {
    return this.full;
  }

  /** Connects in the background and for ever; a session must not wait for its publisher. */
  open(): void {
    this.link.connect().catch(() => undefined); // rejects only when closed
  }

  /** @throws (rejects) TransportError GUARANTEED_UNAVAILABLE, TRANSPORT_FULL, PUBLISH_REJECTED, PUBLISH_NOT_SENT, PUBLISH_UNKNOWN */
  publish(message: solace.Message, bytes: number, timeoutMs: number = this.bounds.timeoutMs): Promise<void> {
    const refusal = this.refusalOf(bytes);
    if (refusal !== undefined) {
      this.metrics.refused++;
      return Promise.reject(refusal);
    }
    return new Promise((resolve, reject) => {
      const publish: Publish = { id: ++this.lastId, message, bytes, startedAt: performance.now(), settle: undefined };
      const timer = setTimeout(() => this.expire(publish, timeoutMs), timeoutMs);
      publish.settle = (error) => {
        clearTimeout(timer);
        publish.settle = undefined;
        if (error === undefined) resolve();
        else reject(error);
      };
      message.setCorrelationKey({ id: publish.id });
      this.waiting.push(publish);
      this.bytes += bytes;
      this.metrics.unacknowledged++;
      if (this.count >= this.bounds.maxMessages) this.full = true;
      this.pump();
    });
  }

  /** Waits for what was accepted, then fails the rest: sent or not, nobody will hear of it any more. */
  async close(timeoutMs: number): Promise<void> {
    this.closing = true;
    if (this.count > 0) await this.whenIdle(timeoutMs);
    this.failWaiting('PUBLISH_NOT_SENT', 'the session was closed before it was sent');
    for (const publish of this.sent.values()) publish.settle?.(unknown('the session was closed'));
    this.sent.clear();
    this.metrics.unacknowledged = 0;
    await this.link.close();
  }

  private get count(): number {
    return this.waiting.length + this.sent.size;
  }

  private refusalOf(bytes: number): TransportError | undefined {
    if (this.closing) return TransportError.of('TRANSPORT_CLOSED', 'the session was closed');
    if (this.unavailable !== undefined) return TransportError.of('GUARANTEED_UNAVAILABLE', this.unavailable);
    const { maxMessages, maxBytes } = this.bounds;
    // A single message that is larger than the bound is let through when nothing else is there, or it never could be sent.
    const room = this.count === 0 || (this.count < maxMessages && this.bytes + bytes <= maxBytes);
    if (room) return undefined;
    this.full = true;
    return TransportError.of('TRANSPORT_FULL', `${this.count} messages, ${this.bytes} bytes are not acknowledged yet`);
  }

  private pump(): void {
    while (this.waiting.length > 0 && this.link.status === 'UP' && this.pumping === undefined) {
      const publish = this.waiting[0];
      try {
        this.link.send(publish.message);
      } catch (error) {
        if (this.mustWait(error)) return;
        this.waiting.shift();
        this.release(publish);
        publish.settle?.(sendFailure(error));
        continue;
      }
      this.waiting.shift();
      this.sent.set(publish.id, publish);
      this.metrics.sent++;
    }
  }

  /** The window or the buffer is full, or the connection just went: an event follows in both cases. */
  private mustWait(error: unknown): boolean {
    const { INSUFFICIENT_SPACE, SESSION_NOT_CONNECTED } = solclient().ErrorSubcode;
    const subcode = subcodeOf(error);
    return subcode === INSUFFICIENT_SPACE || subcode === SESSION_NOT_CONNECTED;
  }

  private ready(): void {
    if (this.link.isCapable) {
      this.wasReady = true;
      this.unavailable = undefined;
    }
    if (this.pumping !== undefined) return;
    // After the client's own turn: what it sends again must leave before anything new does.
    this.pumping = setImmediate(() => {
      this.pumping = undefined;
      this.pump();
    });
  }

  private lost(): void {
    if (this.pumping !== undefined) clearImmediate(this.pumping);
    this.pumping = undefined;
  }

  private becomeUnavailable(reason: string): void {
    this.unavailable = reason;
    this.failWaiting('GUARANTEED_UNAVAILABLE', reason);
  }

  private acknowledged(id: number): void {
    const publish = this.take(id);
    if (publish === undefined) return;
    this.metrics.acknowledged++;
    this.latency.record(performance.now() - publish.startedAt);
    this.release(publish);
    publish.settle?.();
  }

  private take(id: number): Publish | undefined {
    const publish = this.sent.get(id);
    this.sent.delete(id);
    return publish;
  }

  private refused(id: number, reason: string): void {
    const publish = this.take(id);
    if (publish === undefined) return;
    this.metrics.rejected++;
    this.release(publish);
    publish.settle?.(TransportError.of('PUBLISH_REJECTED', `the broker refused the message: ${reason}`));
  }

  private expire(publish: Publish, timeoutMs: number): void {
    const at = this.waiting.indexOf(publish);
    if (at >= 0) {
      this.waiting.splice(at, 1);
      this.release(publish);
      publish.settle?.(TransportError.of('PUBLISH_NOT_SENT', `it could not be sent within ${timeoutMs} ms`));
    } else publish.settle?.(unknown(`not acknowledged within ${timeoutMs} ms`));
  }

  private failWaiting(code: TransportErrorCode, reason: string): void {
    for (const publish of this.waiting.splice(0)) {
      this.release(publish);
      publish.settle?.(TransportError.of(code, reason));
    }
  }

  private release(publish: Publish): void {
    this.bytes -= publish.bytes;
    this.metrics.unacknowledged = this.count;
    const { maxMessages, maxBytes } = this.bounds;
    if (this.full && this.count <= maxMessages * 0.75 && this.bytes <= maxBytes * 0.75) {
      this.full = false;
      this.onDrain();
    }
    if (this.count === 0) for (const resolve of this.idle.splice(0)) resolve();
  }

  private whenIdle(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.idle.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

function unknown(reason: string): TransportError {
  return TransportError.of('PUBLISH_UNKNOWN', `${reason}; whether the broker has the message is unknown`);
}

function sendFailure(error: unknown): TransportError {
  const { MESSAGE_TOO_LARGE } = solclient().ErrorSubcode;
  const code = subcodeOf(error) === MESSAGE_TOO_LARGE ? 'PAYLOAD_TOO_LARGE' : 'GUARANTEED_UNAVAILABLE';
  return TransportError.of(code, reasonOf(error), error);
}
