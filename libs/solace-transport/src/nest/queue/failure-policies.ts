import type { WireError } from '../../errors.js';
import type { QueueMessage } from '../../session/queue/queue-message.js';

/** A message whose handler failed, or never was called because the message cannot be read. */
export interface QueueFailure {
  readonly message: QueueMessage;
  /** As an answer would carry it: the code of a CodedRpcException, BAD_REQUEST of a DTO, INTERNAL_ERROR of anything else. */
  readonly error: WireError;
  /** Deliveries so far, this one included; undefined where the broker does not count. */
  readonly deliveries: number | undefined;
  /** Of the handler's options. */
  readonly maxDeliveries: number;
}

/**
 * `retry`: delivered again; `hold`: kept until the intake ends, then delivered to the next consumer; `deadLetter`: moved away
 * with its reason; `drop`: gone, with a line in the log.
 */
export type FailureAction = 'retry' | 'hold' | 'deadLetter' | 'drop';

/** Decides what becomes of a message that failed. It must not throw; one that does means `retry`. */
export type FailurePolicy = (failure: QueueFailure) => FailureAction;

/** Errors of the message itself: no repetition mends it. */
const MALFORMED: ReadonlySet<string> = new Set([
  'BAD_MESSAGE',
  'BAD_REQUEST',
  'UNSUPPORTED_CONTENT_TYPE',
  'PAYLOAD_TOO_LARGE',
  'BAD_TOPIC',
  'NO_HANDLER',
]);

/** Delivers again until `maxDeliveries`, then dead-letters: a message must not come for ever. */
export const retry: FailurePolicy = ({ deliveries, maxDeliveries, message }) => {
  // Without a count the second delivery is the last, or there would be no bound.
  const count = deliveries ?? (message.redelivered ? maxDeliveries : 1);
  return count < maxDeliveries ? 'retry' : 'deadLetter';
};

/** Moves the message away at the first failure. */
export const deadLetter: FailurePolicy = () => 'deadLetter';

/** Takes the message as done, with a line in the log. */
export const drop: FailurePolicy = () => 'drop';

/** The default: what cannot be read or is invalid is dead-lettered at once, everything else is delivered again first. */
export const byKind: FailurePolicy = (failure) =>
  MALFORMED.has(failure.error.code) ? deadLetter(failure) : retry(failure);
