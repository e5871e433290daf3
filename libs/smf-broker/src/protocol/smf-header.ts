import { readUint32 } from './bytes.js';
import { HeaderParam, SMF_HEADER_BYTES, SMF_VERSION, TOPIC_MAX_BYTES } from './constants.js';
import type { DecodeResult } from './decode-result.js';
import { decoded, malformed } from './decode-result.js';

/** One parameter: its value is `bytes[start, end)` of the frame. */
export interface ParamSpan {
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

export interface SmfHeader {
  readonly flags: number;
  readonly protocol: number;
  /** What to do when the protocol is not understood: 0 = ignore, other = refuse. */
  readonly unknownHandling: number;
  /** 24-bit tag of a request, echoed in its reply; null when the request carries none. */
  readonly correlationTag: number | null;
  readonly params: readonly ParamSpan[];
  /** Where the body starts in the buffer. */
  readonly bodyStart: number;
}

const LIGHTWEIGHT = 0x20;
const LIGHTWEIGHT_CORRELATION = 0;
/** A header of 64 KiB could hold 30 000 parameters; none of the known messages has ten. */
const MAX_PARAMS = 64;

/** Decodes the header of a control frame. The splitter has already checked version and lengths. */
export function decodeHeader(bytes: Buffer, start: number): DecodeResult<SmfHeader> {
  const bodyStart = start + readUint32(bytes, start + 4);
  const params: ParamSpan[] = [];
  let correlationTag: number | null = null;
  let at = start + SMF_HEADER_BYTES;
  while (at < bodyStart) {
    const first = bytes[at];
    if (first === 0) {
      at += 1;
      continue;
    }
    const lightweight = (first & LIGHTWEIGHT) !== 0;
    const type = lightweight ? (first >> 2) & 7 : first & 0x1f;
    const { valueStart, next } = lightweight
      ? { valueStart: at + 1, next: at + 1 + (first & 3) }
      : standardSpan(bytes, at, bodyStart);
    if (next < valueStart || next > bodyStart) return malformed(`header parameter ${type} runs over the header`);
    if (!lightweight) params.push({ type, start: valueStart, end: next });
    else if (type === LIGHTWEIGHT_CORRELATION && next - valueStart === 3) {
      correlationTag = (bytes[valueStart] << 16) | (bytes[valueStart + 1] << 8) | bytes[valueStart + 2];
    }
    if (params.length > MAX_PARAMS) return malformed(`more than ${MAX_PARAMS} header parameters`);
    at = next;
  }
  return decoded({
    flags: bytes[start] & 0xf8,
    protocol: bytes[start + 1] & 0x3f,
    unknownHandling: bytes[start + 1] >> 6,
    correlationTag,
    params,
    bodyStart,
  });
}

function standardSpan(bytes: Buffer, at: number, limit: number): { valueStart: number; next: number } {
  if (at + 2 > limit) return { valueStart: 1, next: 0 };
  const total = bytes[at + 1];
  if (total !== 0) return { valueStart: at + 2, next: at + total };
  if (at + 6 > limit) return { valueStart: 1, next: 0 };
  return { valueStart: at + 6, next: at + readUint32(bytes, at + 2) };
}

export function findParam(params: readonly ParamSpan[], type: number): ParamSpan | null {
  return params.find((param) => param.type === type) ?? null;
}

/**
 * Finds the topic of a published message. Apart from `decodeHeader` because it runs once a message: no allocation,
 * and it stops at the topic. The result stands in `topicStart`/`topicEnd` (without the NUL) until the next scan.
 */
export class TopicScanner {
  topicStart = 0;
  topicEnd = 0;

  /** False when the header has no valid topic. */
  scan(bytes: Buffer, start: number): boolean {
    const headerEnd = start + readUint32(bytes, start + 4);
    let at = start + SMF_HEADER_BYTES;
    while (at + 1 < headerEnd) {
      const first = bytes[at];
      if (first === 0) {
        at += 1;
        continue;
      }
      if ((first & LIGHTWEIGHT) !== 0) {
        at += 1 + (first & 3);
        continue;
      }
      let valueStart = at + 2;
      let total = bytes[at + 1];
      if (total === 0) {
        if (at + 6 > headerEnd) return false;
        total = readUint32(bytes, at + 2);
        valueStart = at + 6;
      }
      const next = at + total;
      if (next < valueStart || next > headerEnd) return false;
      if ((first & 0x1f) === HeaderParam.topic) return this.take(bytes, valueStart, next);
      at = next;
    }
    return false;
  }

  private take(bytes: Buffer, start: number, end: number): boolean {
    const last = end > start && bytes[end - 1] === 0 ? end - 1 : end;
    this.topicStart = start;
    this.topicEnd = last;
    return last > start && last - start <= TOPIC_MAX_BYTES;
  }
}

export interface FrameParts {
  flags?: number;
  protocol: number;
  /** Tag of the request that this frame answers. */
  correlationTag?: number | null;
  /** Response code and text; the text follows the established wording, because clients classify errors by it. */
  response?: { code: number; text: string };
  /** Whole standard parameters, already encoded by `standardParam`. */
  params?: readonly Buffer[];
  body?: Buffer;
}

const REPLY_TTL = 1;

export function encodeFrame(parts: FrameParts): Buffer {
  const params: Buffer[] = [];
  const tag = parts.correlationTag ?? null;
  if (tag !== null) params.push(Buffer.from([LIGHTWEIGHT | 3, tag >> 16, (tag >> 8) & 0xff, tag & 0xff]));
  if (parts.response !== undefined) {
    const value = Buffer.alloc(4 + Buffer.byteLength(parts.response.text));
    value.writeUInt32BE(parts.response.code, 0);
    value.write(parts.response.text, 4);
    params.push(standardParam(HeaderParam.response, value));
  }
  if (parts.params !== undefined) params.push(...parts.params);
  const body = parts.body ?? Buffer.alloc(0);
  const headerBytes = SMF_HEADER_BYTES + params.reduce((sum, param) => sum + param.length, 0);
  const head = Buffer.alloc(SMF_HEADER_BYTES);
  head[0] = SMF_VERSION | (parts.flags ?? 0);
  head[1] = parts.protocol;
  head[3] = REPLY_TTL;
  head.writeUInt32BE(headerBytes, 4);
  head.writeUInt32BE(headerBytes + body.length, 8);
  return Buffer.concat([head, ...params, body]);
}

/** A parameter with its length; the long form is used where one byte cannot hold the length. */
export function standardParam(type: number, value: Buffer): Buffer {
  if (value.length + 2 <= 0xff) return Buffer.concat([Buffer.from([type, value.length + 2]), value]);
  const head = Buffer.alloc(6);
  head[0] = type;
  head.writeUInt32BE(value.length + 6, 2);
  return Buffer.concat([head, value]);
}
