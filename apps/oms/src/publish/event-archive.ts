import { Worker } from 'node:worker_threads';
import type { OrderEventShape } from '@bourseworks/dto';
import type { ReplicaData } from '../journal/replica.js';
import type { EventFilter, EventPage } from './event-window.js';

export interface ArchiveRequest {
  readonly id: number;
  readonly filter: EventFilter;
  readonly executionsOnly: boolean;
  readonly limit: number;
  /** Nothing beyond what is durable leaves. */
  readonly throughSequence: number;
}

export type ArchiveReply =
  | { readonly id: number; readonly events: readonly OrderEventShape[]; readonly more: boolean }
  | { readonly id: number; readonly error: string };

interface Pending {
  resolve(reply: EventPage): void;
  reject(error: Error): void;
}

/** Each query lives through the journal, from a snapshot before what is asked for or from the start: a few at a time will do. */
const MAX_PENDING = 4;

/** Order events that are older than what memory holds, read from the journal in a thread of its own, started on first use. */
export class EventArchive {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private closed = false;

  constructor(private readonly data: ReplicaData) {}

  /** True when no further query is taken for now. */
  get busy(): boolean {
    return this.pending.size >= MAX_PENDING;
  }

  find(query: Omit<ArchiveRequest, 'id'>): Promise<EventPage> {
    if (this.closed) return Promise.reject(new Error('the archive is closed'));
    if (this.busy) return Promise.reject(new Error('too many queries of old events'));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.worker ??= this.start();
      this.worker.postMessage({ ...query, id } satisfies ArchiveRequest);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.worker?.terminate();
    this.failAll(new Error('the archive is closed'));
  }

  private start(): Worker {
    const worker = new Worker(new URL('./event-archive.worker.js', import.meta.url), { workerData: this.data });
    worker.unref();
    worker.on('message', (reply: ArchiveReply) => {
      const pending = this.pending.get(reply.id);
      this.pending.delete(reply.id);
      if ('error' in reply) pending?.reject(new Error(reply.error));
      else pending?.resolve({ events: reply.events, more: reply.more });
    });
    worker.on('error', (error) => this.lost(worker, error));
    worker.on('exit', (code) => this.lost(worker, new Error(`the thread of old events ended with code ${code}`)));
    return worker;
  }

  /** The next query starts another one. */
  private lost(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    this.failAll(error);
  }

  private failAll(error: Error): void {
    for (const pending of this.pending.values()) pending.reject(error);
    this.pending.clear();
  }
}
