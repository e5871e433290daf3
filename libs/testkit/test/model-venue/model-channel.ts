import type { StreamKind } from '@bourseworks/domain';
import { BookKeeper, FeedChannel, SPOT_SEQUENCE } from '@bourseworks/feeds';
import type { Clock, StreamSpec } from '@bourseworks/ports';
import type { ModelRest } from './model-rest.js';
import { checksumOf } from './model-script.js';
import { parseDiff, parseEvent, parseSnapshot } from './model-parse.js';

const RETRY_US = 100_000;

/** One subscription of the model venue: its channel and, of a book, the book. */
export class ModelChannel {
  readonly feed: FeedChannel;
  private readonly keeper: BookKeeper | undefined;
  private fetching = false;
  private closed = false;

  constructor(
    readonly spec: StreamSpec,
    private readonly rest: ModelRest,
    private readonly clock: Clock,
  ) {
    const { instrument, kind } = spec;
    const heals = kind === 'trade' || kind === 'bar-1m';
    if (kind === 'book') {
      const sink = {
        publish: (event: Parameters<FeedChannel['receive']>[0][number]) => this.feed.receive([event]),
        fault: (fault: string) => {
          if (fault === 'checksum') this.feed.tally('checksumFaults', 1);
          this.feed.gap(`the book is lost: ${fault}`);
        },
      };
      this.keeper = new BookKeeper(SPOT_SEQUENCE, sink, { checksum: (book) => checksumOf(book.snapshot()) });
    }
    const plan = {
      order: kind === 'trade' ? ('trade-id' as const) : ('none' as const),
      maxHeld: 1_000,
      ...(heals && {
        backfill: (fromUs: number, toUs: number, signal: AbortSignal) =>
          this.rest.pages({ instrument, kind, fromUs, toUs }, signal),
      }),
      ...(kind === 'book' && { book: () => this.keeper?.snapshot() }),
    };
    this.feed = new FeedChannel(spec, plan, clock);
  }

  get kind(): StreamKind {
    return this.spec.kind;
  }

  receive(data: unknown): void {
    if (this.keeper === undefined) this.feed.receive([parseEvent(data)]);
    else {
      this.keeper.onDiff(parseDiff(data));
      this.fetchBook();
    }
  }

  malformed(reason: string): void {
    this.feed.tally('malformed', 1);
    this.feed.gap(reason);
    this.forgetBook();
    this.fetchBook();
  }

  subscribed(): void {
    this.feed.subscribed();
    this.fetchBook();
  }

  lost(reason: string): void {
    this.feed.lost(reason);
    this.forgetBook();
  }

  close(): void {
    this.closed = true;
    this.feed.close();
  }

  private forgetBook(): void {
    this.keeper?.interrupt({ us: this.clock.nowUs(), ns: 0 });
  }

  private fetchBook(): void {
    if (this.keeper?.wantsSnapshot !== true || this.fetching || this.closed) return;
    this.fetching = true;
    this.rest.get('/book', {}).then(
      (body) => {
        this.fetching = false;
        this.keeper?.onSnapshot(parseSnapshot(body));
        this.fetchBook();
      },
      () => {
        if (this.closed) return;
        this.rest.later(RETRY_US, () => {
          this.fetching = false;
          this.fetchBook();
        });
      },
    );
  }
}
