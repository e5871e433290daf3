import { readText, readUint32 } from './bytes.js';
import { Protocol, SubscriptionFlag, SubscriptionType } from './constants.js';
import type { DecodeResult } from './decode-result.js';
import { decoded, malformed } from './decode-result.js';
import type { SmfHeader } from './smf-header.js';
import { encodeFrame } from './smf-header.js';

const BODY_HEAD_BYTES = 6;

export interface SubscriptionRequest {
  readonly operation: 'add' | 'remove' | 'addQueue' | 'removeQueue';
  /** One character a byte (latin1), as everything that is compared with topics. */
  readonly subscription: string;
  /** Only for the operations on queues. */
  readonly queue: string | null;
  readonly deliverAlways: boolean;
  readonly responseRequired: boolean;
  /** The request's body, which the reply has to repeat. */
  readonly body: Buffer;
}

const OPERATIONS = new Map<number, SubscriptionRequest['operation']>([
  [SubscriptionType.add, 'add'],
  [SubscriptionType.remove, 'remove'],
  [SubscriptionType.addQueue, 'addQueue'],
  [SubscriptionType.removeQueue, 'removeQueue'],
]);

export function decodeSubscription(bytes: Buffer, header: SmfHeader, end: number): DecodeResult<SubscriptionRequest> {
  const start = header.bodyStart;
  if (end - start <= BODY_HEAD_BYTES) return malformed('subscription body is too short');
  const operation = OPERATIONS.get(bytes[start] & 0x7f);
  if (operation === undefined) return malformed(`subscription message type ${bytes[start] & 0x7f}`);
  const bodyEnd = start + readUint32(bytes, start + 1);
  if (bodyEnd <= start + BODY_HEAD_BYTES || bodyEnd > end) return malformed('subscription length does not fit');
  const flags = bytes[start + 5];
  const names =
    operation === 'add' || operation === 'remove'
      ? { queue: null, subscription: readText(bytes, start + BODY_HEAD_BYTES, bodyEnd, 'latin1') }
      : readQueueNames(bytes, start + BODY_HEAD_BYTES, bodyEnd);
  if (names === null || names.subscription === null) return malformed('subscription text is malformed');
  return decoded({
    operation,
    subscription: names.subscription,
    queue: names.queue,
    deliverAlways: (flags & SubscriptionFlag.deliverAlways) !== 0,
    responseRequired: (flags & SubscriptionFlag.responseRequired) !== 0,
    body: bytes.subarray(start, bodyEnd),
  });
}

function readQueueNames(bytes: Buffer, start: number, end: number): { queue: string; subscription: string } | null {
  const queueEnd = start + 1 + bytes[start];
  if (queueEnd >= end) return null;
  const topicEnd = queueEnd + 1 + bytes[queueEnd];
  if (topicEnd > end) return null;
  const queue = readText(bytes, start + 1, queueEnd, 'latin1');
  const subscription = readText(bytes, queueEnd + 1, topicEnd, 'latin1');
  return queue === null || subscription === null ? null : { queue, subscription };
}

/** A reply without the request's body makes clients drop the connection, hence the echo. */
export function encodeSubscriptionReply(
  request: SubscriptionRequest,
  correlationTag: number | null,
  code: number,
  text: string,
): Buffer {
  return encodeFrame({ protocol: Protocol.subscription, correlationTag, response: { code, text }, body: request.body });
}
