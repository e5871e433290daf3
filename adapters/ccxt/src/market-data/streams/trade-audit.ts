import type { FeedChannel } from '@bourseworks/feeds';
import { askTrades, type KeyedTrade } from '../history/trades.js';
import type { Market } from '../session/market-list.js';
import type { CcxtVenue } from '../session/venue.js';
import { waitFor } from '../session/wait.js';
import type { KnownTrades } from './known-trades.js';

/**
 * Compares a stream of trades with the exchange's list of them from time to time. What the list has and the stream did not tell,
 * though it had time to, was missed; should nothing have come at all meanwhile, the connections are made anew. It ends for an
 * exchange whose stream and list have other ids of the same trades.
 */
export class TradeAudit {
  private readonly closing = new AbortController();
  private readonly signal: AbortSignal;
  /** Answers that the stream gave. */
  private answers = 0;

  constructor(
    private readonly venue: CcxtVenue,
    private readonly market: Market,
    private readonly known: KnownTrades,
    private readonly channel: FeedChannel,
    /** So many trades were not told; they begin with this one, or behind it. */
    private readonly untold: (before: KeyedTrade, count: number) => void,
  ) {
    this.signal = AbortSignal.any([this.closing.signal, venue.signal]);
    void this.run();
  }

  /** The stream told trades. */
  heard(): void {
    this.answers++;
  }

  /** Leaves no timer. Idempotent. */
  close(): void {
    this.closing.abort(new Error('the stream was closed'));
  }

  private async run(): Promise<void> {
    const { clock, times } = this.venue;
    while (!this.signal.aborted) {
      await waitFor(clock, times.auditUs, this.signal);
      if (!this.signal.aborted && this.channel.live && !(await this.look())) return;
    }
  }

  /** False when the two cannot be compared. */
  private async look(): Promise<boolean> {
    const { venue, market, known } = this;
    const { answers } = this;
    const sinceUs = known.lastUs;
    let page: readonly KeyedTrade[];
    try {
      page = await askTrades(venue, market, undefined, this.signal);
    } catch {
      // Not asked, nothing seen: the stream itself is none the worse for it.
      return true;
    }
    const told = page.filter((one) => known.has(one));
    const untold = page.filter((one) => !known.has(one));
    if (untold.length === 0) return true;
    if (told.length === 0 && sinceUs > 0) return page[0].event.us > sinceUs;
    await waitFor(venue.clock, venue.times.overtakeUs, this.signal);
    const missed = untold.filter((one) => !known.has(one));
    if (missed.length === 0 || this.signal.aborted) return true;
    this.untold(page[Math.max(0, page.indexOf(missed[0]) - 1)], missed.length);
    if (answers === this.answers) venue.restart();
    return true;
  }
}
