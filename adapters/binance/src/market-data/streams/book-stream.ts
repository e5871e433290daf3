import type { DomainError } from '@bourseworks/domain';
import { BookKeeper, FeedChannel, type BookFault, type DepthDiff } from '@bourseworks/feeds';
import type { Clock, StreamSpec, Timer } from '@bourseworks/ports';
import { parseDepth, scanDiff } from '../../parse/market/depth.js';
import type { JsonScanner } from '../../parse/market/json-scanner.js';
import { streamName, type DataMarket } from '../data-market.js';
import type { PublicRest } from '../session/public-rest.js';
import type { StreamTimes } from '../session/stream-times.js';
import type { LiveStream } from './live-stream.js';

const FAULTS: Readonly<Record<BookFault, string>> = {
  gap: 'a change of the book is missing',
  crossed: 'the book is crossed',
  levels: 'the book has more levels than a book can have',
  checksum: 'the book is not that of the venue',
};

/**
 * The book of a symbol: changes from the stream, joined to a snapshot that is fetched once the stream stands. Where nothing
 * changes for a while, the snapshot is the book.
 */
export class BookStream implements LiveStream {
  readonly name: string;
  readonly channel: FeedChannel;
  ended = false;
  private readonly keeper: BookKeeper;
  private diff: DepthDiff | undefined;
  private fetching: AbortController | undefined;
  /** Set after a snapshot: it is joined until then, or accepted, or another one is fetched. */
  private pause: Timer | undefined;
  /** The book is given up for a reason that is told by itself. */
  private breaking = false;

  constructor(
    readonly spec: StreamSpec,
    private readonly market: DataMarket,
    private readonly rest: PublicRest,
    private readonly times: StreamTimes,
    private readonly clock: Clock,
  ) {
    this.name = streamName(spec.instrument.symbol, spec.kind);
    const book = () => this.keeper.snapshot();
    this.channel = new FeedChannel(spec, { order: 'none', maxHeld: 0, staleUs: times.staleUs, book }, clock);
    this.keeper = new BookKeeper(market.sequence, {
      publish: (event) => this.channel.receive([event]),
      fault: (fault) => {
        if (!this.breaking) this.channel.gap(FAULTS[fault]);
      },
    });
  }

  read(scan: JsonScanner, receivedUs: number): void {
    this.diff = scanDiff(scan, this.spec.instrument, this.market.futures, receivedUs);
  }

  commit(): void {
    const { diff } = this;
    if (diff === undefined) return;
    this.diff = undefined;
    this.keeper.onDiff(diff);
    this.fetchIfWanted();
  }

  unreadable(reason: string): void {
    this.diff = undefined;
    this.channel.tally('malformed', 1);
    // First, or the book that is known still would end the gap at once.
    this.interrupt();
    this.channel.gap(reason);
  }

  subscribed(): void {
    this.channel.subscribed();
    this.fetchIfWanted();
  }

  lost(reason: string): void {
    this.stopFetching();
    this.interrupt();
    this.channel.lost(reason);
  }

  halt(reason: string | undefined): void {
    this.channel.halt(reason);
  }

  shut(error: DomainError): void {
    this.channel.shut(error);
  }

  refused(error: DomainError): void {
    this.ended = true;
    this.stopFetching();
    this.channel.refused(error);
  }

  close(): void {
    this.stopFetching();
    this.channel.close();
  }

  private interrupt(): void {
    const us = this.clock.nowUs();
    this.breaking = true;
    this.keeper.interrupt({ us, ns: 0, receivedUs: us, receivedNs: 0 });
    this.breaking = false;
  }

  private fetchIfWanted(): void {
    if (!this.keeper.wantsSnapshot || this.fetching !== undefined || this.pause !== undefined) return;
    const fetching = new AbortController();
    this.fetching = fetching;
    void this.fetchSnapshot(fetching);
  }

  /** Fetched anew until it can be used, with a pause: the stream is RESYNCING meanwhile, whoever opens it waits in vain. */
  private async fetchSnapshot(fetching: AbortController): Promise<void> {
    const { path, weight, limit } = this.market.depth;
    const query = { symbol: this.spec.instrument.symbol, limit };
    try {
      const { body } = await this.rest.ask({ path, query, weight }, fetching.signal);
      if (this.fetching !== fetching) return;
      this.keeper.onSnapshot(parseDepth(body, this.spec.instrument, this.clock.nowUs()));
    } catch {
      if (this.fetching !== fetching) return;
    }
    this.fetching = undefined;
    if (this.keeper.live) return;
    this.pause = this.clock.setTimer(this.times.snapshotPauseUs, () => {
      this.pause = undefined;
      this.keeper.acceptSnapshot();
      this.fetchIfWanted();
    });
  }

  private stopFetching(): void {
    this.fetching?.abort();
    this.fetching = undefined;
    this.pause?.cancel();
    this.pause = undefined;
  }
}
