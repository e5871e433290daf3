import { QUEUES, queueName, type QueueUse } from '@bourseworks/dto/shapes';
import type { QueueIntake } from '@bourseworks/solace-transport';

/** A queue of the platform for the instance that consumes it, made at the start if it is missing. */
export type PlatformQueue = Required<Pick<QueueIntake, 'queue' | 'topics' | 'provision'>>;

export function platformQueue(use: QueueUse, instance: string): PlatformQueue {
  const { topics, quotaMb, respectTtl, refuseWhenFull } = QUEUES[use];
  const provision = { access: 'exclusive', quotaMb, respectTtl, refuseWhenFull } as const;
  return { queue: queueName(use, instance), topics, provision };
}
