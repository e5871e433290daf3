import { createRequire } from 'node:module';
import type { Packr } from 'msgpackr/pack';
import type { Codec, Decoded } from '../codec.js';
import { MsgpackScan } from './msgpack-scan.js';

export const MSGPACK_CONTENT_TYPE = 'application/msgpack';

export interface MsgpackOptions {
  /** Longest message that is decoded, bytes. Default 8 388 608. */
  readonly maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 8_388_608;

/**
 * MessagePack for values as JSON has them, and binary. What JSON leaves out or rewrites (undefined, dates, objects with a
 * toJSON) is treated as JSON treats it, so that a handler need not know which format its caller speaks. Decoding refuses
 * extensions, keys that are no text, integers beyond 2^53, more than 64 levels, and messages longer than `maxBytes`.
 */
export function msgpackCodec({ maxBytes = DEFAULT_MAX_BYTES }: MsgpackOptions = {}): Codec {
  const packr = loadPackr();
  const scan = new MsgpackScan();
  return {
    contentType: MSGPACK_CONTENT_TYPE,
    encode(value) {
      const packed: Uint8Array = packr.pack(value);
      if (value !== undefined && scan.run(packed) === undefined) return packed;
      const plain = JSON.stringify(value);
      if (plain === undefined) throw new TypeError(`a ${typeof value} has no MessagePack form`);
      const repacked: Uint8Array = packr.pack(JSON.parse(plain));
      const problem = scan.run(repacked);
      if (problem !== undefined) throw new TypeError(problem);
      return repacked;
    },
    decode(bytes) {
      if (bytes.byteLength === 0) return { ok: true, value: undefined };
      if (bytes.byteLength > maxBytes) return refused(`longer than ${maxBytes} bytes`);
      const problem = scan.run(bytes);
      return problem === undefined ? unpacked(packr, bytes) : refused(problem);
    },
  };
}

function unpacked(packr: Packr, bytes: Uint8Array): Decoded {
  try {
    return { ok: true, value: packr.unpack(bytes) as unknown };
  } catch {
    return refused('it cannot be read'); // the decoder's own message may quote the payload
  }
}

function refused(why: string): Decoded {
  return { ok: false, refusal: { code: 'BAD_MESSAGE', message: `the payload is not valid MessagePack: ${why}` } };
}

/**
 * Loaded by those who use it only, and in its form without native code and without code made at run time: what handles
 * the bytes of strangers should not be able to do more than throw.
 */
function loadPackr(): Packr {
  const load = createRequire(import.meta.url);
  const { Packr: Made } = load('msgpackr/index-no-eval') as { Packr: typeof Packr };
  return new Made({ useRecords: false, mapsAsObjects: true, int64AsType: 'number' });
}
