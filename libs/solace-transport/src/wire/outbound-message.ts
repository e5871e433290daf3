import type solace from 'solclientjs';
import { TransportError } from '../errors.js';
import { solclient } from '../session/solclient.js';
import { assertPublishTopic } from '../topics.js';
import { assertQueueName, type GuaranteedDestination } from './destination.js';
import { encodeHeaders, type Headers } from './headers.js';
import { assertPayloadSize } from './payload-bound.js';

/** `persistent` is for `publishGuaranteed` and the Nest client; the direct calls refuse it with GUARANTEED_UNSUPPORTED. */
export type DeliveryMode = 'direct' | 'persistent';

export interface PublishProperties {
  readonly headers?: Headers | undefined;
  /** Absent means application/json to a reader. */
  readonly contentType?: string | undefined;
  /** SMF correlation id. */
  readonly correlationId?: string | undefined;
  /** Topic that an answer goes to. */
  readonly replyTo?: string | undefined;
  /** 0 to 255. */
  readonly priority?: number | undefined;
  /** Milliseconds the message may be stored; 0 = unlimited. Without effect on a direct message. */
  readonly ttlMs?: number | undefined;
  /** Whether an expired message moves to the dead-message queue. */
  readonly dmqEligible?: boolean | undefined;
  readonly deliveryMode?: DeliveryMode | undefined;
}

/** Bound of the destinations kept; a market-data process publishes to some thousand topics over and over. */
const MAX_DESTINATIONS = 16_384;

/** Builds messages; destinations are made (and topics checked) once a topic. */
export class OutboundFactory {
  private readonly api = solclient();
  private readonly destinations = new Map<string, solace.Destination>();

  constructor(private readonly maxPayloadBytes: number) {}

  /** @throws TransportError BAD_TOPIC, BAD_PAYLOAD, PAYLOAD_TOO_LARGE, BAD_HEADER, GUARANTEED_UNSUPPORTED */
  build(topic: string, payload: Uint8Array, properties?: PublishProperties): solace.Message {
    return this.buildTo(this.destination(topic), payload, properties);
  }

  /** To a destination that came in a message: an inbox of another client need not follow our rules for topics. */
  buildTo(
    destination: solace.Destination,
    payload: Uint8Array,
    properties?: PublishProperties,
    maxBytes = this.maxPayloadBytes,
  ): solace.Message {
    if (!(payload instanceof Uint8Array))
      throw TransportError.of('BAD_PAYLOAD', 'the payload is not a Buffer or Uint8Array');
    assertPayloadSize(payload, maxBytes);
    const message = this.api.SolclientFactory.createMessage();
    message.setDestination(destination);
    // Direct is what the client makes without being told; telling it costs more than all the rest of the message.
    message.setBinaryAttachment(payload);
    if (properties !== undefined) this.apply(message, properties);
    return message;
  }

  /** A persistent message. @throws TransportError as `build`, and BAD_QUEUE */
  buildGuaranteed(
    to: GuaranteedDestination,
    payload: Uint8Array,
    properties?: PublishProperties,
    anySize = false,
  ): solace.Message {
    const destination = typeof to === 'string' ? this.destination(to) : this.queueDestination(to.queue);
    const maxBytes = anySize ? Number.POSITIVE_INFINITY : this.maxPayloadBytes;
    const message = this.buildTo(destination, payload, { ...properties, deliveryMode: undefined }, maxBytes);
    message.setDeliveryMode(this.api.MessageDeliveryModeType.PERSISTENT);
    return message;
  }

  private queueDestination(name: string): solace.Destination {
    assertQueueName(name);
    return this.api.SolclientFactory.createDurableQueueDestination(name);
  }

  destination(topic: string): solace.Destination {
    const known = this.destinations.get(topic);
    if (known !== undefined) return known;
    assertPublishTopic(topic);
    const made = this.make(topic);
    if (this.destinations.size >= MAX_DESTINATIONS) this.forgetOldest();
    this.destinations.set(topic, made);
    return made;
  }

  /** The client has rules of its own, such as no `*` within a level, and tells of them in errors of its own. */
  private make(topic: string): solace.Destination {
    try {
      return this.api.SolclientFactory.createTopicDestination(topic);
    } catch (error) {
      throw TransportError.of('BAD_TOPIC', error instanceof Error ? error.message : String(error), error);
    }
  }

  private forgetOldest(): void {
    for (const topic of this.destinations.keys()) {
      this.destinations.delete(topic);
      return;
    }
  }

  private apply(message: solace.Message, properties: PublishProperties): void {
    if (properties.deliveryMode !== undefined && properties.deliveryMode !== 'direct') {
      throw TransportError.of(
        'GUARANTEED_UNSUPPORTED',
        'this call delivers directly; publishGuaranteed waits for the broker',
      );
    }
    if (properties.correlationId !== undefined) message.setCorrelationId(properties.correlationId);
    if (properties.replyTo !== undefined) message.setReplyTo(this.destination(properties.replyTo));
    if (properties.contentType !== undefined) message.setHttpContentType(properties.contentType);
    if (properties.priority !== undefined) message.setPriority(properties.priority);
    if (properties.ttlMs !== undefined) message.setTimeToLive(properties.ttlMs);
    if (properties.dmqEligible !== undefined) message.setDMQEligible(properties.dmqEligible);
    if (properties.headers !== undefined) {
      const map = encodeHeaders(properties.headers);
      if (map !== undefined) message.setUserPropertyMap(map);
    }
  }
}
