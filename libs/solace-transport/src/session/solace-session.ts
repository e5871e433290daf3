import type solace from 'solclientjs';
import { TransportError, type PublishRefusal, type TransportErrorCode, type WireError } from '../errors.js';
import { HEADER, type HeaderValue } from '../wire/headers.js';
import { InboundMessage } from '../wire/inbound-message.js';
import { OutboundFactory, type PublishProperties } from '../wire/outbound-message.js';
import { Cancellations } from './cancellations.js';
import { ConfirmedChanges } from './confirmed-changes.js';
import { createMetrics, type TransportMetrics } from './metrics.js';
import { PendingRequests, type ReplyObserver } from './pending-requests.js';
import { SessionConnection, reasonOf } from './session-connection.js';
import type { SolaceSessionOptions } from './session-options.js';
import { solclient, subcodeOf } from './solclient.js';
import { SubscriptionTable, type MessageCallback } from './subscription-table.js';

/** Where a part of an answer stands; leave it out for an answer of one message. */
export interface ReplyProperties extends PublishProperties {
  /** Index from 0. */
  readonly part?: number;
  /** On the last part. An empty body on it is a mere end marker. */
  readonly end?: boolean;
}

export interface RequestProperties extends PublishProperties {
  /** Until the first part and between parts, ms. Default requestTimeoutMs. */
  readonly timeoutMs?: number | undefined;
  /** For the whole answer, ms. Default 300 000. */
  readonly totalTimeoutMs?: number | undefined;
}

const EMPTY = Buffer.alloc(0);

const DEFAULT_TOTAL_TIMEOUT_MS = 300_000;

/** Longest time to live that the message format holds for sure. */
const MAX_TTL_MS = 2_147_483_647;

/**
 * One connection to the broker, shared by everything in a process. Publishing never blocks and never loses silently: it
 * is refused with a code while the session is down or full. Subscriptions are confirmed by the broker and survive a
 * reconnect. Requests share one inbox; it changes with every login, so those in flight fail when the connection is lost.
 */
export class SolaceSession extends SessionConnection {
  readonly metrics: TransportMetrics = createMetrics();

  private readonly outbound: OutboundFactory;
  private readonly subscriptions: SubscriptionTable;
  private readonly changes: ConfirmedChanges;
  private readonly pending: PendingRequests;
  private readonly cancellations = new Cancellations();
  private inbox: solace.Destination | undefined;
  private inboxName = '';
  private loggedIn = false;

  constructor(options: SolaceSessionOptions) {
    super(options);
    this.outbound = new OutboundFactory(this.options.maxPayloadBytes);
    this.pending = new PendingRequests(this.metrics, this.options.maxInflight, (part) => this.abandon(part));
    this.changes = new ConfirmedChanges(this.native, this.options.subscribeTimeoutMs, (ms) => this.whenUp(ms));
    this.subscriptions = new SubscriptionTable(this.changes);
    const codes = solclient().SessionEventCode;
    this.native.on(codes.MESSAGE, (message) => this.onMessage(message));
    this.native.on(codes.REJECTED_MESSAGE_ERROR, (error) => {
      this.metrics.rejected++;
      this.emit('rejected', reasonOf(error));
    });
  }

  /**
   * Calls back for each message whose topic the pattern matches; resolves when the broker has confirmed. The same pair
   * may be added several times and is then removed by as many calls; it is called once a message, also when several of
   * its patterns match. A callback that throws is logged and counted.
   * @throws TransportError BAD_TOPIC, SUBSCRIPTION_DENIED, SUBSCRIPTION_FAILED, SUBSCRIPTION_TIMEOUT, TRANSPORT_DOWN
   */
  async subscribe(pattern: string, callback: MessageCallback): Promise<void> {
    this.assertOpen();
    await this.subscriptions.add(pattern, callback);
  }

  /** Undoes one `subscribe` of the same pair; the callback hears nothing more from the call on. */
  async unsubscribe(pattern: string, callback: MessageCallback): Promise<void> {
    if (this.isClosed) return;
    await this.subscriptions.remove(pattern, callback);
  }

  /**
   * Sends a direct message: at most once, unconfirmed.
   * @throws TransportError TRANSPORT_DOWN, TRANSPORT_FULL, TRANSPORT_CLOSED, BAD_TOPIC, BAD_PAYLOAD, PAYLOAD_TOO_LARGE,
   * BAD_HEADER, GUARANTEED_UNSUPPORTED
   */
  publish(topic: string, payload: Uint8Array, properties?: PublishProperties): void {
    const refusal = this.tryPublish(topic, payload, properties);
    if (refusal !== undefined) throw TransportError.fromRefusal(refusal);
  }

  /** Like `publish`, with what is to be expected (down, full, closed) as a value; wrong arguments still throw. */
  tryPublish(topic: string, payload: Uint8Array, properties?: PublishProperties): PublishRefusal | undefined {
    return this.send(this.build(topic, payload, properties));
  }

  /**
   * Sends a request and resolves with its first part.
   * @throws TransportError as `publish`, and REQUEST_TIMEOUT, REQUEST_ABORTED, REQUEST_LIMIT, or the code of an error reply
   */
  request(topic: string, payload: Uint8Array, properties?: RequestProperties): Promise<InboundMessage> {
    return new Promise((resolve, reject) => {
      let answered = false;
      const cancel = this.requestParts(
        topic,
        payload,
        {
          onPart: (message) => {
            answered = true;
            resolve(message);
            cancel();
          },
          onEnd() {
            // The error is made only when it is one: its stack trace would cost more than the whole request.
            if (!answered) reject(TransportError.of('BAD_REPLY', `the answer on ${topic} has no part`));
          },
          onError: reject,
        },
        properties,
      );
    });
  }

  /**
   * Sends a request whose answer comes in parts. Local refusals throw; later failures go to the observer.
   * The message carries its time-out as time to live: a server need not work longer than somebody waits.
   * @returns cancels: the observer hears nothing more, and whoever sends the parts is told
   */
  requestParts(
    topic: string,
    payload: Uint8Array,
    observer: ReplyObserver,
    properties: RequestProperties = {},
  ): () => void {
    const message = this.build(topic, payload, properties);
    const timeoutMs = properties.timeoutMs ?? this.options.requestTimeoutMs;
    if (properties.ttlMs === undefined && timeoutMs <= MAX_TTL_MS) message.setTimeToLive(Math.ceil(timeoutMs));
    const token = this.pending.open(topic, observer, {
      timeoutMs,
      totalTimeoutMs: properties.totalTimeoutMs ?? DEFAULT_TOTAL_TIMEOUT_MS,
    });
    message.setCorrelationId(token);
    if (this.inbox !== undefined) message.setReplyTo(this.inbox);
    const refusal = this.send(message);
    if (refusal !== undefined) {
      this.pending.cancel(token);
      throw TransportError.fromRefusal(refusal);
    }
    return () => this.pending.cancel(token);
  }

  /** Answers a request, or sends one part of the answer. @throws TransportError as `publish`; BAD_TOPIC without reply-to */
  reply(request: InboundMessage, payload: Uint8Array, properties?: ReplyProperties): void {
    const refusal = this.tryReply(request, payload, properties);
    if (refusal !== undefined) throw TransportError.fromRefusal(refusal);
  }

  /** Like `reply`, with down, full and closed as a value. */
  tryReply(request: InboundMessage, payload: Uint8Array, properties: ReplyProperties = {}): PublishRefusal | undefined {
    const original = request.unwrap();
    const destination = original.getReplyTo();
    if (destination == null) throw TransportError.of('BAD_TOPIC', `the message on ${request.topic} asks for no reply`);
    const message = this.outbound.buildTo(destination, payload, withPlace(properties));
    message.setCorrelationId(original.getCorrelationId());
    message.setAsReplyMessage(true);
    // Where the caller can say that it wants no more.
    if (properties.part !== undefined && properties.end !== true && this.inbox !== undefined)
      message.setReplyTo(this.inbox);
    const refusal = this.send(message);
    if (refusal === undefined) this.metrics.replies++;
    return refusal;
  }

  /** Answers with an error, which ends the answer. @throws TransportError as `publish` */
  replyError(request: InboundMessage, error: WireError): void {
    const body = Buffer.from(JSON.stringify({ error }));
    this.reply(request, body, { headers: { [HEADER.error]: error.code }, contentType: 'application/json' });
  }

  /**
   * Calls back, once at most, when the caller of a request wants no further parts of its answer.
   * @returns ends the watch; call it when the answer has ended
   */
  onCancel(request: InboundMessage, callback: () => void): () => void {
    return this.cancellations.watch(request, callback);
  }

  protected override onLogin(): void {
    if (this.loggedIn) this.metrics.reconnects++;
    this.loggedIn = true;
    this.inboxName = this.native.getSessionProperties().p2pInboxInUse ?? '';
    this.inbox = solclient().SolclientFactory.createTopicDestination(this.inboxName);
  }

  protected override onLoss(closed: boolean, reason: string): void {
    this.pending.failAll(closed ? 'TRANSPORT_CLOSED' : 'REQUEST_ABORTED', reason);
    this.changes.lost(closed);
    if (closed) this.subscriptions.clear();
  }

  private build(topic: string, payload: Uint8Array, properties?: PublishProperties): solace.Message {
    try {
      return this.outbound.build(topic, payload, properties);
    } catch (error) {
      this.metrics.refused++;
      throw error;
    }
  }

  private send(message: solace.Message): PublishRefusal | undefined {
    if (this.status !== 'UP' || this.isClosed) {
      return this.refuse(this.isClosed ? 'TRANSPORT_CLOSED' : 'TRANSPORT_DOWN', 'the session is not up');
    }
    try {
      this.native.send(message);
    } catch (error) {
      if (subcodeOf(error) !== solclient().ErrorSubcode.INSUFFICIENT_SPACE)
        return this.refuse('TRANSPORT_DOWN', reasonOf(error));
      this.full = true;
      return this.refuse('TRANSPORT_FULL', 'the send buffer is full');
    }
    this.metrics.sent++;
    return undefined;
  }

  private refuse(code: TransportErrorCode, message: string): PublishRefusal {
    this.metrics.refused++;
    return { code, message };
  }

  private onMessage(raw: solace.Message): void {
    this.metrics.received++;
    if (raw.isDiscardIndication()) this.metrics.discardIndications++;
    const topic = raw.getDestination()?.getName() ?? '';
    const message = new InboundMessage(topic, raw);
    if (topic === this.inboxName) return this.call(this.acceptReply, message);
    const callbacks = this.subscriptions.lookup(topic);
    if (callbacks.length === 0) this.metrics.discarded++;
    for (let index = 0; index < callbacks.length; index++) this.call(callbacks[index], message);
  }

  private readonly acceptReply = (message: InboundMessage): void => {
    // A reply-to says that it may be a cancel: replies of one message have none, and their headers stay unread here.
    if (message.replyTo !== undefined && message.headers[HEADER.cancel] === true) this.cancellations.accept(message);
    else this.pending.accept(message);
  };

  /** Best effort: what does not get through is said again with the next part. */
  private abandon(part: InboundMessage): void {
    const destination = part.unwrap().getReplyTo();
    const token = part.correlationId;
    if (destination == null || token === undefined || this.inbox === undefined) return;
    if (!this.cancellations.shouldTell(token)) return;
    const message = this.outbound.buildTo(destination, EMPTY, { headers: { [HEADER.cancel]: true } });
    message.setCorrelationId(token);
    message.setReplyTo(this.inbox);
    this.send(message);
  }

  /** One broken subscriber must neither keep the others from the message nor upset the client library. */
  private call(callback: MessageCallback, message: InboundMessage): void {
    const { topic } = message;
    try {
      callback(message);
    } catch (error) {
      this.metrics.handlerErrors++;
      this.logger.error(`a subscriber of "${topic}" failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
}

function withPlace({ part, end, ...properties }: ReplyProperties): PublishProperties {
  if (part === undefined) return properties;
  const place: Record<string, HeaderValue> = { ...properties.headers, [HEADER.part]: part };
  if (end === true) place[HEADER.end] = true;
  return { ...properties, headers: place };
}
