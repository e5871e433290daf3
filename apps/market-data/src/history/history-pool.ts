import { refuse, type Refusal, type Refused } from '@bourseworks/domain';
import type { HistorySource } from '@bourseworks/dto/shapes';
import type { Clock, EventLog, HistoryQuery, Timer } from '@bourseworks/ports';
import { SupervisedThread } from '../threads/supervised-thread.js';
import type { ThreadData } from '../threads/thread-port.js';
import type { CacheTally } from './cache/through-cache.js';
import { joined } from './cache/changed-range.js';
import type { StoreTrouble } from './cache/kept-store.js';
import type { HistoryChange } from './history-changes.js';
import type { EncodedPart, FromHistoryWorker, ToHistoryWorker } from './history-protocol.js';

export interface HistoryPoolOptions {
  readonly workers: number;
  /** Requests that may wait for a worker; beyond it HISTORY_BUSY. */
  readonly queue: number;
  readonly data: ThreadData;
  readonly clock: Clock;
  readonly log: EventLog;
  /** Default: the worker beside this file. */
  readonly workerUrl?: URL;
}

/** Who asked. Exactly one of `end` and `fail` is called, last. */
export interface HistoryReader {
  /** Resolves when more may come; a rejection cancels the job. */
  part(part: EncodedPart): Promise<void>;
  end(part: EncodedPart, tally: CacheTally): void;
  fail(refusal: Refusal): void;
}

export interface HistoryJob {
  readonly requestId: string;
  readonly adapter: string;
  readonly query: HistoryQuery;
  /** Absent = the venue. */
  readonly source?: HistorySource;
  /** Those of one series that overlap are read one after the other, so that none fetches what another is fetching. */
  readonly series?: string;
}

interface Task extends HistoryJob {
  readonly number: number;
  readonly reader: HistoryReader;
  /** Of the range, what is kept by now is all before it. */
  durableUs: number;
  /** Came while it was read: it may have been given, and may keep, what is not so any more. */
  change: HistoryChange | undefined;
  /** The reader heard the end; a worker may still be at it. */
  over: boolean;
  /** Parts are handed on one after the other. */
  delivering: Promise<void>;
}

interface Slot {
  readonly thread: SupervisedThread<ToHistoryWorker, FromHistoryWorker>;
  task: Task | undefined;
  watchdog: Timer | undefined;
}

/** An adapter that says nothing for so long is stuck: its thread is ended, or one bad source would hold the pool for ever. */
const SILENCE_US = 60_000_000;
/** A cancelled job must let go of its thread within this time. */
const CANCEL_US = 5_000_000;

/**
 * Worker threads that read history, one request each. When all are taken, a bounded number of requests waits; the rest is
 * refused. A reader that is slow slows its own worker only.
 */
export class HistoryPool {
  private readonly slots: Slot[] = [];
  private readonly waiting: Task[] = [];
  private readonly tasks = new Map<string, Task>();
  /** Changes that no thread was there for, by instrument. */
  private readonly unheard = new Map<string, HistoryChange>();
  private sequence = 0;
  private stopped = false;

  constructor(private readonly options: HistoryPoolOptions) {}

  start(): void {
    const { workers, data, clock, log } = this.options;
    const url = this.options.workerUrl ?? new URL('./history.worker.js', import.meta.url);
    for (let i = 1; i <= workers; i++) {
      const slot: Slot = {
        thread: new SupervisedThread({
          name: `history-${i}`,
          url,
          data,
          clock,
          log,
          onMessage: (message) => this.onMessage(slot, message),
          onUp: () => this.onUp(),
          onDown: () => this.onDown(slot),
        }),
        task: undefined,
        watchdog: undefined,
      };
      this.slots.push(slot);
      slot.thread.start();
    }
  }

  get isUp(): boolean {
    return this.slots.length > 0 && this.slots.every((slot) => slot.thread.isUp);
  }

  /** Requests being read or waiting. */
  get active(): number {
    return this.tasks.size;
  }

  get crashes(): number {
    return this.slots.reduce((sum, slot) => sum + slot.thread.crashes, 0);
  }

  /** Takes a request, or says why not: HISTORY_BUSY, BAD_REQUEST for a requestId in use. */
  submit(job: HistoryJob, reader: HistoryReader): Refused | undefined {
    if (this.tasks.has(job.requestId)) {
      return refuse('BAD_REQUEST', 'a request of this requestId is running', { requestId: job.requestId });
    }
    const free = this.slots.filter((slot) => slot.task === undefined && slot.thread.isUp).length;
    if (this.stopped || this.waiting.length >= this.options.queue + free) {
      return refuse('HISTORY_BUSY', 'all history workers are taken', {
        workers: this.slots.length,
        waiting: this.waiting.length,
      });
    }
    const task: Task = {
      ...job,
      number: ++this.sequence,
      reader,
      durableUs: job.query.fromUs,
      change: undefined,
      over: false,
      delivering: Promise.resolve(),
    };
    this.tasks.set(job.requestId, task);
    this.waiting.push(task);
    this.dispatch();
    return undefined;
  }

  /** Ends a request: its reader fails with HISTORY_CANCELLED. False when there is none. */
  cancel(requestId: string): boolean {
    const task = this.tasks.get(requestId);
    if (task === undefined) return false;
    this.abandon(task, { code: 'HISTORY_CANCELLED', message: 'the history request was cancelled' });
    return true;
  }

  /**
   * Makes what was kept of a range be fetched again: now, and once more after those that are reading of it now. Each thread
   * has to know: one whose file fails at the moment must not use it before.
   */
  forget(change: HistoryChange): void {
    for (const { task } of this.slots) {
      if (task?.adapter !== change.adapter || task.query.instrument.symbol !== change.symbol) continue;
      task.change = { ...change, ...joined(task.change, change) };
    }
    const told = this.slots.filter(({ thread }) => thread.post({ type: 'forget', change })).length;
    if (told > 0) return;
    // All are being started again.
    const of = JSON.stringify([change.adapter, change.venue, change.symbol]);
    this.unheard.set(of, { ...change, ...joined(this.unheard.get(of), change) });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const task of this.tasks.values())
      this.abandon(task, { code: 'HISTORY_CANCELLED', message: 'the service stops' });
    for (const slot of this.slots) slot.watchdog?.cancel();
    await Promise.all(this.slots.map((slot) => slot.thread.stop()));
  }

  private dispatch(): void {
    for (const slot of this.slots) {
      if (slot.task !== undefined || !slot.thread.isUp) continue;
      const next = this.waiting.findIndex((task) => !this.slots.some((other) => isFetching(other.task, task)));
      if (next < 0) return;
      const [task] = this.waiting.splice(next, 1);
      slot.task = task;
      this.watch(slot, SILENCE_US);
      const { number, requestId, adapter, query, source = 'venue' } = task;
      slot.thread.post({ type: 'run', job: number, requestId, adapter, query, source });
    }
  }

  private onMessage(slot: Slot, message: FromHistoryWorker): void {
    const { task } = slot;
    if (message.type === 'trouble') return this.onTrouble(message);
    if (task === undefined || message.job !== task.number) return undefined;
    if (message.type === 'part') {
      this.watch(slot, SILENCE_US);
      task.durableUs = message.durableUs;
      task.delivering = task.delivering.then(() => this.deliver(slot, task, message));
    } else {
      this.release(slot);
      task.delivering = task.delivering.then(() =>
        message.type === 'done'
          ? this.finish(task, () => task.reader.end(message.end, message.tally))
          : this.fail(task, message.refusal),
      );
    }
    // Who waited for what this one fetches may go on.
    return this.dispatch();
  }

  private onTrouble({ what, code, message }: StoreTrouble): void {
    const { log } = this.options;
    if (what === 'damaged') log.error({ event: 'history.cache_damaged', code, reason: message });
    else log.warn({ event: 'history.cache_off', code, reason: message });
  }

  private async deliver(slot: Slot, task: Task, part: EncodedPart): Promise<void> {
    if (task.over) return;
    try {
      await task.reader.part(part);
      if (slot.task === task) slot.thread.post({ type: 'taken', job: task.number });
    } catch (error) {
      const message = `the parts could not be delivered: ${error instanceof Error ? error.message : String(error)}`;
      this.abandon(task, { code: 'REQUEST_ABORTED', message });
    }
  }

  private finish(task: Task, tell: () => void): void {
    if (task.over) return;
    task.over = true;
    this.tasks.delete(task.requestId);
    tell();
  }

  private fail(task: Task, refusal: Refusal): void {
    this.finish(task, () => task.reader.fail(refusal));
  }

  private abandon(task: Task, refusal: Refusal): void {
    const queued = this.waiting.indexOf(task);
    if (queued >= 0) this.waiting.splice(queued, 1);
    const slot = this.slots.find((each) => each.task === task);
    if (slot !== undefined) {
      slot.thread.post({ type: 'cancel', job: task.number });
      this.watch(slot, CANCEL_US);
    }
    this.fail(task, refusal);
  }

  private onUp(): void {
    const changes = [...this.unheard.values()];
    this.unheard.clear();
    for (const change of changes) this.forget(change);
    this.dispatch();
  }

  private onDown(slot: Slot): void {
    const { task } = slot;
    this.release(slot);
    if (task !== undefined) this.fail(task, { code: 'ADAPTER_FAILED', message: 'the history worker crashed' });
    this.dispatch();
  }

  private release(slot: Slot): void {
    const change = slot.task?.change;
    slot.task = undefined;
    if (change !== undefined) this.forget(change);
    slot.watchdog?.cancel();
    slot.watchdog = undefined;
  }

  private watch(slot: Slot, limitUs: number): void {
    slot.watchdog?.cancel();
    slot.watchdog = this.options.clock.setTimer(limitUs, () => {
      const thread = slot.task?.requestId ?? '';
      this.options.log.error({ event: 'history.stuck', requestId: thread, limitMs: limitUs / 1_000 });
      void slot.thread.kill();
    });
  }
}

/** Whether a task that runs is going to keep some of what another wants. */
function isFetching(running: Task | undefined, { series, query }: Task): boolean {
  if (running === undefined || series === undefined || running.series !== series) return false;
  return running.durableUs < query.toUs && query.fromUs < running.query.toUs;
}
