import type { WritePacket } from '@nestjs/microservices';
import { TransportError, type WireError } from '../errors.js';
import type { SolaceSession } from '../session/solace-session.js';
import { HEADER } from '../wire/headers.js';
import type { InboundMessage } from '../wire/inbound-message.js';
import { toWireError } from './exceptions.js';
import type { SerializedMessage, SolaceReplySerializer } from './serializers.js';

const ACK = { ack: true };

/** A full transport is waited for this long per part, ms; then the answer is given up. */
const WRITABLE_TIMEOUT_MS = 5_000;

/** Characters of a message that was too large for an error reply. */
const MAX_MESSAGE = 1_000;

/**
 * Writes the answer to one request: one value is one plain message, several are numbered parts of which the last is
 * marked, an error ends it. Waits while the transport is full, so that a long answer is slowed down instead of torn.
 */
export class ReplyWriter {
  private part = 0;
  private ended = false;

  constructor(
    private readonly session: SolaceSession,
    private readonly request: InboundMessage,
    private readonly serializer: SolaceReplySerializer,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  get isEnded(): boolean {
    return this.ended;
  }

  /** Nobody reads the answer any more: nothing of it is sent from now on. */
  abandon(): void {
    this.ended = true;
  }

  /** Rejects only when the answer cannot be sent at all. */
  async write(packet: WritePacket): Promise<void> {
    if (this.ended) return;
    if (packet.err !== undefined && packet.err !== null) return this.fail(packet.err);
    const end = packet.isDisposed === true;
    let body: SerializedMessage;
    let refused: Error | undefined;
    try {
      body = this.serialize(packet);
    } catch (error) {
      return this.fail(error);
    }
    this.ended = end;
    const single = end && this.part === 0 && 'response' in packet;
    const place = single ? {} : { part: this.part++, end };
    const { payload } = body;
    await this.send(() => {
      try {
        return this.session.tryReply(this.request, payload, { ...body.properties, ...place });
      } catch (error) {
        // Too large, or headers that cannot be sent: unsaid, the caller would wait for its deadline.
        refused = error instanceof Error ? error : new Error(String(error));
        return undefined;
      }
    });
    if (refused === undefined) return;
    await this.fail(refused);
    throw refused;
  }

  private serialize(packet: WritePacket): SerializedMessage {
    if (!('response' in packet)) return { payload: Buffer.alloc(0), properties: {} };
    const { contentType } = this.request;
    if (packet.response !== undefined)
      return this.serializer.serialize({ id: '', response: packet.response }, { contentType });
    // A caller cannot tell "done, nothing to say" from "no answer yet" unless something is sent.
    const { payload, properties } = this.serializer.serialize({ id: '', response: ACK }, { contentType });
    return { payload, properties: { ...properties, headers: { [HEADER.ack]: true } } };
  }

  private async fail(error: unknown): Promise<void> {
    this.ended = true;
    const { wire, unexpected } = toWireError(tooLarge(error) ?? error);
    // What Nest's filter made of an error is no Error any more, and was logged by it; the rest would vanish here.
    if (unexpected && error instanceof Error) this.onFailure(error);
    await this.send(() => this.tryError(wire));
  }

  private tryError(wire: WireError): ReturnType<SolaceSession['tryReply']> {
    const properties = { headers: { [HEADER.error]: wire.code }, contentType: 'application/json' };
    try {
      return this.session.tryReply(this.request, Buffer.from(JSON.stringify({ error: wire })), properties);
    } catch (error) {
      // Details that have no JSON form, or too many of them, must not cost the caller the refusal itself.
      this.onFailure(error);
      const { code, message } = wire;
      const body = Buffer.from(JSON.stringify({ error: { code, message: message.slice(0, MAX_MESSAGE) } }));
      return this.session.tryReply(this.request, body, properties);
    }
  }

  private async send(attempt: () => ReturnType<SolaceSession['tryReply']>): Promise<void> {
    const refusal = attempt();
    if (refusal === undefined) return;
    if (refusal.code !== 'TRANSPORT_FULL') throw TransportError.fromRefusal(refusal);
    await this.session.whenWritable(WRITABLE_TIMEOUT_MS);
    await this.send(attempt);
  }
}

/** The one mistake of an answer that its caller can mend: by asking for less. */
function tooLarge(error: unknown): { readonly code: string; readonly message: string } | undefined {
  if (!(error instanceof TransportError) || error.code !== 'PAYLOAD_TOO_LARGE') return undefined;
  return { code: error.code, message: `the answer has ${error.message}` };
}
