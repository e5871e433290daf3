import type { Spool, SpoolChange } from './spool.js';

export interface CommitterOptions {
  /** Changes gathered above which a commit does not wait for the end of the turn. */
  readonly maxChanges: number;
  /** Milliseconds until a failed commit is tried again. */
  readonly retryMs: number;
  readonly onFailure: (error: unknown) => void;
  readonly onRecovery: () => void;
}

/**
 * Group commit: the changes of one turn of the event loop become one commit, and whoever waits for them is told after
 * it. A commit that fails is kept and tried again; until it succeeds `failing` is true and nobody is told anything.
 */
export class Committer {
  private changes: SpoolChange[] = [];
  private waiting: (() => void)[] = [];
  private scheduled = false;
  private retry: NodeJS.Timeout | null = null;
  private closed = false;
  commits = 0;

  constructor(
    private readonly spool: Spool,
    private readonly options: CommitterOptions,
  ) {}

  get failing(): boolean {
    return this.retry !== null;
  }

  /** Changes that are not stored yet. */
  get pending(): number {
    return this.changes.length;
  }

  /** Changes of one turn are stored together, unless a `boundary` between them cuts a long list. */
  add(change: SpoolChange): void {
    this.changes.push(change);
    this.schedule();
  }

  /** What was added so far belongs to nothing that is still to be added: here a long list may be cut. */
  boundary(): void {
    if (this.changes.length >= this.options.maxChanges && this.retry === null) this.commit();
  }

  /** Calls back once everything added so far is stored, never before this returns. */
  whenStored(callback: () => void): void {
    this.waiting.push(callback);
    this.schedule();
  }

  /** Commits what is left. Throws when that fails: there is no later to try it in. */
  close(): void {
    this.closed = true;
    if (this.retry !== null) clearTimeout(this.retry);
    this.retry = null;
    if (this.changes.length > 0) this.spool.commit(this.changes);
    this.changes = [];
    this.waiting = [];
  }

  private schedule(): void {
    if (this.scheduled || this.retry !== null || this.closed) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      if (this.closed || this.retry !== null) return;
      this.commit();
      this.tell();
    });
  }

  private commit(): void {
    if (this.changes.length === 0) return;
    try {
      this.spool.commit(this.changes);
    } catch (error) {
      this.options.onFailure(error);
      this.retry = setTimeout(() => this.again(), this.options.retryMs).unref();
      return;
    }
    this.commits += 1;
    this.changes = [];
  }

  private again(): void {
    this.retry = null;
    if (this.closed) return;
    this.commit();
    if (this.failing) return;
    this.options.onRecovery();
    this.tell();
  }

  /** Those who ask again from within their callback wait for the next commit. */
  private tell(): void {
    if (this.changes.length > 0 || this.failing) return;
    const waiting = this.waiting;
    this.waiting = [];
    for (const callback of waiting) callback();
    if (this.changes.length > 0 || this.waiting.length > 0) this.schedule();
  }
}
