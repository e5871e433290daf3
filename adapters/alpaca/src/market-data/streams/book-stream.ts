import type { DomainError } from '@bourseworks/domain';
import { BookKeeper, FeedChannel, IN_FEED_SEQUENCE, type BookFault } from '@bourseworks/feeds';
import { SeededRng, type Clock, type StreamSpec, type Timer } from '@bourseworks/ports';
import { backoffMs } from '@bourseworks/venue-client';
import type { Raw } from '../../parse/fields.js';
import type { Receipt } from '../../parse/market/fields.js';
import { depthOf } from '../../parse/market/items.js';
import type { Channel } from '../../parse/market/message.js';
import { keyOf } from '../session/subscriber.js';
import type { AlpacaDataTimes } from '../session/times.js';
import { LiveStream } from './live-stream.js';

const FAULTS: Readonly<Record<BookFault, string>> = {
  gap: 'a change of the book is missing',
  crossed: 'the book is crossed',
  levels: 'the book has more levels than a book can have',
  checksum: 'the checksum of the book is not that of the venue',
};

/**
 * The book of a pair: a whole one with the subscription, then changes. Alpaca numbers neither, and has no checksum: that a change is
 * missing shows only when the book is crossed. Then, as after what cannot be read, the book is subscribed anew.
 */
export class BookStream extends LiveStream {
  readonly channels: readonly Channel[] = ['orderbooks'];
  readonly feed: FeedChannel;
  private readonly keeper: BookKeeper;
  private readonly rng: SeededRng;
  /** Counts the messages, in the place of numbers of the venue. */
  private count = 0;
  private faults = 0;
  private faultUs = 0;
  private retry: Timer | undefined;
  /** Until when the snapshot of a subscription has to be there. */
  private due: Timer | undefined;
  /** The connection is gone, which is told as that. */
  private breaking = false;

  constructor(
    private readonly spec: StreamSpec,
    symbol: string,
    private readonly times: AlpacaDataTimes,
    private readonly clock: Clock,
    private readonly renew: (key: string) => void,
  ) {
    super(symbol);
    this.rng = new SeededRng(clock.nowUs());
    const book = () => this.keeper.snapshot();
    this.feed = new FeedChannel(spec, { order: 'none', maxHeld: 0, staleUs: times.staleUs, book }, clock);
    this.keeper = new BookKeeper(IN_FEED_SEQUENCE, {
      publish: (event) => this.feed.receive([event]),
      fault: (fault) => this.onFault(fault),
    });
  }

  take(items: readonly Raw[], receipt: Receipt): void {
    // It is about to be left: whole for that while it would stand still, and nobody would know.
    if (this.retry !== undefined) return;
    const depths = items.map((item) => depthOf(item, this.spec.instrument, receipt));
    for (const { whole, ...depth } of depths) {
      const id = ++this.count;
      if (whole) this.keeper.onSnapshot({ ...depth, lastUpdateId: id });
      else this.keeper.onDiff({ ...depth, firstId: id, lastId: id, previousId: id - 1 });
    }
  }

  override subscribed(): void {
    super.subscribed();
    this.due?.cancel();
    this.due = this.clock.setTimer(this.times.answerMs * 1_000, () => this.beginAnewUnlessLive());
  }

  override unreadable(reason: string): void {
    // First: a stream whose book is known would be live again at once.
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
    this.feed.gap(FAULTS[fault]);
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
      this.renew(keyOf(this));
    });
  }

  private stopWaiting(): void {
    this.retry?.cancel();
    this.retry = undefined;
    this.due?.cancel();
    this.due = undefined;
  }
}
