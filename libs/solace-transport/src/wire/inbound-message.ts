import type solace from 'solclientjs';
import { solclient } from '../session/solclient.js';
import { decodeHeaders, type Headers } from './headers.js';
import { traceOf, type TraceContext } from './trace-context.js';

const EMPTY = Buffer.alloc(0);

/** A received message. Parts are read on demand, since most consumers need the payload only. Payloads may be kept. */
export class InboundMessage {
  private body: Buffer | undefined;
  private properties: Headers | undefined;

  constructor(
    readonly topic: string,
    private readonly raw: solace.Message,
  ) {}

  /** Bytes of the body; the text of a text or XML message as UTF-8, since other clients send those. */
  get payload(): Buffer {
    return (this.body ??= readPayload(this.raw));
  }

  /** As the sender gave it; undefined means application/json. */
  get contentType(): string | undefined {
    return this.raw.getHttpContentType() ?? undefined;
  }

  /** Token of a request and its replies; not the tracing id, which is the header `x-correlation-id`. */
  get correlationId(): string | undefined {
    return this.raw.getCorrelationId() ?? undefined;
  }

  /** Topic that the answer goes to; undefined on an event. */
  get replyTo(): string | undefined {
    return this.raw.getReplyTo()?.getName();
  }

  get headers(): Headers {
    return (this.properties ??= decodeHeaders(this.raw.getUserPropertyMap()));
  }

  /** W3C Trace Context of the sender, if it gave a valid one. */
  get trace(): TraceContext | undefined {
    return traceOf(this.headers);
  }

  /**
   * Whether the broker dropped earlier messages for this client because it was too slow: not only of this topic, so that
   * whoever follows sequences has to look at all of them. The session tells it as the event `gap` too.
   */
  get discardIndication(): boolean {
    return this.raw.isDiscardIndication();
  }

  /** The message of the client library. */
  unwrap(): solace.Message {
    return this.raw;
  }
}

function readPayload(raw: solace.Message): Buffer {
  if (raw.getType() === solclient().MessageType.TEXT) {
    const text: unknown = raw.getSdtContainer()?.getValue();
    if (typeof text === 'string') return Buffer.from(text);
  }
  const attachment = raw.getBinaryAttachment();
  if (attachment instanceof Uint8Array) {
    return Buffer.isBuffer(attachment)
      ? attachment
      : Buffer.from(attachment.buffer, attachment.byteOffset, attachment.byteLength);
  }
  if (typeof attachment === 'string') return Buffer.from(attachment, 'latin1');
  const xml = raw.getXmlContentDecoded();
  return typeof xml === 'string' ? Buffer.from(xml) : EMPTY;
}
