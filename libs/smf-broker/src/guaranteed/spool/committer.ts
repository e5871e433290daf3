import type { PublisherRecord, Spool, SpoolChange } from './spool.js';

export interface CommitterOptions {
  /** Bytes that wait for the storage above which publishers should wait; above twice as much they are refused. */
  readonly maxWaitingBytes: number;
  /** Milliseconds until a failed commit is tried again. */
  readonly retryMs: number;
  readonly onFailure: (error: unknown) => void;
  readonly onRecovery: () => void;
}

/** What a change without a frame costs in memory, roughly. */
const CHANGE_BYTES = 128;
/** A publisher waits no longer at a time: one that is not read for long would be taken for dead. */
const MAX_STALL_MS = 250;
/** A stop does not wait longer for a disk that does not answer. */
const CLOSE_MS = 10_000;

/** What is committed together, and who waits for it. */
class Batch {
  readonly changes: SpoolChange[] = [];
  /** Of a publisher's numbers the last one is enough. */
  readonly publishers = new Map<string, PublisherRecord>();
  readonly waiting: (() => void)[] = [];
  bytes = 0;

  constructor(readonly number: number) {}

  add(change: SpoolChange): void {
    if (change.kind === 'publisher') {
      this.publishers.set(change.publisher.name, change.publisher);
      return;
    }
    if (change.kind === 'publisherGone') this.publishers.delete(change.name);
    this.changes.push(change);
    this.bytes += CHANGE_BYTES + (change.kind === 'message' ? change.message.frame.length : 0);
  }

  get isEmpty(): boolean {
    return this.changes.length === 0 && this.publishers.size === 0;
  }

  all(): SpoolChange[] {
    const publishers = [...this.publishers.values()];
    return [...this.changes, ...publishers.map((publisher): SpoolChange => ({ kind: 'publisher', publisher }))];
  }
}

/**
 * Group commit: the changes of one turn of the event loop become one commit, those that come while it is under way the
 * next one, and whoever waits for a batch is told after its commit. A commit that fails is kept and tried again; until it
 * succeeds `failing` is true and nobody is told anything.
 */
export class Committer {
  private gathering = new Batch(1);
  private underWay: Batch | null = null;
  /** Settled with the commit under way; never rejects. */
  private running: Promise<void> = Promise.resolve();
  private scheduled = false;
  private failed = false;
  private retry: NodeJS.Timeout | null = null;
  private closed = false;
  private stalled: (() => void)[] = [];
  private stallTimer: NodeJS.Timeout | null = null;
  commits = 0;

  constructor(
    private readonly spool: Spool,
    private readonly options: CommitterOptions,
  ) {}

  get failing(): boolean {
    return this.failed;
  }

  /** Number of the batch to which belongs what is added now. */
  get batch(): number {
    return this.gathering.number;
  }

  /** Bytes that are not stored yet, roughly. */
  get waitingBytes(): number {
    return this.gathering.bytes + (this.underWay?.bytes ?? 0);
  }

  /** True while publishers should wait, see `whenRelieved`. Not while failing: then they are refused and wait for nothing. */
  get behind(): boolean {
    return !this.failed && this.waitingBytes > this.options.maxWaitingBytes;
  }

  /** No more messages may be added: memory is bounded also against those who do not wait. */
  get full(): boolean {
    return this.waitingBytes > 2 * this.options.maxWaitingBytes;
  }

  /** Changes of one turn are stored together. */
  add(change: SpoolChange): void {
    this.gathering.add(change);
    this.schedule();
  }

  /** Calls back once everything added so far is stored, never before this returns. */
  whenStored(callback: () => void): void {
    this.gathering.waiting.push(callback);
    this.schedule();
  }

  /** Calls back once half of the bytes that may wait are left, the storage fails, or a moment is over. */
  whenRelieved(callback: () => void): void {
    this.stalled.push(callback);
    this.stallTimer ??= setTimeout(() => this.relieve(), MAX_STALL_MS).unref();
  }

  /** Commits what is left. Rejects when that fails or takes too long: there is no later to try it in. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.retry !== null) clearTimeout(this.retry);
    this.retry = null;
    this.relieve();
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`the spool did not answer for ${CLOSE_MS} ms`)), CLOSE_MS);
    });
    try {
      await Promise.race([this.finish(), tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async finish(): Promise<void> {
    await this.running;
    // One that is still there has failed.
    const left = [this.underWay, this.gathering].flatMap((batch) => batch?.all() ?? []);
    if (left.length > 0) await this.spool.commit(left);
  }

  private schedule(): void {
    if (this.scheduled || this.underWay !== null || this.closed) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      if (this.closed) return;
      this.underWay = this.gathering;
      this.gathering = new Batch(this.underWay.number + 1);
      this.commit(this.underWay);
    });
  }

  private commit(batch: Batch): void {
    if (batch.isEmpty) return this.succeed(batch);
    let done: void | Promise<void>;
    try {
      done = this.spool.commit(batch.all());
    } catch (error) {
      return this.fail(batch, error);
    }
    if (done === undefined) return this.succeed(batch);
    this.running = done.then(
      () => this.succeed(batch),
      (error: unknown) => this.fail(batch, error),
    );
  }

  private fail(batch: Batch, error: unknown): void {
    this.failed = true;
    if (this.closed) return;
    this.relieve();
    this.options.onFailure(error);
    this.retry = setTimeout(() => this.commit(batch), this.options.retryMs).unref();
  }

  /** Those who ask again from within their callback wait for the next commit. */
  private succeed(batch: Batch): void {
    this.underWay = null;
    if (!batch.isEmpty) this.commits += 1;
    if (this.closed) return;
    if (this.failed) {
      this.failed = false;
      this.options.onRecovery();
    }
    if (this.waitingBytes * 2 <= this.options.maxWaitingBytes) this.relieve();
    // First, so that the next commit is under way as soon as may be.
    if (!this.gathering.isEmpty || this.gathering.waiting.length > 0) this.schedule();
    for (const callback of batch.waiting) callback();
  }

  private relieve(): void {
    if (this.stallTimer !== null) clearTimeout(this.stallTimer);
    this.stallTimer = null;
    const stalled = this.stalled;
    this.stalled = [];
    for (const callback of stalled) callback();
  }
}
