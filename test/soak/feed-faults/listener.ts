import { FLAG, hasFlag, type FeedTally, type MarketDataEvent, type StreamState } from '@bourseworks/domain';
import type { StreamSink } from '@bourseworks/ports';
import type { BookCheck } from './book-check.js';
import type { TradeCheck } from './trade-check.js';

/** What may be told after a state. */
const FOLLOWS: Readonly<Record<StreamState | 'NOTHING', readonly StreamState[]>> = {
  NOTHING: ['LIVE'],
  LIVE: ['STALE', 'GAP_START'],
  STALE: ['LIVE', 'GAP_START'],
  GAP_START: ['RESYNCING'],
  // The connection broke once more.
  RESYNCING: ['GAP_END', 'GAP_START'],
  GAP_END: ['LIVE'],
  HALTED: [],
  ENDED: [],
};

/** Listens to one stream, as a subscriber does, and notes what contradicts the tape, or what it was told before. */
export class Listener implements StreamSink {
  readonly violations: string[] = [];
  readonly counts = new Map<FeedTally, number>();
  /** Gaps that began. */
  gaps = 0;
  private now: StreamState | 'NOTHING' = 'NOTHING';
  private reason: string | undefined;
  private fetched = 0;

  constructor(
    readonly name: string,
    readonly check: BookCheck | TradeCheck,
  ) {}

  get live(): boolean {
    return this.now === 'LIVE';
  }

  /** How it stands, for whoever waits in vain. */
  get standing(): string {
    return `${this.name} is ${this.now} (${this.reason ?? 'no reason'}), ${this.check.standing}`;
  }

  events(events: readonly MarketDataEvent[]): void {
    for (const event of events) {
      const fetched = hasFlag(event, FLAG.BACKFILLED);
      if (fetched) this.fetched++;
      // What is fetched belongs into a gap; what waited for it is passed on before the gap ends.
      const inPlace = this.now === 'RESYNCING' || (!fetched && (this.live || this.now === 'NOTHING'));
      if (!inPlace) this.note(`an event while it is ${this.now}`);
      const problem = this.check.take(event);
      if (problem !== undefined) this.note(problem);
    }
  }

  state(state: StreamState, reason?: string): void {
    if (!FOLLOWS[this.now].includes(state)) this.note(`${state} after ${this.now}`);
    // The venues keep what was missed, and are asked again.
    if (state === 'GAP_END' && reason !== undefined) this.note(`a gap ended, but ${reason}`);
    if (state === 'GAP_START') this.gaps++;
    this.now = state;
    this.reason = reason;
  }

  tally(what: FeedTally, count: number): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + count);
  }

  /** Whether what was counted is what was told. */
  audit(): void {
    const counted = (what: FeedTally): number => this.counts.get(what) ?? 0;
    if (counted('gaps') !== this.gaps) this.note(`${counted('gaps')} gaps counted, ${this.gaps} told`);
    if (counted('backfilled') !== this.fetched)
      this.note(`${counted('backfilled')} fetched events counted, ${this.fetched} told`);
    for (const what of ['malformed', 'overflows'] as const)
      if (counted(what) > 0) this.note(`${counted(what)} ${what}`);
  }

  note(violation: string): void {
    this.violations.push(`${this.name}: ${violation}`);
  }
}
