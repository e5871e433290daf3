import { OrderBook, type BookDelta, type BookLevel, type BookSnapshot } from '@bourseworks/domain';
import type { DepthDiff, DepthSnapshot } from './depth.js';
import type { SequenceRule } from './sequence-rule.js';

/** Levels of changes that wait for a snapshot: about 15 MB, minutes of the busiest book. */
const MAX_WAITING_LEVELS = 200_000;
/** Greatest id of the venue that sequences count on from: half of the safe integers are left for the changes behind it. */
const MAX_FIRST_SEQUENCE = 2 ** 52;

export type BookEvent = BookSnapshot | BookDelta;

/**
 * Why a book is not known any more, or a snapshot is no book. `gap`: a change is missing; `crossed`: bid above ask; `levels`:
 * more than a book can have; `checksum`: it is not the one that the venue has.
 */
export type BookFault = 'gap' | 'crossed' | 'levels' | 'checksum';

export interface BookSink {
  publish(event: BookEvent): void;
  /** Told before the snapshot without levels, and for a snapshot that could not be used. */
  fault?(fault: BookFault): void;
}

export interface BookKeeperOptions {
  /** Bound on the levels of all changes that wait for a snapshot; by default 200 000. */
  readonly maxWaitingLevels?: number;
  /**
   * Levels a side that the venue keeps its subscribers at. What falls behind them is removed, and told as removed, for the
   * venue does not tell it. Absent = all.
   */
  readonly depth?: number;
  /** The venue's checksum of a book; compared where a change or a snapshot carries one. */
  readonly checksum?: (book: OrderBook) => number;
}

/**
 * The book of one instrument, kept from a snapshot and the changes around it. Changes wait for a snapshot; it is published
 * once a change has joined it, all that waited included, and every later change follows as a delta. A snapshot in the feed
 * (`rule.inFeed`) is published at once, and takes the place of whatever was there.
 *
 * When a change is missing, or the book is crossed, fails its checksum or has more levels than a book can have, it is not
 * known any more. That is told by a snapshot without levels, and nothing is published until the next snapshot is joined.
 *
 * Venue sequences are numbered anew, because readers of a book expect 1 more with every delta while one change of the venue
 * spans many ids: they count from the `lastUpdateId` of the snapshot, and never step back.
 */
export class BookKeeper {
  /** How often the book was lost. */
  gaps = 0;
  private readonly book = new OrderBook();
  /** Last id (u) in the book, once live. */
  private lastId = 0;
  /** Last sequence that was published. */
  private published = -1;
  /** Changes without a gap among them that came since the last one; only while not live. */
  private waiting: DepthDiff[] = [];
  private waitingLevels = 0;
  /** Snapshot that no change has joined yet. */
  private candidate: DepthSnapshot | undefined;
  /** The book is a snapshot that was accepted: the next change joins it, rather than follow another. */
  private accepted = false;

  constructor(
    private readonly rule: SequenceRule,
    private readonly sink: BookSink,
    private readonly options: BookKeeperOptions = {},
  ) {}

  get live(): boolean {
    return this.book.state === 'LIVE';
  }

  /** Neither live nor in possession of a snapshot that a change may still join: one is to be fetched. */
  get wantsSnapshot(): boolean {
    return !this.live && this.candidate === undefined;
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
      // Behind a gap of the feed only its next snapshot helps, and the changes before that are in it.
      if (this.rule.inFeed) return;
      this.wait(diff);
      this.join(diff);
      return;
    }
    const fault = this.fits(diff) ? this.apply(diff, (delta) => this.publish(delta)) : 'gap';
    if (fault !== undefined) this.lose(fault, diff);
  }

  /** Fetched beside the feed, it is not looked at while the book is live, which is at least as new and may know more levels. */
  onSnapshot(snapshot: DepthSnapshot): void {
    if (this.rule.inFeed) {
      this.replace(snapshot);
    } else if (!this.live) {
      this.candidate = snapshot;
      this.join(snapshot);
    }
  }

  /**
   * Makes the snapshot that waits the book, though no change has joined it: for a market in which nothing changes. A change to
   * come that does not join it is a gap.
   */
  acceptSnapshot(): void {
    const { candidate } = this;
    if (candidate === undefined) return;
    this.candidate = undefined;
    this.keep([]);
    this.load(candidate);
    this.lastId = candidate.lastUpdateId;
    const fault = this.faultOf(candidate);
    if (fault !== undefined) {
      this.refuse(fault);
      return;
    }
    this.accepted = true;
    this.publishWhole(candidate, candidate.checksum);
  }

  /** The connection is gone: what came before and what will come are apart. Told like any gap, if the book was live. */
  interrupt(at: Stamp): void {
    this.candidate = undefined;
    this.keep([]);
    if (this.live) this.lose('gap', at);
  }

  /** Whether nothing is missing between the live book and this change. */
  private fits(diff: DepthDiff): boolean {
    const { rule, lastId, accepted } = this;
    this.accepted = false;
    if (!accepted) return rule.follows(diff, lastId);
    return rule.continues?.(diff, lastId) ?? rule.joins(diff, lastId);
  }

  /** Keeps a change for the snapshot to come. */
  private wait(diff: DepthDiff): void {
    const last = this.waiting.at(-1);
    // A snapshot can only be joined by what follows the gap.
    if (last !== undefined && !this.rule.follows(diff, last.lastId)) this.keep([]);
    this.waiting.push(diff);
    this.waitingLevels += levelsOf(diff);
    if (this.waitingLevels <= (this.options.maxWaitingLevels ?? MAX_WAITING_LEVELS)) return;
    // Without the older half, a snapshot as old as these finds nothing that joins: it is not used, no change is skipped.
    this.keep(this.waiting.slice(Math.ceil(this.waiting.length / 2)));
  }

  /** Makes the book live if the snapshot and the changes that wait fit together. */
  private join(now: Stamp): void {
    const { candidate, rule } = this;
    if (candidate === undefined) return;
    const fresh = this.waiting.filter((diff) => !rule.isStale(diff, candidate.lastUpdateId));
    this.keep(fresh);
    if (fresh.length === 0) return;
    this.candidate = undefined;
    // It is older than all that waits: no later change can join it either.
    if (!rule.joins(fresh[0], candidate.lastUpdateId)) return;
    this.load(candidate);
    for (const diff of fresh) {
      const fault = this.apply(diff, ignore);
      if (fault === undefined) continue;
      this.refuse(fault);
      return;
    }
    this.keep([]);
    this.publishWhole(now, fresh[fresh.length - 1].checksum);
  }

  /** A snapshot of the feed is the book. */
  private replace(snapshot: DepthSnapshot): void {
    const wasLive = this.live;
    this.load(snapshot);
    this.lastId = snapshot.lastUpdateId;
    const fault = this.faultOf(snapshot);
    if (fault === undefined) this.publishWhole(snapshot, snapshot.checksum);
    else if (wasLive) this.lose(fault, snapshot);
    else this.refuse(fault);
  }

  private load({ us, ns, lastUpdateId, bids, asks }: DepthSnapshot): void {
    const { book } = this;
    const first = lastUpdateId <= MAX_FIRST_SEQUENCE ? lastUpdateId : 0;
    const venueSequence = Math.max(first, this.published + 1);
    book.applySnapshot({ kind: 'book-snapshot', us, ns, venueSequence, bids, asks });
    this.cut(book.bids);
    this.cut(book.asks);
  }

  /** Applies a change that follows; says what is wrong with the book then. */
  private apply(diff: DepthDiff, publish: (event: BookEvent) => void): BookFault | undefined {
    const venueSequence = this.book.venueSequence + 1;
    const { us, ns, bids, asks } = diff;
    const given: BookDelta = { kind: 'book-delta', us, ns, venueSequence, bids, asks, ...extras(diff, diff.checksum) };
    if (this.book.applyDelta(given) !== 'applied') return 'levels';
    const [bidsBehind, asksBehind] = [this.cut(this.book.bids), this.cut(this.book.asks)];
    const fault = this.faultOf(diff);
    if (fault !== undefined) return fault;
    this.lastId = diff.lastId;
    const whole = bidsBehind.length === 0 && asksBehind.length === 0;
    publish(whole ? given : { ...given, bids: [...bids, ...bidsBehind], asks: [...asks, ...asksBehind] });
    return undefined;
  }

  private faultOf({ checksum }: { readonly checksum?: number }): BookFault | undefined {
    const { book } = this;
    if (!this.live) return 'levels';
    if (book.crossed) return 'crossed';
    const expected = this.options.checksum;
    return checksum === undefined || expected === undefined || expected(book) === checksum ? undefined : 'checksum';
  }

  /** Removes the levels behind those that the venue keeps; gives them as they are removed in a delta. */
  private cut(side: OrderBook['bids']): readonly BookLevel[] {
    const { depth } = this.options;
    if (depth === undefined || side.size <= depth) return NO_LEVELS;
    const removed: BookLevel[] = [];
    while (side.size > depth) {
      const price = side.priceAt(side.size - 1);
      side.set(price, 0);
      removed.push([price, 0]);
    }
    return removed;
  }

  private publishWhole(now: Stamp, checksum: number | undefined): void {
    this.publish({ ...this.book.snapshot(), us: now.us, ns: now.ns, ...extras(now, checksum) });
  }

  private lose(fault: BookFault, at: DepthDiff | Stamp): void {
    this.gaps++;
    this.refuse(fault);
    const { us, ns } = at;
    const venueSequence = this.book.venueSequence + 1;
    this.publish({ kind: 'book-snapshot', us, ns, venueSequence, bids: [], asks: [], ...extras(at, undefined) });
    if ('firstId' in at && !this.rule.inFeed) this.wait(at);
  }

  private publish(event: BookEvent): void {
    this.published = event.venueSequence;
    this.sink.publish(event);
  }

  private refuse(fault: BookFault): void {
    this.accepted = false;
    this.book.markGap();
    this.sink.fault?.(fault);
  }

  private keep(diffs: DepthDiff[]): void {
    this.waiting = diffs;
    this.waitingLevels = diffs.reduce((sum, diff) => sum + levelsOf(diff), 0);
  }
}

type Stamp = Pick<DepthDiff, 'us' | 'ns' | 'receivedUs' | 'receivedNs'>;

type Extras = Pick<BookDelta, 'receivedUs' | 'receivedNs' | 'checksum'>;

const NO_LEVELS: readonly BookLevel[] = [];

const ignore = (): void => undefined;

const levelsOf = (diff: DepthDiff): number => diff.bids.length + diff.asks.length + 1;

/** What an event has only if the venue's message had it. */
function extras({ receivedUs, receivedNs }: Stamp, checksum: number | undefined): Extras {
  return {
    ...(receivedUs === undefined ? undefined : { receivedUs, receivedNs: receivedNs ?? 0 }),
    ...(checksum === undefined ? undefined : { checksum }),
  };
}
