import { TransportError } from '../errors.js';

export const JSON_CONTENT_TYPE = 'application/json';

/** Outcome of a decode: a value, or why the bytes are not what their content type says. */
export type Decoded =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly refusal: { readonly code: string; readonly message: string } };

/** Turns values into bytes and back for one content type. */
export interface Codec {
  readonly contentType: string;
  /** May throw on a value it cannot express. */
  encode(value: unknown): Uint8Array;
  /** Refuses with BAD_MESSAGE instead of throwing. */
  decode(bytes: Uint8Array): Decoded;
}

export const jsonCodec: Codec = {
  contentType: JSON_CONTENT_TYPE,
  encode(value) {
    const text = JSON.stringify(value);
    // Functions and symbols give undefined, which Buffer.from would report as a puzzling type error.
    if (text === undefined) throw new TypeError(`a ${typeof value} has no JSON form`);
    return Buffer.from(text);
  },
  decode(bytes) {
    if (bytes.byteLength === 0) return { ok: true, value: undefined };
    try {
      return {
        ok: true,
        value: JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')),
      };
    } catch {
      // The parser's own message quotes the payload, which may hold secrets.
      return { ok: false, refusal: { code: 'BAD_MESSAGE', message: 'the payload is not valid JSON' } };
    }
  },
};

/** Codecs by content type, JSON first. Another format plugs in here without touching a handler. */
export class CodecRegistry {
  private readonly codecs = new Map<string, Codec>();

  constructor(codecs: readonly Codec[] = []) {
    this.register(jsonCodec);
    for (const codec of codecs) this.register(codec);
  }

  register(codec: Codec): this {
    const name = normalize(codec.contentType);
    if (this.codecs.has(name)) throw new Error(`a codec for ${name} is registered already`);
    this.codecs.set(name, codec);
    return this;
  }

  /** Undefined when none is registered. Parameters such as charset are ignored; absent means JSON. */
  find(contentType: string | undefined): Codec | undefined {
    if (contentType === undefined || contentType === JSON_CONTENT_TYPE) return jsonCodec;
    return this.codecs.get(normalize(contentType));
  }

  /** @throws TransportError UNSUPPORTED_CONTENT_TYPE, BAD_PAYLOAD */
  encode(value: unknown, contentType: string | undefined): Uint8Array {
    const codec = this.need(contentType);
    try {
      return codec.encode(value);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw TransportError.of('BAD_PAYLOAD', `not encodable as ${codec.contentType}: ${reason}`, error);
    }
  }

  /** @throws TransportError UNSUPPORTED_CONTENT_TYPE, BAD_MESSAGE */
  decode(bytes: Uint8Array, contentType: string | undefined): unknown {
    const decoded = this.tryDecode(this.need(contentType), bytes);
    if (decoded.ok) return decoded.value;
    throw TransportError.of('BAD_MESSAGE', decoded.refusal.message);
  }

  private tryDecode(codec: Codec, bytes: Uint8Array): Decoded {
    try {
      return codec.decode(bytes);
    } catch (error) {
      // A foreign codec that throws must not be told apart from one that refuses: the sender's bytes are bad either way.
      const reason = error instanceof Error ? error.message : String(error);
      return { ok: false, refusal: { code: 'BAD_MESSAGE', message: `not ${codec.contentType}: ${reason}` } };
    }
  }

  private need(contentType: string | undefined): Codec {
    const codec = this.find(contentType);
    if (codec !== undefined) return codec;
    const known = [...this.codecs.keys()].join(', ');
    throw TransportError.of('UNSUPPORTED_CONTENT_TYPE', `no codec for ${String(contentType)}; known: ${known}`);
  }
}

function normalize(contentType: string): string {
  return contentType.split(';', 1)[0].trim().toLowerCase();
}
