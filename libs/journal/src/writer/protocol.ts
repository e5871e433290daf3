import type { MessagePort } from 'node:worker_threads';

/** What the writer thread is started with. */
export interface WriterData {
  readonly directory: string;
  readonly ring: SharedArrayBuffer;
  readonly bell: SharedArrayBuffer;
  /** One BigInt64: the highest sequence that is on the disk. */
  readonly durable: SharedArrayBuffer;
  readonly port: MessagePort;
  /** First sequence that will be written. */
  readonly nextSequence: number;
  /** How far was published, as the file says. */
  readonly published: number;
  /** What archives hold up to here is deleted from the file. */
  readonly archivedThrough: number;
}

/** From the writer: the doorbell of a commit, the ring has space again, the end, a failure. */
export type FromWriter =
  | { readonly type: 'durable' }
  | { readonly type: 'space' }
  | { readonly type: 'closed' }
  | { readonly type: 'failed'; readonly message: string };

export type ToWriter =
  | { readonly type: 'close' }
  /** Everything up to here was published. */
  | { readonly type: 'published'; readonly through: number }
  /** Archives hold everything up to here. */
  | { readonly type: 'archived'; readonly through: number };
