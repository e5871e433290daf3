import type { QueueDefinition } from '../queue/queue-definition.js';

export interface QueueRecord {
  /** Unique for the life of the spool. */
  readonly queueId: number;
  readonly definition: QueueDefinition;
}

export interface MessageRecord {
  /** Unique for the life of the spool, never given twice. */
  readonly id: number;
  readonly queueId: number;
  readonly frame: Buffer;
  /** Milliseconds since the Unix epoch; 0 = never. */
  readonly expiresAt: number;
  readonly deadMessageEligible: boolean;
  /** Deliveries that ended without an acknowledgement. */
  readonly deliveries: number;
  /** Why and from where it came to a dead-message queue; empty for others. */
  readonly deadReason: string;
}

/** How far a publisher's flow has come. */
export interface PublisherRecord {
  readonly name: string;
  /** VPN and user: another user's flow is not resumed. */
  readonly owner: string;
  readonly lastId: number;
  /** Milliseconds since the Unix epoch. */
  readonly usedAt: number;
}

/** One step of what has to be stored; several are committed together. */
export type SpoolChange =
  | { readonly kind: 'queue'; readonly queue: QueueRecord }
  | { readonly kind: 'queueGone'; readonly queueId: number }
  | { readonly kind: 'topic'; readonly queueId: number; readonly topic: string }
  | { readonly kind: 'topicGone'; readonly queueId: number; readonly topic: string }
  | { readonly kind: 'message'; readonly message: MessageRecord }
  | { readonly kind: 'messageGone'; readonly id: number }
  /** A message goes on under another id; `deliveries` as in the record. */
  | { readonly kind: 'renamed'; readonly id: number; readonly newId: number; readonly deliveries: number }
  | { readonly kind: 'returned'; readonly id: number; readonly deliveries: number }
  /** Messages of the queue up to this id may have been delivered. */
  | { readonly kind: 'mark'; readonly queueId: number; readonly id: number }
  | { readonly kind: 'publisher'; readonly publisher: PublisherRecord }
  | { readonly kind: 'publisherGone'; readonly name: string }
  /** No id up to this one may be given again. */
  | { readonly kind: 'lastId'; readonly id: number };

/** What was stored when the spool was opened. */
export interface SpoolContents {
  readonly queues: readonly QueueRecord[];
  readonly topics: readonly { readonly queueId: number; readonly topic: string }[];
  /** By id; `bytes` is the length of the frame, which is read when it is needed. */
  readonly messages: readonly (Omit<MessageRecord, 'frame'> & { readonly bytes: number })[];
  readonly marks: ReadonlyMap<number, number>;
  readonly publishers: readonly PublisherRecord[];
  readonly lastId: number;
}

/** Where guaranteed messages are kept. A port with two implementations: memory, which forgets with the process, and disk. */
export abstract class Spool {
  /** True when what was committed outlives the process. */
  abstract readonly lasting: boolean;
  /** What is there. To be called once, before the first commit. */
  abstract load(): SpoolContents;
  /**
   * Stores all changes, in order, or none. They are safe when the promise is fulfilled, or on return when there is none;
   * a failure of the storage rejects or throws. One commit at a time. The changes must not change meanwhile.
   */
  abstract commit(changes: readonly SpoolChange[]): void | Promise<void>;
  /** The frame of a stored message; null when it is not there. */
  abstract read(id: number): Buffer | null;
  /** Bytes on the disk or in memory, roughly. */
  abstract sizeBytes(): number;
  /** To be called when no commit is under way. */
  abstract close(): void | Promise<void>;
}
