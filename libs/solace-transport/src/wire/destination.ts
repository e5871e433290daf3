import { TransportError } from '../errors.js';

/** A queue by its name, where a message goes straight to it. */
export interface QueueDestination {
  readonly queue: string;
}

/** A topic as text, or a queue. */
export type GuaranteedDestination = string | QueueDestination;

/** Limit of the broker, bytes of UTF-8. */
const MAX_QUEUE_NAME_BYTES = 200;

/** @throws TransportError BAD_QUEUE */
export function assertQueueName(name: string): void {
  // oxlint-disable-next-line no-control-regex
  if (typeof name === 'string' && name !== '' && !/[\u0000-\u001f*?<>;&']/.test(name)) {
    if (Buffer.byteLength(name) <= MAX_QUEUE_NAME_BYTES) return;
  }
  const shown = String(name).slice(0, 80);
  throw TransportError.of(
    'BAD_QUEUE',
    `"${shown}" is no name of a queue: 1 to ${MAX_QUEUE_NAME_BYTES} bytes without *?<>;&'`,
  );
}
