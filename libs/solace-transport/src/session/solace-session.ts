import { randomUUID } from 'node:crypto';
import type solace from 'solclientjs';
import { TransportError, type PublishRefusal, type TransportErrorCode, type WireError } from '../errors.js';
import { HEADER } from '../wire/headers.js';
import type { GuaranteedDestination } from '../wire/destination.js';
import { InboundMessage } from '../wire/inbound-message.js';
import { OutboundFactory, type PublishProperties } from '../wire/outbound-message.js';
import { withTrace } from '../wire/trace-context.js';
import { renewsToken } from './authentication.js';
import { Cancellations } from './cancellations.js';
import { ConfirmedChanges } from './confirmed-changes.js';
import { Deliveries } from './deliveries.js';
import { resolveGuaranteedOptions } from './guaranteed/guaranteed-options.js';
import { GuaranteedPublisher } from './guaranteed/guaranteed-publisher.js';
import { LatencyHistogram } from './latency-histogram.js';
import {
  withPlace,
  type GuaranteedProperties,
  type ReplyProperties,
  type RequestProperties,
} from './message-properties.js';
import { createMetrics, type TransportMetrics, type TransportSnapshot } from './metrics.js';
import { PendingRequests, type ReplyObserver } from './pending-requests.js';
import { SessionConnection, reasonOf, type SessionStatus } from './session-connection.js';
import type { SolaceSessionOptions } from './session-options.js';
import { Queues } from './queue/queues.js';
import { sessionQueueHost } from './queue/session-queue-host.js';
import { solclient, subcodeOf } from './solclient.js';
import { SubscriptionTable, type MessageCallback } from './subscription-table.js';
import { TopicRights } from './topic-rights.js';

const EMPTY = Buffer.alloc(0);

const DEFAULT_TOTAL_TIMEOUT_MS = 300_000;

/** Where answers go when the broker's own inbox is not known. */
const REPLY_PREFIX = '_reply';

const NO_LATENCY = new LatencyHistogram();

/** Longest time to live that the message format holds for sure. */
const MAX_TTL_MS = 2_147_483_647;

/**
 * One connection to the broker, shared by everything in a process. Publishing never blocks and never loses silently: it
 * is refused with a code while the session is down or full. Subscriptions are confirmed by the broker and survive a
 * reconnect. Requests share one inbox; it changes with every login, so those in flight fail when the connection is lost.
 */
export class SolaceSession extends SessionConnection {
  readonly metrics: TransportMetrics = createMetrics();
  /** Durable queues: made, removed and consumed here. */
  readonly queues: Queues;

  private readonly rights: TopicRights;
  private readonly outbound: OutboundFactory;
  private readonly subscriptions: SubscriptionTable;
  private readonly changes: ConfirmedChanges;
  private readonly pending: PendingRequests;
  private readonly publisher: GuaranteedPublisher | undefined;
  private readonly cancellations = new Cancellations();
  private readonly deliveries: Deliveries;
  private inbox: solace.Destination | undefined;
  private inboxName = '';
  private loggedIn = false;

  constructor(options: SolaceSessionOptions) {
    super(options);
    this.rights = new TopicRights(this.options.topics);
    this.deliveries = new Deliveries(this.metrics, this.logger, this.options.trace);
    this.outbound = new OutboundFactory(this.options.maxPayloadBytes);
    this.pending = new PendingRequests(this.metrics, this.options.maxInflight, (part) => this.abandon(part));
    this.changes = new ConfirmedChanges(this.native, this.options.subscribeTimeoutMs, (ms) => this.whenUp(ms));
    this.subscriptions = new SubscriptionTable(this.changes);
    const guaranteed = resolveGuaranteedOptions(this.options.guaranteed);
    if (guaranteed !== undefined) {
      this.publisher = new GuaranteedPublisher(
        options,
        guaranteed,
        this.metrics,
        () => this.emit('publisherDrain'),
        (status) => this.emit('publisher', status),
      );
    }
    const host = sessionQueueHost(this, this.native, this.options, this.metrics, this.deliveries);
    this.queues = new Queues(host, this.rights);
    const codes = solclient().SessionEventCode;
    this.native.on(codes.MESSAGE, (message) => this.onMessage(message));
    this.native.on(codes.REJECTED_MESSAGE_ERROR, (error) => {
      this.metrics.rejected++;
      this.emit('rejected', reasonOf(error));
    });
  }

  /** Counters and latencies at this moment, as a plain object that does not change any more. */
  snapshot(): TransportSnapshot {
    return {
      ...this.metrics,
      requestLatency: this.pending.latency.snapshot(),
      publishLatency: (this.publisher?.latency ?? NO_LATENCY).snapshot(),
    };
  }

  /**
   * Calls back for each message whose topic the pattern matches; resolves when the broker has confirmed. The same pair
   * may be added several times and is then removed by as many calls; it is called once a message, also when several of
   * its patterns match. A callback that throws is logged and counted.
   * @throws TransportError BAD_TOPIC, TOPIC_NOT_ALLOWED, SUBSCRIPTION_DENIED, SUBSCRIPTION_FAILED, SUBSCRIPTION_TIMEOUT,
   * TRANSPORT_DOWN
   */
  async subscribe(pattern: string, callback: MessageCallback): Promise<void> {
    this.assertOpen();
    this.rights.assertSubscribe(pattern);
    await this.subscriptions.add(pattern, callback);
  }

  /** Callbacks here that a message on this topic goes to. */
  countSubscribers(topic: string): number {
    return this.subscriptions.lookup(topic).length;
  }

  /** Undoes one `subscribe` of the same pair; the callback hears nothing more from the call on. */
  async unsubscribe(pattern: string, callback: MessageCallback): Promise<void> {
    if (this.isClosed) return;
    await this.subscriptions.remove(pattern, callback);
  }

  /**
   * Sends a direct message: at most once, unconfirmed.
   * @throws TransportError TRANSPORT_DOWN, TRANSPORT_FULL, TRANSPORT_CLOSED, BAD_TOPIC, BAD_PAYLOAD, PAYLOAD_TOO_LARGE,
   * BAD_HEADER, TOPIC_NOT_ALLOWED, GUARANTEED_UNSUPPORTED
   */
  publish(topic: string, payload: Uint8Array, properties?: PublishProperties): void {
    const refusal = this.tryPublish(topic, payload, properties);
    if (refusal !== undefined) throw TransportError.fromRefusal(refusal);
  }

  /** Like `publish`, with what is to be expected (down, full, closed) as a value; wrong arguments still throw. */
  tryPublish(topic: string, payload: Uint8Array, properties?: PublishProperties): PublishRefusal | undefined {
    const message = this.build(topic, payload, properties);
    this.rights.assertPublish(topic);
    return this.send(message);
  }

  /** Of the connection for guaranteed publishing; undefined when the option is off. */
  get publisherStatus(): SessionStatus | undefined {
    return this.publisher?.status;
  }

  /**
   * Publishes to a topic or a queue and resolves when the broker has stored the message, in order of the calls. Over an
   * outage it waits, within the bounds of the option `guaranteed`. At least once: after PUBLISH_UNKNOWN the broker may
   * have it; after every other failure it has not.
   * @throws (rejects) TransportError PUBLISH_UNKNOWN, PUBLISH_NOT_SENT, PUBLISH_REJECTED with the broker's reason,
   * TRANSPORT_FULL, TRANSPORT_CLOSED, GUARANTEED_UNAVAILABLE, BAD_TOPIC, BAD_QUEUE, BAD_PAYLOAD, PAYLOAD_TOO_LARGE, BAD_HEADER
   */
  async publishGuaranteed(
    destination: GuaranteedDestination,
    payload: Uint8Array,
    properties: GuaranteedProperties = {},
  ): Promise<void> {
    this.assertOpen();
    const message = this.buildGuaranteed(destination, payload, properties);
    this.rights.assertSend(destination);
    await this.publisher?.publish(message, payload.byteLength, properties.timeoutMs);
  }

  /** Resolves at once, or when guaranteed publishing is below its bounds again. @throws TransportError TRANSPORT_FULL, … */
  whenPublisherWritable(timeoutMs: number = this.options.subscribeTimeoutMs): Promise<void> {
    if (this.publisher?.isFull !== true) return Promise.resolve();
    return this.whenTold('publisherDrain', timeoutMs, 'TRANSPORT_FULL');
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
   * Sends a request whose answer comes in parts. Local refusals throw; later failures go to the observer. To a queue, and
   * with the delivery mode persistent, the request is published guaranteed; the answer is direct all the same. A direct
   * request carries its time-out as time to live: a server need not work longer than somebody waits.
   * @returns cancels: the observer hears nothing more, and whoever sends the parts is told
   */
  requestParts(
    destination: GuaranteedDestination,
    payload: Uint8Array,
    observer: ReplyObserver,
    properties: RequestProperties = {},
  ): () => void {
    const guaranteed = typeof destination !== 'string' || properties.deliveryMode === 'persistent';
    const message = guaranteed
      ? this.buildGuaranteed(destination, payload, properties)
      : this.build(destination, payload, properties);
    const topic = typeof destination === 'string' ? destination : destination.queue;
    this.rights.assertSend(destination);
    const timeoutMs = properties.timeoutMs ?? this.options.requestTimeoutMs;
    if (!guaranteed && properties.ttlMs === undefined && timeoutMs <= MAX_TTL_MS)
      message.setTimeToLive(Math.ceil(timeoutMs));
    const totalTimeoutMs = properties.totalTimeoutMs ?? DEFAULT_TOTAL_TIMEOUT_MS;
    const token = this.pending.open(topic, observer, { timeoutMs, totalTimeoutMs });
    message.setCorrelationId(token);
    if (this.inbox !== undefined) message.setReplyTo(this.inbox);
    // Without the inbox of this login the answer would not be found.
    const refusal = guaranteed && this.status === 'UP' ? undefined : this.send(message);
    if (refusal !== undefined) {
      this.pending.cancel(token);
      throw TransportError.fromRefusal(refusal);
    }
    if (guaranteed) {
      const limit = Number.isFinite(timeoutMs) ? timeoutMs : undefined;
      this.publisher
        ?.publish(message, payload.byteLength, limit)
        .catch((error: TransportError) => this.pending.abort(token, error));
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
    const message = this.outbound.buildTo(destination, payload, this.traced(withPlace(properties)));
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

  override connect(): Promise<void> {
    const connected = super.connect();
    if (!this.isClosed) this.publisher?.open();
    return connected;
  }

  protected override async beforeDisconnect(): Promise<void> {
    const deadline = performance.now() + this.options.closeTimeoutMs;
    // Consumers first: what they still handle may have something to publish.
    await this.queues.close(this.options.closeTimeoutMs);
    await this.publisher?.close(Math.max(0, deadline - performance.now()));
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
    if (renewsToken(this.options.authentication)) return this.openReplyTopic();
    this.inboxName = this.native.getSessionProperties().p2pInboxInUse ?? '';
    this.inbox = solclient().SolclientFactory.createTopicDestination(this.inboxName);
  }

  /** After a token was renewed the client does not tell its inbox any more: a topic of our own takes its place. */
  private openReplyTopic(): void {
    if (this.inbox !== undefined) return;
    this.inboxName = `${REPLY_PREFIX}/${randomUUID()}`;
    this.inbox = solclient().SolclientFactory.createTopicDestination(this.inboxName);
    // Unconfirmed: requests follow on the same connection, and the client brings it back after a reconnect.
    this.native.subscribe(this.inbox, false, undefined, this.options.subscribeTimeoutMs);
  }

  protected override onLoss(closed: boolean, reason: string): void {
    this.pending.failAll(closed ? 'TRANSPORT_CLOSED' : 'REQUEST_ABORTED', reason);
    this.changes.lost(closed);
    this.queues.lost(closed);
    if (closed) this.subscriptions.clear();
  }

  private build(topic: string, payload: Uint8Array, properties?: PublishProperties): solace.Message {
    return this.built(() => this.outbound.build(topic, payload, this.traced(properties)));
  }

  private buildGuaranteed(
    destination: GuaranteedDestination,
    payload: Uint8Array,
    properties: GuaranteedProperties,
  ): solace.Message {
    return this.built(() => {
      if (this.publisher === undefined) {
        throw TransportError.of('GUARANTEED_UNAVAILABLE', 'the session was made without the option guaranteed');
      }
      return this.outbound.buildGuaranteed(destination, payload, this.traced(properties), properties.anySize);
    });
  }

  private built(make: () => solace.Message): solace.Message {
    try {
      return make();
    } catch (error) {
      this.metrics.refused++;
      throw error;
    }
  }

  private traced(properties: PublishProperties | undefined): PublishProperties | undefined {
    const trace = this.options.trace?.get();
    return trace === undefined ? properties : { ...properties, headers: withTrace(properties?.headers, trace) };
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
      this.becomeFull();
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
    const topic = raw.getDestination()?.getName() ?? '';
    const message = new InboundMessage(topic, raw);
    if (raw.isDiscardIndication()) this.tellGap(message);
    if (topic === this.inboxName) return this.deliveries.call(this.acceptReply, message);
    const callbacks = this.subscriptions.lookup(topic);
    if (callbacks.length === 0) this.metrics.discarded++;
    this.deliveries.tell(message, callbacks);
  }

  private tellGap(message: InboundMessage): void {
    this.metrics.discards++;
    this.deliveries.call(({ topic }) => void this.emit('gap', topic), message);
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
}
