import type { QueueProperties } from '../../session/queue/queue-properties.js';
import type { FailurePolicy } from './failure-policies.js';
import { byKind } from './failure-policies.js';

/** How a handler consumes its queue. */
export interface SolaceQueueOptions {
  /** Makes the queue at the start if it is missing; its dead-letter queue too. */
  readonly provision?: QueueProperties;
  /** Topics whose messages go into the queue. */
  readonly topics?: readonly string[];
  /** Handlers at a time; 1 keeps the order. Default 10. */
  readonly concurrency?: number;
  /** What becomes of a message that failed. Default `byKind`. */
  readonly onFailure?: FailurePolicy;
  /** Deliveries of one message before the policy `retry` gives up. Default 5. */
  readonly maxDeliveries?: number;
  /** Before a failed message is delivered again, ms; doubled each time up to 30 s. It keeps its place. Default 100. */
  readonly retryDelayMs?: number;
  /**
   * Queue that dead letters are published to, with their reason. Default `NAME/dead`. `false` leaves them to the broker:
   * then there is no reason with them, and a message that is not eligible is deleted.
   */
  readonly deadLetterQueue?: string | false;
}

export type ResolvedQueueOptions = Required<Omit<SolaceQueueOptions, 'provision'>> &
  Pick<SolaceQueueOptions, 'provision'> & { readonly queue: string };

export function resolveQueueOptions(queue: string, options: SolaceQueueOptions): ResolvedQueueOptions {
  const defaults = {
    topics: [],
    concurrency: 10,
    onFailure: byKind,
    maxDeliveries: 5,
    retryDelayMs: 100,
    deadLetterQueue: `${queue}/dead`,
  };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...defaults, ...given, queue };
}
