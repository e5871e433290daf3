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
}

/** From the writer: the doorbell of a commit, the ring has space again, the end, a failure. */
export type FromWriter =
  | { readonly type: 'durable' }
  | { readonly type: 'space' }
  | { readonly type: 'closed' }
  | { readonly type: 'failed'; readonly message: string };

export type ToWriter = { readonly type: 'close' };
