import { Worker } from 'node:worker_threads';
import type { Clock, EventLog, Timer } from '@bourseworks/ports';
import type { ThreadData } from './thread-port.js';

export interface ThreadOptions<Out> {
  /** In logs, e.g. `history-1`. */
  readonly name: string;
  readonly url: URL;
  readonly data: ThreadData;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly onMessage: (message: Out) => void;
  /** The thread is there (again) and listens. */
  readonly onUp: () => void;
  /** The thread ended by itself; another follows after a pause. */
  readonly onDown: (reason: string) => void;
}

const FIRST_PAUSE_US = 100_000;
const LONGEST_PAUSE_US = 10_000_000;
/** A thread that stood this long starts again without a growing pause. */
const STABLE_US = 60_000_000;

/**
 * A worker thread that is started again when it crashes, after a pause that grows from 0.1 s to 10 s while it keeps
 * crashing: a broken file must not turn into a busy loop of restarts.
 */
export class SupervisedThread<In, Out extends { readonly type: string }> {
  private worker: Worker | undefined;
  private ready = false;
  private stopped = false;
  private pauseUs = FIRST_PAUSE_US;
  private upSinceUs = 0;
  private restart: Timer | undefined;
  /** Times that the thread crashed. */
  crashes = 0;

  constructor(private readonly options: ThreadOptions<Out>) {}

  get isUp(): boolean {
    return this.ready;
  }

  start(): void {
    const { url, data, name } = this.options;
    const worker = new Worker(url, { workerData: data, name });
    this.worker = worker;
    let failure: string | undefined;
    worker.on('message', (message: Out | { type: 'ready' }) => {
      if (worker !== this.worker) return;
      if (message.type === 'ready') this.onReady();
      else this.options.onMessage(message as Out);
    });
    worker.on('error', (error) => (failure = error instanceof Error ? (error.stack ?? error.message) : String(error)));
    worker.on('exit', (code) => {
      if (worker === this.worker) this.onExit(failure ?? `exit code ${code}`);
    });
  }

  /** False while the thread is not up: nothing is queued for a thread that may never come. */
  post(message: In, transfer: readonly ArrayBuffer[] = []): boolean {
    if (!this.ready || this.worker === undefined) return false;
    this.worker.postMessage(message, transfer);
    return true;
  }

  /** Ends the thread now; it counts as a crash and is started again. For a thread that hangs. */
  async kill(): Promise<void> {
    await this.worker?.terminate();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.ready = false;
    this.restart?.cancel();
    const worker = this.worker;
    this.worker = undefined;
    await worker?.terminate();
  }

  private onReady(): void {
    this.ready = true;
    this.upSinceUs = this.options.clock.monotonicUs();
    this.options.onUp();
  }

  private onExit(reason: string): void {
    const { clock, log, name } = this.options;
    const wasUp = this.ready;
    this.ready = false;
    this.worker = undefined;
    if (this.stopped) return;
    this.crashes++;
    if (wasUp && clock.monotonicUs() - this.upSinceUs >= STABLE_US) this.pauseUs = FIRST_PAUSE_US;
    log.error({ event: 'thread.crashed', thread: name, reason, restartInMs: this.pauseUs / 1_000 });
    this.restart = clock.setTimer(this.pauseUs, () => this.start());
    this.pauseUs = Math.min(this.pauseUs * 2, LONGEST_PAUSE_US);
    this.options.onDown(reason);
  }
}
