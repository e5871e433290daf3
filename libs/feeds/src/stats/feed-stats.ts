import {
  FEED_TALLIES,
  FLAG,
  hasFlag,
  US_PER_SECOND,
  type FeedTally,
  type MarketDataEvent,
  type StreamState,
} from '@bourseworks/domain';

/** How one stream fares; counts are those since it was opened. */
export interface FeedStats extends Readonly<Record<FeedTally, number>> {
  /** What was told last, undefined while it is being opened; and since when, epoch microseconds. */
  readonly state: StreamState | undefined;
  readonly sinceUs: number;
  /** Events passed on, fetched ones included. */
  readonly events: number;
  /** Live events a second: the mean of the last 10 whole seconds, or of those that there were. */
  readonly ratePerSecond: number;
  /**
   * Largest time from the venue to here of the live events of these seconds and the present one, milliseconds; below 0 when the
   * venue's clock is ahead, undefined when there were none.
   */
  readonly lagMs: number | undefined;
  /** Time since the last live event, milliseconds; undefined before the first. */
  readonly quietMs: number | undefined;
}

/** Whole seconds that rate and lag are taken over; one more slot is for the present second. */
const SECONDS = 10;
const SLOTS = SECONDS + 1;

/** Collects the statistics of a stream in memory of a fixed size. All times are epoch microseconds. */
export class FeedMeter {
  private readonly counts: Record<FeedTally, number>;
  private state: StreamState | undefined;
  private sinceUs: number;
  private events = 0;
  private lastUs: number | undefined;
  /** By second modulo SLOTS: which second, its live events, their largest lag. */
  private readonly seconds = new Float64Array(SLOTS).fill(-1);
  private readonly live = new Float64Array(SLOTS);
  private readonly lagUs = new Float64Array(SLOTS);

  constructor(private readonly openedUs: number) {
    this.sinceUs = openedUs;
    this.counts = Object.fromEntries(FEED_TALLIES.map((what) => [what, 0])) as Record<FeedTally, number>;
  }

  tally(what: FeedTally, count: number): void {
    this.counts[what] += count;
  }

  told(state: StreamState, us: number): void {
    this.state = state;
    this.sinceUs = us;
  }

  passed(events: readonly MarketDataEvent[], us: number): void {
    this.events += events.length;
    for (const event of events) if (!hasFlag(event, FLAG.BACKFILLED)) this.passedLive(event, us);
  }

  read(us: number): FeedStats {
    const second = secondOf(us);
    const first = Math.max(second - SECONDS, secondOf(this.openedUs));
    let live = 0;
    let lagUs = Number.NEGATIVE_INFINITY;
    for (let slot = 0; slot < SLOTS; slot++) {
      const at = this.seconds[slot];
      if (at < first || at > second) continue;
      lagUs = Math.max(lagUs, this.lagUs[slot]);
      if (at < second) live += this.live[slot];
    }
    return {
      ...this.counts,
      state: this.state,
      sinceUs: this.sinceUs,
      events: this.events,
      ratePerSecond: second > first ? live / (second - first) : 0,
      lagMs: Number.isFinite(lagUs) ? lagUs / 1_000 : undefined,
      quietMs: this.lastUs === undefined ? undefined : (us - this.lastUs) / 1_000,
    };
  }

  private passedLive(event: MarketDataEvent, us: number): void {
    const second = secondOf(us);
    const slot = second % SLOTS;
    if (this.seconds[slot] !== second) {
      this.seconds[slot] = second;
      this.live[slot] = 0;
      this.lagUs[slot] = Number.NEGATIVE_INFINITY;
    }
    this.live[slot]++;
    const venueUs = event.kind === 'bar' ? event.endUs : event.us;
    this.lagUs[slot] = Math.max(this.lagUs[slot], (event.receivedUs ?? us) - venueUs);
    this.lastUs = us;
  }
}

const secondOf = (us: number): number => Math.floor(us / US_PER_SECOND);
