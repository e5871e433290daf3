import { readText, readUint32 } from './bytes.js';
import { Protocol } from './constants.js';
import type { DecodeResult } from './decode-result.js';
import { decoded, malformed } from './decode-result.js';
import type { ParamSpan, SmfHeader } from './smf-header.js';
import { encodeFrame, findParam } from './smf-header.js';

/** Types of assured control messages. */
export const AssuredType = {
  openFlow: 0,
  clientAck: 3,
  bind: 4,
  unbind: 5,
  closeFlow: 7,
  create: 8,
  delete: 9,
  flowChangeUpdate: 0x0c,
} as const;

/** Parameters of an assured control body. */
export const AssuredParam = {
  lastIdSent: 0x01,
  lastIdAcked: 0x02,
  window: 0x03,
  applicationAck: 0x05,
  flowId: 0x06,
  queueName: 0x07,
  topicEndpointName: 0x08,
  topic: 0x09,
  flowName: 0x0a,
  durability: 0x0b,
  accessType: 0x0c,
  selector: 0x0d,
  transportWindow: 0x0e,
  lastIdReceived: 0x10,
  othersPermission: 0x11,
  flowType: 0x12,
  quotaMb: 0x13,
  maxMessageSize: 0x14,
  grantedPermission: 0x15,
  respectTtl: 0x16,
  noLocal: 0x1f,
  activeFlow: 0x20,
  wantFlowChange: 0x21,
  behaviour: 0x22,
  publisherId: 0x23,
  spooledCount: 0x25,
  maxRedelivery: 0x2a,
  endpointId: 0x2c,
  maxUnacked: 0x31,
} as const;

/** Only as much of a message as a refusal needs. */
export interface AssuredCtrlHead {
  readonly version: number;
  readonly type: number;
}

/** A whole assured control message. Valid as long as the frame that it was read from. */
export interface AssuredCtrl extends AssuredCtrlHead {
  readonly params: AssuredParams;
}

const BODY_HEAD_BYTES = 6;
/** Acknowledgements have one parameter for each range, 64 at most; each is looked for among all that is unsettled. */
const MAX_PARAMS = 1_024;

/** Reads parameters by their type; a value of another length than expected counts as missing. */
export class AssuredParams {
  constructor(
    private readonly bytes: Buffer,
    private readonly spans: readonly ParamSpan[],
  ) {}

  has(type: number): boolean {
    return findParam(this.spans, type) !== null;
  }

  /** An unsigned number of 1 to 8 bytes; one above the safe integers becomes the largest of them. */
  number(type: number): number | null {
    const span = findParam(this.spans, type);
    return span === null ? null : readNumber(this.bytes, span.start, span.end);
  }

  /** One character a byte, without the closing NUL. Null when missing or with a NUL inside. */
  text(type: number): string | null {
    const span = findParam(this.spans, type);
    return span === null ? null : readText(this.bytes, span.start, span.end, 'latin1');
  }

  /** Ranges of application acknowledgements, in their order. Null when one is malformed. */
  ackRanges(): AckRange[] | null {
    const ranges: AckRange[] = [];
    for (const { type, start, end } of this.spans) {
      if (type !== AssuredParam.applicationAck) continue;
      if (end - start !== 16 && end - start !== 17) return null;
      const from = readNumber(this.bytes, start, start + 8)!;
      const to = readNumber(this.bytes, start + 8, start + 16)!;
      const outcome = end - start === 17 ? OUTCOMES[this.bytes[start + 16]] : 'accepted';
      if (outcome === undefined || from > to) return null;
      ranges.push({ from, to, outcome });
    }
    return ranges;
  }
}

/** How a consumer settles a message. */
export type Outcome = 'accepted' | 'failed' | 'released' | 'rejected';

const OUTCOMES: readonly (Outcome | undefined)[] = ['accepted', 'failed', 'released', 'rejected'];

/** Message ids `from` to `to`, both included. */
export interface AckRange {
  readonly from: number;
  readonly to: number;
  readonly outcome: Outcome;
}

function readNumber(bytes: Buffer, start: number, end: number): number | null {
  const length = end - start;
  if (length < 1 || length > 8) return null;
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 256 + bytes[at];
  return Math.min(value, Number.MAX_SAFE_INTEGER);
}

export function decodeAssuredCtrlHead(bytes: Buffer, header: SmfHeader, end: number): DecodeResult<AssuredCtrlHead> {
  const start = header.bodyStart;
  if (end - start < 3) return malformed('assured control body is too short');
  const version = bytes[start] & 0x3f;
  if (version < 3) return decoded({ version, type: bytes[start + 1] >> 4 });
  if (end - start < BODY_HEAD_BYTES || start + readUint32(bytes, start + 2) > end) {
    return malformed('assured control length');
  }
  return decoded({ version, type: bytes[start + 1] });
}

/** Reads version 3, which clients use when version 3 is what the other side speaks. */
export function decodeAssuredCtrl(bytes: Buffer, header: SmfHeader, end: number): DecodeResult<AssuredCtrl> {
  const head = decodeAssuredCtrlHead(bytes, header, end);
  if (!head.ok) return head;
  const { version, type } = head.value;
  if (version < 3) return malformed(`assured control version ${version}, expected 3`);
  const bodyEnd = header.bodyStart + readUint32(bytes, header.bodyStart + 2);
  const spans: ParamSpan[] = [];
  let at = header.bodyStart + BODY_HEAD_BYTES;
  while (at < bodyEnd) {
    if (at + 2 > bodyEnd) return malformed('assured control parameter is cut off');
    const long = bytes[at + 1] === 0;
    if (long && at + 6 > bodyEnd) return malformed('assured control parameter is cut off');
    const total = long ? readUint32(bytes, at + 2) : bytes[at + 1];
    const start = at + (long ? 6 : 2);
    if (at + total < start || at + total > bodyEnd) return malformed('assured control parameter length');
    if (spans.length >= MAX_PARAMS) return malformed(`more than ${MAX_PARAMS} assured control parameters`);
    spans.push({ type: bytes[at] & 0x3f, start, end: at + total });
    at += total;
  }
  return decoded({ version, type, params: new AssuredParams(bytes, spans) });
}

/** Null for an acknowledgement, which has no reply. */
export function encodeAssuredRefusal(
  head: AssuredCtrlHead,
  correlationTag: number | null,
  code: number,
  text: string,
): Buffer | null {
  if (head.type === AssuredType.clientAck) return null;
  const body =
    head.version < 3 ? Buffer.from([head.version, head.type << 4, 1, 0]) : Buffer.from([3, head.type, 0, 0, 0, 6]);
  return encodeFrame({ protocol: Protocol.assuredCtrl, correlationTag, response: { code, text }, body });
}

/** A parameter to write: a number with its width in bytes, or text, which gets a closing NUL. */
export type AssuredValue =
  | { readonly id: number; readonly value: number; readonly bytes: 1 | 4 | 8 }
  | { readonly id: number; readonly text: string };

export interface AssuredReply {
  readonly type: number;
  readonly correlationTag?: number | null;
  readonly response?: { readonly code: number; readonly text: string };
  readonly params: readonly AssuredValue[];
}

export function encodeAssured(reply: AssuredReply): Buffer {
  const params = reply.params.map(encodeValue);
  const head = Buffer.alloc(BODY_HEAD_BYTES);
  head[0] = 3;
  head[1] = reply.type;
  head.writeUInt32BE(BODY_HEAD_BYTES + params.reduce((sum, param) => sum + param.length, 0), 2);
  return encodeFrame({
    protocol: Protocol.assuredCtrl,
    correlationTag: reply.correlationTag ?? null,
    ...(reply.response === undefined ? {} : { response: reply.response }),
    body: Buffer.concat([head, ...params]),
  });
}

function encodeValue(param: AssuredValue): Buffer {
  const value = 'text' in param ? Buffer.from(`${param.text}\0`, 'latin1') : numberBytes(param.value, param.bytes);
  if (value.length + 2 <= 0xff) return Buffer.concat([Buffer.from([param.id, value.length + 2]), value]);
  const head = Buffer.alloc(6);
  head[0] = param.id;
  head.writeUInt32BE(value.length + 6, 2);
  return Buffer.concat([head, value]);
}

function numberBytes(value: number, bytes: 1 | 4 | 8): Buffer {
  const out = Buffer.alloc(bytes);
  if (bytes === 8) out.writeBigUInt64BE(BigInt(value));
  else out.writeUIntBE(value, 0, bytes);
  return out;
}
