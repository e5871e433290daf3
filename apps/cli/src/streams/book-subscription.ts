import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamState } from '@bourseworks/domain';
import {
  MARKET_DATA_REQUEST,
  type BookShape,
  type SnapshotReplyShape,
  type StreamAddress,
} from '@bourseworks/dto/shapes';
import { given } from '../arguments/options.js';
import type { Bus } from '../bus.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import { BookView, type BookPicture } from './book-view.js';
import { LiveSubscription } from './live-subscription.js';

/** A venue may need a moment for the first snapshot of a stream that has just been started. */
const SNAPSHOT_WAIT_MS = 5_000;
const SNAPSHOT_PAUSE_MS = 200;

export interface BookObserver {
  changed(): void;
  /** Items were missed; a fresh book is on its way. */
  gap(missed: number, restarted: boolean): void;
  /** No fresh book could be had. */
  failed(error: unknown): void;
}

/** A live order book: a snapshot, what follows it, and a fresh snapshot after a gap. */
export class BookSubscription {
  private live: LiveSubscription | undefined;
  private view: BookView | undefined;
  private state: StreamState = 'LIVE';
  private resyncing = false;
  /** A fresh book is wanted. */
  private torn = false;
  private closed = false;

  private constructor(
    private readonly bus: Bus,
    private readonly query: Omit<StreamAddress, 'kind'>,
    private readonly observer: BookObserver,
  ) {}

  /** Resolves once there is a book. @throws the refusal of market-data, or CliFailure when it does not answer */
  static async open(bus: Bus, query: Omit<StreamAddress, 'kind'>, observer: BookObserver): Promise<BookSubscription> {
    const book = new BookSubscription(bus, query, observer);
    try {
      await book.start();
      return book;
    } catch (error) {
      await book.close();
      throw error;
    }
  }

  picture(depth: number): BookPicture {
    if (this.view === undefined) throw new Error('there is no book yet');
    return this.view.picture(depth, this.state);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.live?.close();
  }

  private async start(): Promise<void> {
    this.live = await LiveSubscription.open(
      this.bus,
      { ...this.query, kind: 'book' },
      {
        item: (item, sequence) => this.take(item as BookShape, sequence),
        gap: (missed, restarted) => {
          this.observer.gap(missed, restarted);
          void this.resync();
        },
        status: (state) => {
          this.state = state === 'GAP_END' ? 'LIVE' : state;
          if (!this.resyncing) this.observer.changed();
        },
      },
    );
    const view = BookView.of(this.live.instrument);
    if (!view.ok) throw new CliFailure(EXIT.failed, view.refusal.message, undefined, view.refusal.code);
    this.live.hold();
    await this.refresh(this.live, view.value);
    this.view = view.value;
  }

  private take(shape: BookShape, sequence: number): void {
    // What comes before the first snapshot is part of it.
    if (this.view === undefined) return;
    if (this.view.apply(shape, sequence)) this.observer.changed();
    else void this.resync();
  }

  private async resync(): Promise<void> {
    const { live, view } = this;
    if (live === undefined || view === undefined || this.closed) return;
    this.torn = true;
    live.hold();
    if (this.resyncing) return;
    this.resyncing = true;
    this.state = 'RESYNCING';
    this.observer.changed();
    try {
      // What was held back behind a fresh book may have a gap of its own.
      while (this.torn && !this.closed) {
        this.torn = false;
        await this.refresh(live, view);
      }
      this.state = 'LIVE';
    } catch (error) {
      this.observer.failed(error);
    } finally {
      this.resyncing = false;
    }
    this.observer.changed();
  }

  /** A fresh snapshot into the view; what was held back behind it follows. */
  private async refresh(live: LiveSubscription, view: BookView): Promise<void> {
    const { epoch, sequence, book } = await this.snapshot(live);
    if (!view.apply(book, sequence)) throw new CliFailure(EXIT.failed, 'the snapshot of the book is malformed');
    this.view = view;
    live.release(epoch, sequence + 1);
  }

  private async snapshot(live: LiveSubscription): Promise<SnapshotReplyShape> {
    const { venue, symbol, adapter } = this.query;
    const body = { venue, symbol, ...given('adapter', adapter) };
    const until = performance.now() + SNAPSHOT_WAIT_MS;
    for (;;) {
      try {
        const snapshot = await this.bus.query<SnapshotReplyShape>(MARKET_DATA_REQUEST.snapshot, body);
        if (!live.tracker.isPast(snapshot.epoch)) return snapshot;
        throw new CliFailure(EXIT.failed, 'the book is of an owner of the stream who has been replaced');
      } catch (error) {
        if (performance.now() >= until || this.closed) throw error;
      }
      await sleep(SNAPSHOT_PAUSE_MS);
    }
  }
}
