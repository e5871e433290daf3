import { describe, expect, it } from '@jest/globals';
import { SequenceTracker } from './sequence-tracker.js';

const news = (from = 0, missed = 0, restarted = false) => ({ from, missed, restarted });
const old = (count: number) => news(count);

describe('SequenceTracker', () => {
  it('follows a topic from the first item it sees, or from what it was told', () => {
    const first = new SequenceTracker();
    expect(first.check(41, 2, 10)).toEqual(news());
    const told = new SequenceTracker();
    told.expect(40);
    expect(told.check(41, 2, 10)).toEqual(news(0, 1));
    told.expect(undefined);
    expect(told.check(70, 1, 12)).toEqual(news());
    expect([told.expected, told.published]).toEqual([71, 4]);
  });

  it('drops repetitions, whole and in part', () => {
    const tracker = new SequenceTracker();
    tracker.check(1, 3, 12);
    expect(tracker.check(1, 3, 12)).toEqual(old(3));
    expect(tracker.check(3, 3, 14)).toEqual(news(1));
    expect(tracker.published).toBe(5);
  });

  it('drops what was published before the answer that says what to expect', () => {
    const tracker = new SequenceTracker();
    tracker.expect(11);
    expect(tracker.check(9, 2, 11)).toEqual(old(2));
    expect(tracker.check(11, 1, 12)).toEqual(news());
  });

  it('counts a gap as published', () => {
    const tracker = new SequenceTracker();
    tracker.check(1, 1, 10);
    expect(tracker.check(5, 1, 20)).toEqual(news(0, 3));
    expect(tracker.published).toBe(5);
  });

  it('tells a publisher that began anew from a repetition by the time', () => {
    const tracker = new SequenceTracker();
    tracker.check(1, 9, 19);
    expect(tracker.check(1, 2, 19)).toEqual(old(2));
    expect(tracker.check(1, 2, 100)).toEqual(news(0, 0, true));
    expect(tracker.check(3, 1, 110)).toEqual(news());
    expect(tracker.published).toBe(12);
  });
});
