import { Worker } from 'node:worker_threads';
import { JournalError } from '../journal-error.js';
import type { JournalRecord } from '../record.js';
import type { ReadReply, ReadRequest } from './protocol.js';

interface Pending {
  resolve(records: readonly JournalRecord[]): void;
  reject(error: Error): void;
}

/** Queries in flight at most; a caller beyond it is told to come back. */
const MAX_PENDING = 64;

/** Reads durable records in a thread of its own, so that a long catch-up does not hold up orders. Started on first use. */
export class JournalReader {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;

  constructor(private readonly directory: string) {}

  read(afterSequence: number, throughSequence: number, limit: number): Promise<readonly JournalRecord[]> {
    if (this.pending.size >= MAX_PENDING)
      return Promise.reject(new JournalError('JOURNAL_WRITE', 'too many journal queries'));
    const request: ReadRequest = { id: this.nextId++, afterSequence, throughSequence, limit };
    return new Promise((resolve, reject) => {
      this.pending.set(request.id, { resolve, reject });
      (this.worker ??= this.start()).postMessage(request);
    });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
    this.failAll(new JournalError('JOURNAL_WRITE', 'the journal is closed'));
  }

  private start(): Worker {
    const worker = new Worker(new URL('./journal-reader.worker.js', import.meta.url), {
      workerData: { directory: this.directory },
    });
    worker.unref();
    worker.on('message', (reply: ReadReply) => {
      const pending = this.pending.get(reply.id);
      this.pending.delete(reply.id);
      if ('records' in reply) pending?.resolve(reply.records);
      else pending?.reject(new JournalError(reply.code, reply.message));
    });
    worker.on('error', (error) => {
      this.worker = undefined;
      this.failAll(error);
    });
    return worker;
  }

  private failAll(error: Error): void {
    for (const pending of this.pending.values()) pending.reject(error);
    this.pending.clear();
  }
}
