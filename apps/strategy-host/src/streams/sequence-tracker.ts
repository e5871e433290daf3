import type { MarketDataEvent } from '@bourseworks/domain';

export type BatchVerdict =
  /** All items from index `from` on are news; `missed` items before them were lost. */
  | { readonly kind: 'news'; readonly from: number; readonly missed: number; readonly restarted: boolean }
  /** Seen before. */
  | { readonly kind: 'old' };

function timeOf(event: MarketDataEvent): number {
  return event.kind === 'bar' ? event.endUs : event.us;
}

/** Follows the sequence of one topic: 1, 2, 3 … without holes, from a publisher that may start anew at 1. */
export class SequenceTracker {
  private next: number | undefined;
  private lastUs = 0;
  private first: number | undefined;
  private restartsBase = 0;

  /** Sequence expected next; undefined while any will do. */
  get expected(): number | undefined {
    return this.next;
  }

  /** Items published while this was followed: last - first + 1, restarts added up. */
  get published(): number {
    return this.restartsBase + (this.first === undefined || this.next === undefined ? 0 : this.next - this.first);
  }

  /** Says what the next item will be, from a reply of market-data. */
  expect(sequence: number): void {
    if (this.next !== sequence) this.begin(sequence);
    // Items below it are old, whatever their times, until one that is news has come: a snapshot holds them already.
    this.lastUs = 0;
  }

  check(seq0: number, events: readonly MarketDataEvent[]): BatchVerdict {
    const end = seq0 + events.length;
    const latestUs = timeOf(events[events.length - 1]);
    if (this.next === undefined) this.begin(seq0);
    const expected = this.next as number;
    if (end <= expected) {
      // Lower numbers with later times come from a publisher that began anew; with earlier times they are repetitions, as
      // are those that came before the answer which said what to expect.
      if (this.lastUs === 0 || latestUs <= this.lastUs) return { kind: 'old' };
      this.begin(seq0);
      this.advance(end, latestUs);
      return { kind: 'news', from: 0, missed: 0, restarted: true };
    }
    const missed = Math.max(0, seq0 - expected);
    this.advance(end, latestUs);
    return { kind: 'news', from: Math.max(0, expected - seq0), missed, restarted: false };
  }

  private begin(sequence: number): void {
    this.restartsBase = this.published;
    this.first = sequence;
    this.next = sequence;
  }

  private advance(next: number, us: number): void {
    this.next = next;
    this.lastUs = Math.max(this.lastUs, us);
  }
}
