import type { WireError } from '../../errors.js';
import type { QueueMessage } from '../../session/queue/queue-message.js';
import type { SolaceSession } from '../../session/solace-session.js';
import type { Headers, HeaderValue } from '../../wire/headers.js';

/** Headers of a dead letter: a dead-message queue of a broker says nothing of why. */
export const DEAD_LETTER_HEADER = {
  code: 'x-dead-code',
  reason: 'x-dead-reason',
  queue: 'x-dead-queue',
  topic: 'x-dead-topic',
  deliveries: 'x-dead-deliveries',
  /** ISO 8601, UTC. */
  time: 'x-dead-time',
} as const;

/** Of the sender's own headers; with ours, no more than a message may have. */
const MAX_OWN_HEADERS = 64 - Object.keys(DEAD_LETTER_HEADER).length;
const MAX_REASON = 1_000;

/** Publishes the message to its dead-letter queue; resolves once the broker has it. @throws TransportError of the publish */
export async function publishDeadLetter(
  session: SolaceSession,
  deadLetterQueue: string,
  message: QueueMessage,
  error: WireError,
): Promise<void> {
  await session.publishGuaranteed({ queue: deadLetterQueue }, message.payload, {
    headers: deadLetterHeaders(message, error),
    contentType: message.contentType,
    correlationId: message.correlationId,
    anySize: true,
  });
}

function deadLetterHeaders(message: QueueMessage, { code, message: reason }: WireError): Headers {
  const ours: Record<string, HeaderValue> = {
    [DEAD_LETTER_HEADER.code]: code,
    [DEAD_LETTER_HEADER.reason]: reason.slice(0, MAX_REASON),
    [DEAD_LETTER_HEADER.queue]: message.queue,
    [DEAD_LETTER_HEADER.topic]: message.topic,
    [DEAD_LETTER_HEADER.time]: new Date(performance.timeOrigin + performance.now()).toISOString(),
  };
  const { deliveryCount } = message;
  if (deliveryCount !== undefined) ours[DEAD_LETTER_HEADER.deliveries] = deliveryCount;
  const own = Object.entries(message.headers).filter(([name]) => !(name in ours));
  return { ...Object.fromEntries(own.slice(0, MAX_OWN_HEADERS)), ...ours };
}
