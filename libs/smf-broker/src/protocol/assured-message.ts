import { readUint32 } from './bytes.js';
import { HeaderFlag, HeaderParam, SMF_HEADER_BYTES, TOPIC_MAX_BYTES } from './constants.js';
import type { DecodeResult } from './decode-result.js';
import { decoded, malformed } from './decode-result.js';

/** A published message as the spool needs it. */
export interface AssuredMessage {
  /** Publisher flow; 0 when the frame names none, as direct messages do. */
  readonly flowId: number;
  /** Number that the publisher gave the message on its flow; 0 when it gave none. */
  readonly messageId: number;
  /** One character a byte. */
  readonly topic: string;
  readonly topicStart: number;
  readonly topicEnd: number;
  /** Milliseconds to live; 0 = for ever. */
  readonly ttlMs: number;
  readonly deadMessageEligible: boolean;
  /** Bytes of the frame that are kept: header without what belongs to the publisher's flow, and body. */
  readonly kept: readonly Span[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const MAX_PARAMS = 64;
/** What names the publisher's flow, its numbers and offsets into its header: of no use, and wrong, for a consumer. */
const PUBLISHER_PARAMS: ReadonlySet<number> = new Set([
  HeaderParam.publisherId,
  HeaderParam.messageId,
  HeaderParam.previousMessageId,
  HeaderParam.redelivered,
  HeaderParam.flowId,
]);
const DELIVERY_MODE_NON_PERSISTENT = 0;
const DELIVERY_MODE_DIRECT = 2;

/** Reads the header of a message to be spooled, `bytes[start, end)`. Apart from the direct path, which reads the topic only. */
export function decodeAssuredMessage(bytes: Buffer, start: number, end: number): DecodeResult<AssuredMessage> {
  const bodyStart = start + readUint32(bytes, start + 4);
  const kept: Span[] = [];
  let [flowId, messageId, ttlMs, topicStart, topicEnd, params] = [0, 0, 0, 0, 0, 0];
  let at = start + SMF_HEADER_BYTES;
  while (at < bodyStart) {
    const first = bytes[at];
    if (first === 0) {
      at += 1;
      continue;
    }
    params += 1;
    if (params > MAX_PARAMS) return malformed(`more than ${MAX_PARAMS} header parameters`);
    if ((first & 0x20) !== 0) {
      at += 1 + (first & 3);
      if (at > bodyStart) return malformed('header parameter runs over the header');
      continue;
    }
    const long = bytes[at + 1] === 0;
    if (at + (long ? 6 : 2) > bodyStart) return malformed('header parameter runs over the header');
    const valueStart = at + (long ? 6 : 2);
    const next = at + (long ? readUint32(bytes, at + 2) : bytes[at + 1]);
    if (next < valueStart || next > bodyStart) return malformed('header parameter runs over the header');
    const type = first & 0x1f;
    if (type === HeaderParam.flowId) flowId = unsigned(bytes, valueStart, next);
    else if (type === HeaderParam.messageId) messageId = unsigned(bytes, valueStart, next);
    else if (type === HeaderParam.timeToLive) ttlMs = unsigned(bytes, valueStart, next);
    else if (type === HeaderParam.topic) {
      topicStart = valueStart;
      topicEnd = next > valueStart && bytes[next - 1] === 0 ? next - 1 : next;
    }
    if (!PUBLISHER_PARAMS.has(type)) kept.push({ start: at, end: next });
    at = next;
  }
  const topicBytes = topicEnd - topicStart;
  if (topicBytes <= 0 || topicBytes > TOPIC_MAX_BYTES) return malformed('message without a valid topic');
  kept.push({ start: bodyStart, end });
  return decoded({
    flowId,
    messageId,
    topic: bytes.toString('latin1', topicStart, topicEnd),
    topicStart,
    topicEnd,
    ttlMs,
    deadMessageEligible: (bytes[start] & HeaderFlag.deadMessageEligible) !== 0,
    kept,
  });
}

function unsigned(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 256 + bytes[at];
  return Math.min(value, Number.MAX_SAFE_INTEGER);
}

/** The form in which a message is spooled: a frame of its own, without the publisher's numbers. */
export function toSpooledFrame(bytes: Buffer, start: number, message: AssuredMessage): Buffer {
  const total = message.kept.reduce((sum, span) => sum + span.end - span.start, SMF_HEADER_BYTES);
  const body = message.kept.at(-1)!;
  const frame = Buffer.allocUnsafeSlow(total);
  bytes.copy(frame, 0, start, start + SMF_HEADER_BYTES);
  frame[0] = (frame[0] | HeaderFlag.assured) & ~(HeaderFlag.discardIndication | HeaderFlag.deliverToOne);
  frame.writeUInt32BE(total - (body.end - body.start), 4);
  frame.writeUInt32BE(total, 8);
  let at = SMF_HEADER_BYTES;
  for (const span of message.kept) {
    // A direct message that a queue attracts becomes a guaranteed one; the other way round, see `toDirectFrame`.
    at += bytes.copy(frame, at, span.start, span.end);
  }
  if ((bytes[start] & HeaderFlag.assured) === 0) setDeliveryMode(frame, DELIVERY_MODE_NON_PERSISTENT);
  return frame;
}

/** A spooled frame as a client gets it that has the topic subscribed itself. */
export function toDirectFrame(spooled: Buffer): Buffer {
  const frame = Buffer.from(spooled);
  frame[0] &= ~HeaderFlag.assured;
  setDeliveryMode(frame, DELIVERY_MODE_DIRECT);
  return frame;
}

function setDeliveryMode(frame: Buffer, mode: number): void {
  const bodyStart = readUint32(frame, 4);
  let at = SMF_HEADER_BYTES;
  while (at < bodyStart) {
    const long = frame[at + 1] === 0;
    if ((frame[at] & 0x1f) === HeaderParam.deliveryMode) frame[at + (long ? 6 : 2)] = mode;
    at += long ? readUint32(frame, at + 2) : frame[at + 1];
  }
}

export interface Delivery {
  readonly messageId: number;
  readonly flowId: number;
  readonly redelivered: boolean;
  /** Deliveries before this one. */
  readonly redeliveries: number;
}

/** A spooled frame as one consumer flow gets it. */
export function encodeDelivery(spooled: Buffer, delivery: Delivery): Buffer {
  const counted = delivery.redeliveries > 0;
  const extra = 10 + 10 + 6 + (delivery.redelivered ? 2 : 0) + (counted ? 8 : 0);
  const bodyStart = readUint32(spooled, 4);
  const frame = Buffer.allocUnsafe(spooled.length + extra);
  spooled.copy(frame, 0, 0, bodyStart);
  let at = bodyStart;
  at = writeUint64(frame, at, HeaderParam.messageId, delivery.messageId);
  at = writeUint64(frame, at, HeaderParam.previousMessageId, 0);
  frame[at] = HeaderParam.flowId;
  frame[at + 1] = 6;
  frame.writeUInt32BE(delivery.flowId, at + 2);
  at += 6;
  if (delivery.redelivered) {
    frame[at] = HeaderParam.redelivered;
    frame[at + 1] = 2;
    at += 2;
  }
  if (counted) {
    frame.writeUInt32BE(0x1f08302e, at);
    frame.writeUInt32BE(Math.min(delivery.redeliveries, 0xffffffff), at + 4);
  }
  spooled.copy(frame, bodyStart + extra, bodyStart);
  frame.writeUInt32BE(bodyStart + extra, 4);
  frame.writeUInt32BE(frame.length, 8);
  return frame;
}

function writeUint64(frame: Buffer, at: number, type: number, value: number): number {
  frame[at] = type;
  frame[at + 1] = 10;
  frame.writeUInt32BE(Math.floor(value / 0x100000000), at + 2);
  frame.writeUInt32BE(value % 0x100000000, at + 6);
  return at + 10;
}
