import { describe, expect, it } from '@jest/globals';
import { MAX_BOOK_LEVELS, type BookLevel } from '@bourseworks/domain';
import { LocalBook, type BookEvent } from './local-book.js';
import type { DepthDiff, DepthSnapshot } from './messages.js';
import { FUTURES_SEQUENCE, SPOT_SEQUENCE, type SequenceRule } from './sequence-rule.js';

let time = 0;
const stamp = (): { us: number; ns: number } => ({ us: ++time, ns: 0 });
/** A change of the bid at 100 to its last id: what was applied last shows. */
const spot = (
  firstId: number,
  lastId: number,
  bids: BookLevel[] = [[100, lastId]],
  asks: BookLevel[] = [],
): DepthDiff => ({
  ...stamp(),
  firstId,
  lastId,
  previousId: -1,
  bids,
  asks,
});
const futures = (firstId: number, lastId: number, previousId: number): DepthDiff => ({
  ...spot(firstId, lastId),
  previousId,
});
const snapshot = (lastUpdateId: number): DepthSnapshot => ({
  ...stamp(),
  lastUpdateId,
  bids: [[100, 1]],
  asks: [[102, 1]],
});

function bookOf(
  rule: SequenceRule,
  ...messages: (DepthDiff | DepthSnapshot)[]
): { book: LocalBook; events: BookEvent[] } {
  const events: BookEvent[] = [];
  const book = new LocalBook(rule, (event) => events.push(event));
  for (const message of messages) {
    if ('lastUpdateId' in message) book.onSnapshot(message);
    else book.onDiff(message);
  }
  return { book, events };
}

/** kind, venue sequence, bids: enough to tell what was published. */
const told = (events: readonly BookEvent[]): unknown[] =>
  events.map(({ kind, venueSequence, bids }) => [kind.slice(5), venueSequence, ...bids.map((level) => level[1])]);

describe('the local book on spot', () => {
  const run = (...messages: (DepthDiff | DepthSnapshot)[]) => bookOf(SPOT_SEQUENCE, ...messages);

  it('publishes nothing before a snapshot', () => {
    const { book, events } = run(spot(1, 5), spot(6, 9));
    expect([book.live, book.snapshot(), events]).toEqual([false, undefined, []]);
  });

  it('a snapshot that comes late is brought up to date by the changes that waited, the stale ones dropped', () => {
    const { book, events } = run(spot(1, 5), spot(6, 9), spot(10, 12), spot(13, 14), snapshot(8), spot(15, 20));
    // 6-9 is the first with U <= 9 <= u; then two more: one snapshot of 8 + 3, and a delta.
    expect(told(events)).toEqual([
      ['snapshot', 11, 14],
      ['delta', 12, 20],
    ]);
    expect(events[0]).toMatchObject({ asks: [[102, 1]] });
    expect(book.updateId).toBe(20);
  });

  it('a snapshot newer than all changes waits for the first that joins', () => {
    const { events } = run(spot(1, 5), snapshot(8), spot(6, 8), spot(9, 9), spot(10, 11));
    expect(told(events)).toEqual([
      ['snapshot', 9, 9],
      ['delta', 10, 11],
    ]);
  });

  it.each([
    ['U = lastUpdateId + 1', 9, true],
    ['U below it', 3, true],
    ['U beyond lastUpdateId + 1', 10, false],
  ])('the first change: %s', (_, firstId, joins) => {
    expect(run(snapshot(8), spot(firstId, 12)).book.live).toBe(joins);
  });

  it('a snapshot older than the changes that waited is not used, the next one is', () => {
    const { events } = run(spot(20, 25), snapshot(8), spot(26, 30), snapshot(27), spot(31, 31));
    expect(told(events)).toEqual([
      ['snapshot', 28, 30],
      ['delta', 29, 31],
    ]);
  });

  it('a gap among the changes that wait: only what follows it may join', () => {
    expect(run(spot(1, 5), spot(9, 12), snapshot(4)).book.live).toBe(false);
    expect(run(spot(1, 5), spot(9, 12), snapshot(8)).book.updateId).toBe(12);
  });

  it('a gap is told by a snapshot without levels; then silence until the next snapshot is joined', () => {
    const { book, events } = run(snapshot(8), spot(9, 10), spot(12, 13), spot(14, 15));
    expect(told(events)).toEqual([
      ['snapshot', 9, 10],
      ['snapshot', 10],
    ]);
    expect(events[1].asks).toEqual([]);
    expect([book.live, book.gaps, book.updateId]).toEqual([false, 1, 0]);
    book.onSnapshot(snapshot(10));
    expect(events).toHaveLength(2);
    book.onSnapshot(snapshot(13));
    book.onDiff(spot(16, 17));
    expect(told(events.slice(2))).toEqual([
      ['snapshot', 14, 15],
      ['delta', 15, 17],
    ]);
  });

  it('a change told again is passed over, before the snapshot and after it', () => {
    const again = [spot(9, 10), spot(9, 10), spot(11, 12), spot(9, 10)];
    for (const { book, events } of [run(snapshot(8), ...again), run(...again, snapshot(8))]) {
      expect([book.gaps, book.updateId]).toEqual([0, 12]);
      expect(events.at(-1)).toMatchObject({ venueSequence: 10, bids: [[100, 12]] });
    }
  });

  it('a change that begins in the book and ends behind it is a gap', () => {
    expect(run(snapshot(8), spot(9, 10), spot(10, 12)).book.gaps).toBe(1);
  });

  it('a crossed book is no book, whether it comes so or becomes so', () => {
    const crossing: BookLevel[] = [[103, 1]];
    const { book, events } = run(snapshot(8), spot(9, 9), spot(10, 10, crossing));
    expect([book.live, book.gaps, told(events).at(-1)]).toEqual([false, 1, ['snapshot', 11]]);
    expect(run({ ...snapshot(8), bids: crossing }, spot(9, 9)).events).toEqual([]);
    expect(run(spot(9, 9, crossing), snapshot(8)).events).toEqual([]);
  });

  it('a live book takes no notice of another snapshot', () => {
    const { events } = run(snapshot(8), spot(9, 10), snapshot(9), snapshot(50), spot(11, 12));
    expect(told(events)).toEqual([
      ['snapshot', 9, 10],
      ['delta', 10, 12],
    ]);
  });

  it('more levels than a book may have are a gap, not a book with holes', () => {
    const bids = Array.from({ length: MAX_BOOK_LEVELS }, (_, i): BookLevel => [i + 1_000, 1]);
    expect(run({ ...snapshot(8), asks: [] }, spot(9, 9), spot(10, 10, bids)).book.gaps).toBe(1);
  });

  it('changes that wait are bounded: the oldest go, and a snapshot as old as they is not used', () => {
    const bids = Array.from({ length: 30_000 }, (_, i): BookLevel => [i + 1, 1]);
    const changes = Array.from({ length: 8 }, (_, i) => spot(i + 1, i + 1, bids));
    const asks: BookLevel[] = [[1_000_000, 1]];
    expect(run(...changes, { ...snapshot(1), asks }).book.live).toBe(false);
    expect(run(...changes, { ...snapshot(6), asks }).book.updateId).toBe(8);
  });
});

describe('the local book on futures', () => {
  const run = (...messages: (DepthDiff | DepthSnapshot)[]) => bookOf(FUTURES_SEQUENCE, ...messages);

  it('follows by the id of the change before, whatever ids are left out between', () => {
    const { events } = run(futures(1, 5, 0), futures(8, 12, 5), snapshot(9), futures(20, 24, 12), futures(30, 31, 24));
    expect(told(events)).toEqual([
      ['snapshot', 10, 12],
      ['delta', 11, 24],
      ['delta', 12, 31],
    ]);
  });

  it.each([
    ['ends with the snapshot', futures(5, 8, 4), true],
    ['begins with the snapshot', futures(8, 12, 7), true],
    ['begins behind the snapshot', futures(9, 12, 8), false],
    ['ends before the snapshot', futures(5, 7, 4), false],
  ])('the first change %s', (_, first, joins) => {
    expect(run(snapshot(8), first).book.live).toBe(joins);
  });

  it('a change told again is passed over', () => {
    const { book } = run(futures(5, 9, 4), snapshot(8), futures(5, 9, 4), futures(11, 12, 9));
    expect([book.gaps, book.updateId]).toEqual([0, 12]);
  });

  it('another id before is a gap', () => {
    const { book } = run(futures(5, 9, 4), snapshot(8), futures(10, 12, 8));
    expect([book.live, book.gaps]).toEqual([false, 1]);
  });
});
