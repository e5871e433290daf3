import { ok, refuse, type Result } from '@bourseworks/domain';

/** Turns values into bytes and back for one content type. `decode` refuses with BAD_MESSAGE, it never throws. */
export interface Codec {
  readonly contentType: string;
  encode(value: unknown): Buffer;
  decode(bytes: Uint8Array): Result<unknown>;
}

export const JSON_CODEC: Codec = {
  contentType: 'application/json',
  encode: (value) => Buffer.from(JSON.stringify(value) ?? 'null'),
  decode(bytes) {
    try {
      return ok(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')));
    } catch {
      // The parser's message quotes the payload, which may hold secrets: it is left out.
      return refuse('BAD_MESSAGE', 'the payload is not valid JSON', { bytes: bytes.byteLength });
    }
  },
};

/** Codecs by content type; JSON is the default. Another format plugs in here without touching a handler. */
export class CodecRegistry {
  private readonly codecs = new Map<string, Codec>([[JSON_CODEC.contentType, JSON_CODEC]]);

  register(codec: Codec): this {
    if (this.codecs.has(codec.contentType)) throw new Error(`a codec for ${codec.contentType} is registered already`);
    this.codecs.set(codec.contentType, codec);
    return this;
  }

  /** The codec of a content type; parameters such as charset are ignored; absent = JSON. */
  find(contentType: string | undefined): Result<Codec> {
    const name =
      contentType === undefined ? JSON_CODEC.contentType : (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
    const codec = this.codecs.get(name);
    if (codec !== undefined) return ok(codec);
    return refuse('UNSUPPORTED_CONTENT_TYPE', `no codec for ${name}`, {
      supported: [...this.codecs.keys()].join(', '),
    });
  }
}

/** The codecs of this process: register a further format here once, at the start. */
export const CODECS = new CodecRegistry();

/** A message as it came: its bytes and what it says they are. */
export interface EncodedMessage {
  readonly payload: Uint8Array;
  readonly contentType?: string | undefined;
}

/** The value of a message by its own content type, for those who read the session without a handler in between. */
export function decodeMessage(message: EncodedMessage): Result<unknown> {
  const codec = CODECS.find(message.contentType);
  return codec.ok ? codec.value.decode(message.payload) : codec;
}
