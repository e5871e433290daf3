import { SmfBrokerError } from '../errors.js';

/** Every bound of guaranteed messaging. Bytes, milliseconds, numbers of things. */
export interface GuaranteedLimits {
  /** Queues of the whole broker, temporary ones included. */
  maxQueues: number;
  maxTemporaryQueuesPerClient: number;
  /** Publisher and consumer flows of one client. */
  maxFlowsPerClient: number;
  maxFlowsPerQueue: number;
  maxUnackedPerFlow: number;
  maxSubscriptionsPerQueue: number;
  /** Publisher flows that are remembered; those unused for longest are forgotten first. */
  maxPublisherFlows: number;
  /** Messages a publisher may have under way: 1 to 255. */
  publisherWindow: number;
  /** Largest guaranteed message. */
  maxMessageBytes: number;
  /** All messages of all queues. */
  maxSpoolBytes: number;
  maxMessages: number;
  /** Quota of a queue whose maker names none. */
  queueQuotaBytes: number;
  /** Frames held in memory; what is beyond is read from the disk when its turn comes. */
  maxHeldBytes: number;
  /** All messages of temporary queues, which are in memory only. */
  maxTemporaryBytes: number;
  /** How long a temporary queue outlives the connection of its client. */
  temporaryLingerMs: number;
  /** What may wait for the disk: beyond it publishers are read no further for a while, beyond twice as much refused. */
  maxWaitingBytes: number;
  /** Until a failed commit is tried again. */
  commitRetryMs: number;
  /** How often expired messages and abandoned temporary queues are looked for. */
  sweepMs: number;
}

const MB = 1_000_000;

export const DEFAULT_GUARANTEED_LIMITS: GuaranteedLimits = {
  maxQueues: 10_000,
  maxTemporaryQueuesPerClient: 100,
  maxFlowsPerClient: 1_000,
  maxFlowsPerQueue: 1_000,
  maxUnackedPerFlow: 10_000,
  maxSubscriptionsPerQueue: 1_000,
  maxPublisherFlows: 10_000,
  publisherWindow: 255,
  maxMessageBytes: 10 * MB,
  maxSpoolBytes: 1_500 * MB,
  maxMessages: 1_000_000,
  queueQuotaBytes: 1_000 * MB,
  maxHeldBytes: 64 * MB,
  maxTemporaryBytes: 64 * MB,
  temporaryLingerMs: 60_000,
  maxWaitingBytes: 16 * MB,
  commitRetryMs: 250,
  sweepMs: 500,
};

/** Throws `SmfBrokerError` OPTION_INVALID. */
export function resolveGuaranteedLimits(given: Partial<GuaranteedLimits> = {}): GuaranteedLimits {
  const limits = { ...DEFAULT_GUARANTEED_LIMITS, ...given };
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new SmfBrokerError('OPTION_INVALID', `limits.${name} ${value}: a whole number from 1`);
    }
  }
  if (limits.publisherWindow > 255) {
    throw new SmfBrokerError('OPTION_INVALID', `limits.publisherWindow ${limits.publisherWindow}: at most 255`);
  }
  return limits;
}
