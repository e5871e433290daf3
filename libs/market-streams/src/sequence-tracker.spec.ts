import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SequenceTracker } from './sequence-tracker.js';

const news = (from = 0, missed = 0, restarted = false) => ({ from, missed, restarted });
const old = (count: number) => news(count);

describe('SequenceTracker', () => {
  it('follows a topic from the first item it sees, or from what it was told', () => {
    const first = new SequenceTracker();
    expect(first.check(7, 41, 2)).toEqual(news());
    expect([first.expected, first.published]).toEqual([43, 2]);
    const told = new SequenceTracker();
    expect(told.told(7, 39)).toEqual({ missed: 0, restarted: false });
    expect(told.check(7, 41, 2)).toEqual(news(0, 1));
    expect([told.expected, told.published]).toEqual([43, 3]);
  });

  it('drops repetitions, whole and in part', () => {
    const tracker = new SequenceTracker();
    tracker.check(1, 1, 3);
    expect(tracker.check(1, 1, 3)).toEqual(old(3));
    expect(tracker.check(1, 3, 3)).toEqual(news(1));
    expect(tracker.published).toBe(5);
  });

  it('drops what was published before the answer that says what to expect', () => {
    const tracker = new SequenceTracker();
    tracker.told(1, 10);
    expect(tracker.check(1, 9, 2)).toEqual(old(2));
    expect(tracker.check(1, 11, 1)).toEqual(news());
  });

  it('counts a gap as published', () => {
    const tracker = new SequenceTracker();
    tracker.check(1, 1, 1);
    expect(tracker.check(1, 5, 1)).toEqual(news(0, 3));
    expect(tracker.published).toBe(5);
  });

  it('goes back within an epoch only when it is expected: what waited behind a snapshot comes', () => {
    const tracker = new SequenceTracker();
    tracker.check(4, 1, 8);
    expect(tracker.expect(4, 6)).toBe(true);
    expect(tracker.check(4, 5, 4)).toEqual(news(1));
  });
});

describe('SequenceTracker over a change of owner', () => {
  it('takes all that a new owner sends as news, from its first item on', () => {
    const tracker = new SequenceTracker();
    tracker.check(5, 1, 9);
    // Fewer items than were seen, and they may be older: fetched for the time without an owner.
    expect(tracker.check(6, 1, 2)).toEqual(news(0, 0, true));
    expect(tracker.check(6, 3, 1)).toEqual(news());
    expect(tracker.published).toBe(12);
  });

  it('misses what a new owner sent before the first batch that came', () => {
    const tracker = new SequenceTracker();
    tracker.check(5, 1, 9);
    expect(tracker.check(6, 4, 2)).toEqual(news(0, 3, true));
    expect(tracker.published).toBe(14);
  });

  it('drops what a late old owner still says, batches, snapshots and answers', () => {
    const tracker = new SequenceTracker();
    tracker.check(5, 1, 9);
    tracker.check(6, 1, 1);
    expect(tracker.check(5, 10, 4)).toEqual(old(4));
    expect(tracker.expect(5, 11)).toBe(false);
    expect(tracker.told(5, 13)).toEqual({ missed: 0, restarted: false });
    expect([tracker.isPast(5), tracker.isPast(6)]).toEqual([true, false]);
    expect(tracker.check(6, 2, 1)).toEqual(news());
  });

  it('is told of a new owner, and how much of it was not heard', () => {
    const silent = new SequenceTracker();
    silent.check(5, 1, 9);
    expect(silent.told(6, 0)).toEqual({ missed: 0, restarted: true });
    const busy = new SequenceTracker();
    busy.check(5, 1, 9);
    expect(busy.told(6, 4)).toEqual({ missed: 4, restarted: true });
    expect(busy.check(6, 5, 1)).toEqual(news());
  });

  it('is told what passed unheard of the same owner, once', () => {
    const tracker = new SequenceTracker();
    tracker.check(5, 1, 9);
    expect(tracker.told(5, 12)).toEqual({ missed: 3, restarted: false });
    expect(tracker.told(5, 12)).toEqual({ missed: 0, restarted: false });
    expect(tracker.told(5, 3)).toEqual({ missed: 0, restarted: false });
    expect(tracker.check(5, 13, 1)).toEqual(news());
  });

  it('gives each item once, in order, whatever is repeated, lost or late, and counts the rest as missed', () => {
    const batch = fc.record({
      epoch: fc.integer({ min: 1, max: 4 }),
      seq0: fc.integer({ min: 1, max: 20 }),
      count: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(batch, { minLength: 1, maxLength: 40 }), (batches) => {
        const tracker = new SequenceTracker();
        let at: { epoch: number; next: number } | undefined;
        for (const { epoch, seq0, count } of batches) {
          const { from, missed, restarted } = tracker.check(epoch, seq0, count);
          const isNew = at !== undefined && epoch > at.epoch;
          expect(restarted).toBe(isNew);
          if (at === undefined) at = { epoch, next: seq0 };
          else if (isNew) at = { epoch, next: 1 };
          // The first that is given follows, with what is missed between, the last that was.
          if (from < count) expect([epoch, seq0 + from]).toEqual([at.epoch, at.next + missed]);
          else expect(missed).toBe(0);
          if (from < count) at.next = seq0 + count;
          else expect(epoch < at.epoch || seq0 + count <= at.next).toBe(true);
        }
      }),
    );
  });
});
