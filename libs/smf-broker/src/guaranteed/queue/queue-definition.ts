/** What others than the owner may do with a queue; each includes those before it. */
export const PERMISSIONS = ['none', 'readOnly', 'consume', 'modifyTopic', 'delete'] as const;
export type QueuePermission = (typeof PERMISSIONS)[number];

export type QueueAccess = 'exclusive' | 'nonExclusive';

/** A queue as it was made. */
export interface QueueDefinition {
  readonly vpn: string;
  readonly name: string;
  readonly durable: boolean;
  /** Exclusive: one consumer at a time gets the messages, the others wait for its end. */
  readonly access: QueueAccess;
  /** User that may do everything; empty = nobody, others' permission is for all. */
  readonly owner: string;
  readonly othersPermission: QueuePermission;
  readonly quotaBytes: number;
  readonly maxMessageBytes: number;
  /** Whether messages expire by the time to live that their publisher gave them. */
  readonly respectTtl: boolean;
  /** Deliveries after the first; 0 = without a limit. */
  readonly maxRedelivery: number;
  /** Whether a publisher is told when its message cannot be kept; otherwise it is dropped in silence. */
  readonly notifySender: boolean;
  /** Where dead messages go; they are dropped when there is no such queue. */
  readonly deadMessageQueue: string;
}

/** Where dead messages go unless the queue names another one. */
export const DEAD_MESSAGE_QUEUE = '#DEAD_MSG_QUEUE';

export function includes(granted: QueuePermission, wanted: QueuePermission): boolean {
  return PERMISSIONS.indexOf(granted) >= PERMISSIONS.indexOf(wanted);
}
