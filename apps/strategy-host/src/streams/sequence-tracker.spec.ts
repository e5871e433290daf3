import { describe, expect, it } from '@jest/globals';
import type { Trade } from '@bourseworks/domain';
import { SequenceTracker } from './sequence-tracker.js';

const trades = (count: number, us: number): Trade[] =>
  Array.from({ length: count }, (_, i) => ({ kind: 'trade', us: us + i, ns: 0, price: 1, quantity: 1 }));
const news = (from = 0, missed = 0, restarted = false) => ({ kind: 'news', from, missed, restarted });

describe('SequenceTracker', () => {
  it('follows a topic from the first item it sees, or from what it was told', () => {
    const first = new SequenceTracker();
    expect(first.check(41, trades(2, 10))).toEqual(news());
    const told = new SequenceTracker();
    told.expect(40);
    expect(told.check(41, trades(2, 10))).toEqual(news(0, 1));
  });

  it('drops repetitions, whole and in part', () => {
    const tracker = new SequenceTracker();
    tracker.check(1, trades(3, 10));
    expect(tracker.check(1, trades(3, 10))).toEqual({ kind: 'old' });
    expect(tracker.check(3, trades(3, 12))).toEqual(news(1));
    expect(tracker.published).toBe(5);
  });

  it('drops what was published before the answer that says what to expect', () => {
    const tracker = new SequenceTracker();
    tracker.expect(11);
    expect(tracker.check(9, trades(2, 10))).toEqual({ kind: 'old' });
    expect(tracker.check(11, trades(1, 12))).toEqual(news());
  });

  it('counts a gap as published', () => {
    const tracker = new SequenceTracker();
    tracker.check(1, trades(1, 10));
    expect(tracker.check(5, trades(1, 20))).toEqual(news(0, 3));
    expect(tracker.published).toBe(5);
  });

  it('sees that a publisher began anew: lower numbers, later times', () => {
    const tracker = new SequenceTracker();
    tracker.check(1, trades(9, 10));
    expect(tracker.check(1, trades(2, 100))).toEqual(news(0, 0, true));
    expect(tracker.check(3, trades(1, 110))).toEqual(news());
    expect(tracker.published).toBe(12);
  });
});
