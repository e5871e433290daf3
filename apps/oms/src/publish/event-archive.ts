import { Worker } from 'node:worker_threads';
import type { OrderEventShape } from '@bourseworks/dto';
import { CodedRpcException } from '@bourseworks/solace-transport';
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

/** Of the latest answers. What happened does not change: whoever asked, and did not wait so long, finds his answer when he repeats. */
const MAX_KEPT = 8;

interface Kept {
  readonly throughSequence: number;
  readonly page: Promise<EventPage>;
}

/** Order events that are older than what memory holds, read from the journal in a thread of its own, started on first use. */
export class EventArchive {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private readonly kept = new Map<string, Kept>();
  private nextId = 1;
  private closed = false;

  constructor(private readonly data: ReplicaData) {}

  /**
   * One page of the events through `throughSequence`. The same question, repeated while its answer is made or soon after, costs
   * only what became durable meanwhile. OMS_BUSY when as many questions as may be are being answered; SERVICE_STOPPING.
   */
  async find(query: Omit<ArchiveRequest, 'id'>): Promise<EventPage> {
    const { filter, executionsOnly, limit, throughSequence } = query;
    const { account, strategy, afterSequence, afterStreamSequence, clOrdId } = filter;
    const which = [account, strategy, afterSequence, afterStreamSequence, clOrdId, executionsOnly, limit];
    const key = JSON.stringify(which);
    const kept = this.kept.get(key) ?? this.keep(key, { throughSequence, page: this.ask(query) });
    const page = await kept.page;
    if (page.more || kept.throughSequence >= throughSequence) return page;
    const since = { ...filter, afterSequence: Math.max(kept.throughSequence, afterSequence ?? 0) };
    const rest = await this.ask({ ...query, filter: since, limit: limit - page.events.length });
    const whole = { events: [...page.events, ...rest.events], more: rest.more };
    this.keep(key, { throughSequence, page: Promise.resolve(whole) });
    return whole;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.worker?.terminate();
    this.failAll(stopping());
  }

  private keep(key: string, kept: Kept): Kept {
    this.kept.delete(key);
    this.kept.set(key, kept);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MAX_KEPT && oldest !== undefined) this.kept.delete(oldest);
    kept.page.catch(() => {
      if (this.kept.get(key) === kept) this.kept.delete(key);
    });
    return kept;
  }

  private ask(query: Omit<ArchiveRequest, 'id'>): Promise<EventPage> {
    if (this.closed) return Promise.reject(stopping());
    if (this.pending.size >= MAX_PENDING)
      return Promise.reject(new CodedRpcException('OMS_BUSY', 'too many queries of old events; repeat later'));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.worker ??= this.start();
      this.worker.postMessage({ ...query, id } satisfies ArchiveRequest);
    });
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

function stopping(): CodedRpcException {
  return new CodedRpcException('SERVICE_STOPPING', 'the OMS is being stopped');
}
