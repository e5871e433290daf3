import { Worker } from 'node:worker_threads';
import { DomainError } from '@bourseworks/domain';
import type { ThreadData } from '../threads/thread-port.js';
import type { FromReplayWorker, ReadStep, ReplaySource, ToReplayWorker } from './replay-protocol.js';

export interface ReplayRange {
  readonly sources: readonly ReplaySource[];
  readonly fromUs: number;
  readonly toUs: number;
}

/** The merged steps of a run, read in a thread of its own: files are unpacked and parsed away from the main thread. */
export class ReplayReader {
  private readonly worker: Worker;
  private readonly chunks: (readonly ReadStep[])[] = [];
  private ended = false;
  private failure: Error | undefined;
  private counted: number | undefined;
  private wake: (() => void) | undefined;

  constructor(data: ThreadData, range: ReplayRange, url: URL = new URL('./replay.worker.js', import.meta.url)) {
    this.worker = new Worker(url, { workerData: data, name: 'replay' });
    this.worker.on('message', (message: FromReplayWorker | { type: 'ready' }) => {
      if (message.type === 'ready') this.post({ type: 'read', ...range });
      else this.onMessage(message);
      this.notify();
    });
    this.worker.on('error', (error) => this.fail(error instanceof Error ? error.message : String(error)));
    this.worker.on('exit', () => this.fail('the replay worker ended'));
  }

  /** How many steps there will be. Rejects with the adapter's DomainError. */
  async steps(): Promise<number> {
    while (this.counted === undefined) {
      if (this.failure !== undefined) throw this.failure;
      await this.news();
    }
    return this.counted;
  }

  /** The steps in order; two chunks at most are in memory. */
  async *read(): AsyncGenerator<ReadStep> {
    for (;;) {
      const chunk = this.chunks.shift();
      if (chunk !== undefined) {
        this.post({ type: 'taken' });
        yield* chunk;
      } else if (this.failure !== undefined) throw this.failure;
      else if (this.ended) return;
      else await this.news();
    }
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private onMessage(message: FromReplayWorker): void {
    if (message.type === 'counted') this.counted = message.steps;
    else if (message.type === 'steps') this.chunks.push(message.steps);
    else if (message.type === 'end') this.ended = true;
    else this.failure ??= new DomainError(message.refusal);
  }

  private fail(message: string): void {
    if (!this.ended) this.failure ??= new DomainError({ code: 'ADAPTER_FAILED', message });
    this.notify();
  }

  private post(message: ToReplayWorker): void {
    this.worker.postMessage(message);
  }

  private news(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }

  private notify(): void {
    this.wake?.();
    this.wake = undefined;
  }
}
