import { OrderBook, type BookDelta, type BookSnapshot } from '@bourseworks/domain';
import type { DepthDiff, DepthSnapshot } from './messages.js';
import type { SequenceRule } from './sequence-rule.js';

/** Levels of changes that wait for a snapshot: about 15 MB, minutes of the busiest book. */
const MAX_WAITING_LEVELS = 200_000;

export type BookEvent = BookSnapshot | BookDelta;

/**
 * The book of one instrument, kept from a snapshot and the changes around it. Changes wait for a snapshot; it is published
 * once a change has joined it, all that waited included, and every later change follows as a delta.
 *
 * When a change is missing, or the book is crossed or has more levels than a book can have, it is not known any more. That
 * is told by a snapshot without levels, and nothing is published until the next snapshot is joined.
 *
 * Venue sequences are numbered anew, because readers of a book expect 1 more with every delta while one change of the venue
 * spans many ids: they count from the `lastUpdateId` of the snapshot, and so stay below the venue's own ids and never step back.
 */
export class LocalBook {
  /** How often the book was lost. */
  gaps = 0;
  private readonly book = new OrderBook();
  /** Last id (u) in the book, once live. */
  private lastId = 0;
  /** Changes without a gap among them that came since the last one; only while not live. */
  private waiting: DepthDiff[] = [];
  private waitingLevels = 0;
  /** Snapshot that no change has joined yet. */
  private candidate: DepthSnapshot | undefined;

  constructor(
    private readonly rule: SequenceRule,
    private readonly publish: (event: BookEvent) => void,
  ) {}

  get live(): boolean {
    return this.book.state === 'LIVE';
  }

  /** Last update id of the venue that the book contains; 0 while it is not live. */
  get updateId(): number {
    return this.live ? this.lastId : 0;
  }

  /** The whole book; undefined while it is not live. */
  snapshot(): BookSnapshot | undefined {
    return this.live ? this.book.snapshot() : undefined;
  }

  onDiff(diff: DepthDiff): void {
    const last = this.live ? this.lastId : this.waiting.at(-1)?.lastId;
    // Told again, as by a recorder with two connections.
    if (last !== undefined && diff.lastId <= last) return;
    if (!this.live) {
      this.wait(diff);
      this.join(diff);
    } else if (!this.rule.follows(diff, this.lastId) || !this.apply(diff, this.publish)) {
      this.lose(diff);
    }
  }

  /** A live book needs no snapshot: it is at least as new, and knows levels that a snapshot of 1 000 cuts off. */
  onSnapshot(snapshot: DepthSnapshot): void {
    if (this.live) return;
    this.candidate = snapshot;
    this.join(snapshot);
  }

  /** Keeps a change for the snapshot to come. */
  private wait(diff: DepthDiff): void {
    const last = this.waiting.at(-1);
    // A snapshot can only be joined by what follows the gap.
    if (last !== undefined && !this.rule.follows(diff, last.lastId)) this.keep([]);
    this.waiting.push(diff);
    this.waitingLevels += levelsOf(diff);
    if (this.waitingLevels <= MAX_WAITING_LEVELS) return;
    // Without the older half, a snapshot as old as these finds nothing that joins: it is not used, no change is skipped.
    this.keep(this.waiting.slice(Math.ceil(this.waiting.length / 2)));
  }

  /** Makes the book live if the snapshot and the changes that wait fit together. */
  private join(now: { readonly us: number; readonly ns: number }): void {
    const { candidate, rule, book } = this;
    if (candidate === undefined) return;
    const fresh = this.waiting.filter((diff) => !rule.isStale(diff, candidate.lastUpdateId));
    this.keep(fresh);
    if (fresh.length === 0) return;
    if (!rule.joins(fresh[0], candidate.lastUpdateId)) {
      // It is older than all that waits: no later change can join it either.
      this.candidate = undefined;
      return;
    }
    const { us, ns, lastUpdateId: venueSequence, bids, asks } = candidate;
    book.applySnapshot({ kind: 'book-snapshot', us, ns, venueSequence, bids, asks });
    this.candidate = undefined;
    const ignore = (): void => undefined;
    if (!fresh.every((diff) => this.apply(diff, ignore))) {
      book.markGap();
      return;
    }
    this.keep([]);
    this.publish({ ...book.snapshot(), us: now.us, ns: now.ns });
  }

  /** Applies a change that follows; false when the book is not sound any more. */
  private apply(diff: DepthDiff, publish: (event: BookEvent) => void): boolean {
    const { us, ns, bids, asks } = diff;
    const venueSequence = this.book.venueSequence + 1;
    const delta: BookDelta = { kind: 'book-delta', us, ns, venueSequence, bids, asks };
    if (this.book.applyDelta(delta) !== 'applied' || this.book.crossed) return false;
    this.lastId = diff.lastId;
    publish(delta);
    return true;
  }

  private lose(diff: DepthDiff): void {
    this.gaps++;
    this.book.markGap();
    const venueSequence = this.book.venueSequence + 1;
    this.publish({ kind: 'book-snapshot', us: diff.us, ns: diff.ns, venueSequence, bids: [], asks: [] });
    this.wait(diff);
  }

  private keep(diffs: DepthDiff[]): void {
    this.waiting = diffs;
    this.waitingLevels = diffs.reduce((sum, diff) => sum + levelsOf(diff), 0);
  }
}

const levelsOf = (diff: DepthDiff): number => diff.bids.length + diff.asks.length + 1;
