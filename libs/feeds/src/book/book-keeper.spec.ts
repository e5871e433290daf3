import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_BOOK_LEVELS, OrderBook, type BookLevel } from '@bourseworks/domain';
import { BookKeeper, type BookEvent, type BookFault, type BookKeeperOptions } from './book-keeper.js';
import type { DepthDiff, DepthSnapshot } from './depth.js';
import { FUTURES_SEQUENCE, IN_FEED_SEQUENCE, SPOT_SEQUENCE, type SequenceRule } from './sequence-rule.js';

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

function bookOf(rule: SequenceRule, options: BookKeeperOptions, ...messages: (DepthDiff | DepthSnapshot)[]) {
  const events: BookEvent[] = [];
  const faults: BookFault[] = [];
  const sink = { publish: (event: BookEvent) => events.push(event), fault: (fault: BookFault) => faults.push(fault) };
  const book = new BookKeeper(rule, sink, options);
  for (const message of messages) {
    if ('lastUpdateId' in message) book.onSnapshot(message);
    else book.onDiff(message);
  }
  return { book, events, faults };
}

/** kind, venue sequence, bids: enough to tell what was published. */
const told = (events: readonly BookEvent[]): unknown[] =>
  events.map(({ kind, venueSequence, bids }) => [kind.slice(5), venueSequence, ...bids.map((level) => level[1])]);

describe('a snapshot that is accepted without a change', () => {
  const accepted = (rule: SequenceRule, ...later: DepthDiff[]) => {
    const run = bookOf(rule, {}, snapshot(8));
    run.book.acceptSnapshot();
    for (const diff of later) run.book.onDiff(diff);
    return run;
  };

  it('is the book, and the change that joins it follows', () => {
    const { book, events } = accepted(SPOT_SEQUENCE, spot(6, 8), spot(8, 10), spot(11, 11));
    expect(told(events)).toEqual([
      ['snapshot', 8, 1],
      ['delta', 9, 10],
      ['delta', 10, 11],
    ]);
    expect(book.updateId).toBe(11);
  });

  it('is lost to a change that does not join it', () => {
    const { book, faults } = accepted(SPOT_SEQUENCE, spot(10, 12));
    expect([book.live, book.wantsSnapshot, faults]).toEqual([false, true, ['gap']]);
    book.onSnapshot(snapshot(10));
    expect(book.updateId).toBe(12);
  });

  it('on futures is joined by the change that names an id up to it as the one before', () => {
    expect(accepted(FUTURES_SEQUENCE, futures(12, 15, 7)).book.updateId).toBe(15);
    expect(accepted(FUTURES_SEQUENCE, futures(12, 15, 9)).faults).toEqual(['gap']);
  });

  it('needs one that waits', () => {
    const { book, events } = bookOf(SPOT_SEQUENCE, {}, spot(1, 5));
    book.acceptSnapshot();
    expect([book.live, events]).toEqual([false, []]);
  });

  it('is none if its sides cross', () => {
    const run = bookOf(SPOT_SEQUENCE, {}, { ...snapshot(8), asks: [[99, 1]] });
    run.book.acceptSnapshot();
    expect([run.book.live, run.book.wantsSnapshot, run.faults, run.events]).toEqual([false, true, ['crossed'], []]);
  });
});

describe('the book keeper on spot', () => {
  const run = (...messages: (DepthDiff | DepthSnapshot)[]) => bookOf(SPOT_SEQUENCE, {}, ...messages);

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
    const { book, events, faults } = run(snapshot(8), spot(9, 10), spot(12, 13), spot(14, 15));
    expect(faults).toEqual(['gap']);
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
    const { book, events, faults } = run(snapshot(8), spot(9, 9), spot(10, 10, crossing));
    expect(faults).toEqual(['crossed']);
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
    const { book, faults } = run({ ...snapshot(8), asks: [] }, spot(9, 9), spot(10, 10, bids));
    expect([book.gaps, faults]).toEqual([1, ['levels']]);
  });

  it('changes that wait are bounded: the oldest go, and a snapshot as old as they is not used', () => {
    const bids = Array.from({ length: 30_000 }, (_, i): BookLevel => [i + 1, 1]);
    const changes = Array.from({ length: 8 }, (_, i) => spot(i + 1, i + 1, bids));
    const asks: BookLevel[] = [[1_000_000, 1]];
    expect(run(...changes, { ...snapshot(1), asks }).book.live).toBe(false);
    expect(run(...changes, { ...snapshot(6), asks }).book.updateId).toBe(8);
  });
});

describe('the book keeper in general', () => {
  const run = (options: BookKeeperOptions, ...messages: (DepthDiff | DepthSnapshot)[]) =>
    bookOf(SPOT_SEQUENCE, options, ...messages);

  it('wants a snapshot until it has one that may still be joined', () => {
    const { book } = run({});
    const wants = (): boolean => book.wantsSnapshot;
    expect(wants()).toBe(true);
    book.onSnapshot(snapshot(8));
    expect(wants()).toBe(false);
    book.onDiff(spot(20, 21));
    expect(wants()).toBe(true);
    book.onSnapshot(snapshot(20));
    expect([wants(), book.live]).toEqual([false, true]);
    book.onDiff(spot(30, 31));
    expect(wants()).toBe(true);
  });

  it('has as many changes wait as it may', () => {
    const changes = [spot(1, 1), spot(2, 2), spot(3, 3)];
    expect(run({ maxWaitingLevels: 6 }, ...changes, snapshot(0)).book.live).toBe(true);
    expect(run({ maxWaitingLevels: 5 }, ...changes, snapshot(0)).book.live).toBe(false);
  });

  it('a connection that is gone takes with it what waited, and the book', () => {
    const waited = run({}, spot(9, 10));
    waited.book.interrupt(stamp());
    waited.book.onSnapshot(snapshot(8));
    expect([waited.book.live, waited.events, waited.book.gaps]).toEqual([false, [], 0]);
    const lost = run({}, snapshot(8), spot(9, 10));
    lost.book.interrupt(stamp());
    expect([told(lost.events).at(-1), lost.book.gaps]).toEqual([['snapshot', 10], 1]);
  });

  it('published sequences rise, even where a snapshot is older than the gap', () => {
    const crossing: BookLevel[] = [[103, 1]];
    const { events } = run(
      {},
      snapshot(8),
      spot(9, 9),
      spot(10, 10, crossing),
      { ...snapshot(8), asks: [[110, 1]] },
      { ...snapshot(9), asks: [[110, 1]] },
    );
    expect(told(events)).toEqual([
      ['snapshot', 9, 9],
      ['snapshot', 11],
      ['snapshot', 13, 1, 1],
    ]);
  });

  it('events carry the time of receipt and the checksum that the message had', () => {
    const extra = { receivedUs: 77, receivedNs: 5, checksum: 1 };
    const { events } = run({}, snapshot(8), { ...spot(9, 9), ...extra }, { ...spot(10, 10), ...extra }, spot(11, 11));
    expect(events.slice(0, 2)).toEqual([expect.objectContaining(extra), expect.objectContaining(extra)]);
    expect(Object.keys(events[2])).toEqual(['kind', 'us', 'ns', 'venueSequence', 'bids', 'asks']);
  });

  it('a book that is not the one of the venue is lost, whether live or to be joined', () => {
    const options: BookKeeperOptions = { checksum: (book) => book.bids.bestQuantity };
    const right = { ...spot(9, 9), checksum: 9 };
    const wrong = { ...spot(10, 10), checksum: 9 };
    const live = run(options, snapshot(8), right, wrong);
    expect([live.faults, live.book.gaps, told(live.events).at(-1)]).toEqual([['checksum'], 1, ['snapshot', 11]]);
    const joined = run(options, right, wrong, snapshot(8));
    expect([joined.faults, joined.book.live, joined.events, joined.book.wantsSnapshot]).toEqual([
      ['checksum'],
      false,
      [],
      true,
    ]);
  });

  it('levels behind the depth of the venue go, and are told as gone', () => {
    const bids = (...prices: number[]): BookLevel[] => prices.map((price) => [price, 1]);
    const { book, events } = run(
      { depth: 2 },
      { ...snapshot(8), bids: bids(100, 99, 98) },
      spot(9, 9, bids()),
      spot(10, 10, bids(101), [[103, 1]]),
      spot(11, 11, [[101, 0]]),
    );
    expect(events[0].bids).toEqual(bids(100, 99));
    expect(events[1].bids).toEqual([...bids(101), [99, 0]]);
    expect(events[1].asks).toEqual([[103, 1]]);
    expect(book.snapshot()).toMatchObject({ bids: bids(100), asks: bids(102, 103) });
  });

  it('whatever is lost, repeated or fetched when: a live book is the one of the venue', () => {
    const change = fc.record({ price: fc.integer({ min: 1, max: 9 }), quantity: fc.nat(3), ask: fc.boolean() });
    const step = fc.record({
      change,
      fate: fc.constantFrom('sent', 'lost', 'twice'),
      snapshotBack: fc.option(fc.nat(4)),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { book, events } = run({});
        const reader = new OrderBook();
        const venue = new OrderBook();
        venue.applySnapshot({ kind: 'book-snapshot', us: 0, ns: 0, venueSequence: 0, bids: [], asks: [] });
        const past = [venue.snapshot()];
        steps.forEach(({ change: { price, quantity, ask }, fate, snapshotBack }, i) => {
          const bids: BookLevel[] = ask ? [] : [[price, quantity]];
          const asks: BookLevel[] = ask ? [[price + 10, quantity]] : [];
          const id = i + 1;
          venue.applyDelta({ kind: 'book-delta', us: 0, ns: 0, venueSequence: id, bids, asks });
          past.push(venue.snapshot());
          if (fate !== 'lost') book.onDiff(spot(id, id, bids, asks));
          if (fate === 'twice') book.onDiff(spot(id, id, bids, asks));
          const old = snapshotBack === null ? undefined : past[Math.max(0, past.length - 1 - snapshotBack)];
          if (old !== undefined) book.onSnapshot({ ...old, ...stamp(), lastUpdateId: old.venueSequence });
          for (const event of events.splice(0)) {
            if (event.kind === 'book-snapshot') reader.applySnapshot(event);
            else expect(reader.applyDelta(event)).toBe('applied');
          }
          if (book.live) {
            const { bids: ownBids, asks: ownAsks } = past[book.updateId];
            expect(book.snapshot()).toMatchObject({ bids: ownBids, asks: ownAsks });
            expect(reader.snapshot()).toMatchObject({ bids: ownBids, asks: ownAsks });
          }
        });
      }),
    );
  });
});

describe('the book keeper of a feed with snapshots in it', () => {
  const run = (options: BookKeeperOptions, ...messages: (DepthDiff | DepthSnapshot)[]) =>
    bookOf(IN_FEED_SEQUENCE, options, ...messages);

  it('a snapshot is the book at once, and takes the place of the one before', () => {
    const { book, events } = run({}, spot(3, 3), snapshot(8), spot(9, 9), snapshot(20), spot(21, 21));
    expect(told(events)).toEqual([
      ['snapshot', 8, 1],
      ['delta', 9, 9],
      ['snapshot', 20, 1],
      ['delta', 21, 21],
    ]);
    expect(book.updateId).toBe(21);
  });

  it('behind a gap nothing waits: the next snapshot has it', () => {
    const { book, events, faults } = run({}, snapshot(8), spot(10, 10), spot(11, 11), snapshot(5), spot(6, 6));
    expect(faults).toEqual(['gap']);
    expect(told(events)).toEqual([
      ['snapshot', 8, 1],
      ['snapshot', 9],
      ['snapshot', 10, 1],
      ['delta', 11, 6],
    ]);
    expect(book.live).toBe(true);
  });

  it('a snapshot that fails its checksum is no book', () => {
    const options: BookKeeperOptions = { checksum: (book) => book.bids.size };
    const first = run(options, { ...snapshot(8), checksum: 2 });
    expect([first.faults, first.events, first.book.wantsSnapshot]).toEqual([['checksum'], [], true]);
    const second = run(options, { ...snapshot(8), checksum: 1 }, { ...snapshot(9), checksum: 2 });
    expect([second.faults, told(second.events)]).toEqual([
      ['checksum'],
      [
        ['snapshot', 8, 1],
        ['snapshot', 10],
      ],
    ]);
  });
});

describe('the book keeper on futures', () => {
  const run = (...messages: (DepthDiff | DepthSnapshot)[]) => bookOf(FUTURES_SEQUENCE, {}, ...messages);

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

it('a snapshot of an id that leaves no room for changes behind it begins with a number of its own', () => {
  const last = Number.MAX_SAFE_INTEGER;
  const { events, book } = bookOf(IN_FEED_SEQUENCE, {}, snapshot(last - 1), spot(last, last));
  expect(book.live).toBe(true);
  expect(events.map(({ venueSequence }) => venueSequence)).toEqual([0, 1]);
});
