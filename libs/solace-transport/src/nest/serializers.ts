import type {
  ConsumerDeserializer,
  IncomingEvent,
  IncomingRequest,
  IncomingResponse,
  OutgoingEvent,
  OutgoingRequest,
  OutgoingResponse,
} from '@nestjs/microservices';
import type { ProducerDeserializer } from '@nestjs/microservices';
import type { CodecRegistry } from '../wire/codec.js';
import { HEADER, type Headers } from '../wire/headers.js';
import type { InboundMessage } from '../wire/inbound-message.js';
import type { PublishProperties } from '../wire/outbound-message.js';
import { assertPayloadSize } from '../wire/payload-bound.js';
import { SolaceEncoded } from './solace.encoded.js';
import { SolaceRecord } from './solace.record-builder.js';

/** What a value becomes before it goes to the session. */
export interface SerializedMessage {
  readonly payload: Uint8Array;
  readonly properties: PublishProperties & { readonly timeoutMs?: number | undefined };
}

/** Body = the DTO itself, not an envelope: the pattern is the topic, the id the correlation id of the message. */
export class SolaceRecordSerializer {
  constructor(private readonly codecs: CodecRegistry) {}

  /** @throws TransportError BAD_PAYLOAD, UNSUPPORTED_CONTENT_TYPE */
  serialize(packet: OutgoingEvent | OutgoingRequest): SerializedMessage {
    const data: unknown = packet.data;
    const record = data instanceof SolaceRecord ? data : undefined;
    const options = record?.options ?? {};
    const headers: Headers | undefined =
      packet.metadata === undefined ? options.headers : { ...packet.metadata, ...options.headers };
    return {
      payload: this.codecs.encode(record === undefined ? data : record.data, options.contentType),
      properties: { ...options, headers },
    };
  }
}

/** Of a server: an answer in the content type of its request. */
export class SolaceReplySerializer {
  constructor(private readonly codecs: CodecRegistry) {}

  /** @throws TransportError BAD_PAYLOAD, UNSUPPORTED_CONTENT_TYPE */
  serialize(packet: OutgoingResponse, options: { readonly contentType: string | undefined }): SerializedMessage {
    const response: unknown = packet.response;
    if (response instanceof SolaceEncoded)
      return { payload: response.bytes, properties: { contentType: response.contentType } };
    const record = response instanceof SolaceRecord ? response : undefined;
    const contentType = record?.options.contentType ?? options.contentType;
    return {
      payload: this.codecs.encode(record === undefined ? response : record.data, contentType),
      properties: { ...record?.options, contentType },
    };
  }
}

/** Of a server: message with reply-to = request, without = event. */
export class SolaceRequestDeserializer implements ConsumerDeserializer {
  constructor(
    private readonly codecs: CodecRegistry,
    private readonly maxPayloadBytes = Number.POSITIVE_INFINITY,
  ) {}

  /** @throws TransportError PAYLOAD_TOO_LARGE, BAD_MESSAGE, UNSUPPORTED_CONTENT_TYPE */
  deserialize(message: InboundMessage): IncomingRequest | IncomingEvent {
    assertPayloadSize(message.payload, this.maxPayloadBytes);
    const data = this.codecs.decode(message.payload, message.contentType);
    const packet = { pattern: message.topic, data };
    return message.replyTo === undefined ? packet : { ...packet, id: message.correlationId ?? '' };
  }
}

/** Of a client: one part of an answer. */
export class SolaceResponseDeserializer implements ProducerDeserializer {
  constructor(private readonly codecs: CodecRegistry) {}

  /** @throws TransportError BAD_MESSAGE, UNSUPPORTED_CONTENT_TYPE */
  deserialize(message: InboundMessage): IncomingResponse {
    const isDisposed = message.headers[HEADER.part] === undefined || message.headers[HEADER.end] === true;
    return {
      id: message.correlationId ?? '',
      response: this.codecs.decode(message.payload, message.contentType),
      isDisposed,
    };
  }
}
