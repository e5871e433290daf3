import type { DomainError } from '@bourseworks/domain';
import { BookKeeper, FeedChannel, IN_FEED_SEQUENCE, type BookFault } from '@bourseworks/feeds';
import { SeededRng, type Clock, type StreamSpec, type Timer } from '@bourseworks/ports';
import { backoffMs } from '@bourseworks/venue-client';
import { bookChecksum } from '../../mapper/book-checksum.js';
import type { KrakenPair } from '../../mapper/pair.mapper.js';
import type { Raw, Receipt } from '../../parse/fields.js';
import { parseDepth } from '../../parse/v2/items.js';
import type { KrakenTimes } from '../session/times.js';
import { LiveStream } from './live-stream.js';

const FAULTS: Readonly<Record<BookFault, string>> = {
  gap: 'a change of the book is missing',
  crossed: 'the book is crossed',
  levels: 'the book has more levels than a book can have',
  checksum: 'the checksum of the book is not that of the venue',
};

/**
 * The book of a pair. The venue numbers no changes: that one is missing shows in the checksum that comes with each. Then, as
 * after everything that cannot be read, the book is subscribed anew, which brings a snapshot.
 */
export class BookStream extends LiveStream {
  readonly key: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly snapshot = true;
  readonly channel: FeedChannel;
  private readonly keeper: BookKeeper;
  private readonly rng: SeededRng;
  /** Counts the messages, in the place of numbers of the venue. */
  private count = 0;
  private faults = 0;
  private faultUs = 0;
  private retry: Timer | undefined;
  /** Until then the snapshot of a subscription has to be there. */
  private due: Timer | undefined;
  /** The book is given up for a reason that is told by itself. */
  private breaking = false;

  constructor(
    private readonly spec: StreamSpec,
    pair: KrakenPair,
    depth: number,
    private readonly times: KrakenTimes,
    private readonly clock: Clock,
    private readonly renew: (key: string) => void,
  ) {
    super();
    this.key = `book/${pair.v2}`;
    this.params = { channel: 'book', symbol: pair.v2, depth };
    this.rng = new SeededRng(clock.nowUs());
    const book = () => this.keeper.snapshot();
    this.channel = new FeedChannel(spec, { order: 'none', maxHeld: 0, staleUs: times.staleUs, book }, clock);
    this.keeper = new BookKeeper(
      IN_FEED_SEQUENCE,
      {
        publish: (event) => this.channel.receive([event]),
        fault: (fault) => this.onFault(fault),
      },
      { depth, checksum: (kept) => bookChecksum(kept, spec.instrument, pair.written) },
    );
  }

  take(items: readonly Raw[], snapshot: boolean, receipt: Receipt): void {
    // It is about to be left: whole for that while it would stand still, and nobody would know.
    if (this.retry !== undefined) return;
    const depths = items.map((item) => parseDepth(item, this.spec.instrument, receipt));
    for (const depth of depths) {
      const id = ++this.count;
      if (snapshot) this.keeper.onSnapshot({ ...depth, lastUpdateId: id });
      else this.keeper.onDiff({ ...depth, firstId: id, lastId: id, previousId: id - 1 });
    }
  }

  override subscribed(): void {
    super.subscribed();
    this.due?.cancel();
    this.due = this.clock.setTimer(this.times.answerMs * 1_000, () => this.beginAnewUnlessLive());
  }

  override unreadable(reason: string): void {
    // First, or the book that is known still would end the gap at once.
    this.interrupt();
    super.unreadable(reason);
    this.beginAnew();
  }

  override lost(reason: string): void {
    this.stopWaiting();
    this.interrupt();
    super.lost(reason);
  }

  override refused(error: DomainError): void {
    this.stopWaiting();
    super.refused(error);
  }

  override close(): void {
    this.stopWaiting();
    super.close();
  }

  private onFault(fault: BookFault): void {
    if (this.breaking) return;
    if (fault === 'checksum') this.channel.tally('checksumFaults', 1);
    this.channel.gap(FAULTS[fault]);
    this.beginAnew();
  }

  private interrupt(): void {
    const us = this.clock.nowUs();
    this.breaking = true;
    this.keeper.interrupt({ us, ns: 0, receivedUs: us, receivedNs: 0 });
    this.breaking = false;
  }

  /** Changes without a snapshot are no book, and nothing else would bring one. */
  private beginAnewUnlessLive(): void {
    this.due = undefined;
    if (!this.keeper.live) this.beginAnew();
  }

  /** At once for the first time, then with waits: a book that is never right must not become a storm. */
  private beginAnew(): void {
    if (this.retry !== undefined) return;
    const nowUs = this.clock.monotonicUs();
    if (nowUs - this.faultUs > this.times.stableUs) this.faults = 0;
    this.faultUs = nowUs;
    const waitMs = this.faults === 0 ? 0 : backoffMs(this.faults - 1, this.times.backoff, this.rng);
    this.faults++;
    this.retry = this.clock.setTimer(waitMs * 1_000, () => {
      this.retry = undefined;
      this.renew(this.key);
    });
  }

  private stopWaiting(): void {
    this.retry?.cancel();
    this.retry = undefined;
    this.due?.cancel();
    this.due = undefined;
  }
}
