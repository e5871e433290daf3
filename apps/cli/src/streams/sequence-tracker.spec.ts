import { describe, expect, it } from '@jest/globals';
import { SequenceTracker } from './sequence-tracker.js';

const NEWS = { from: 0, missed: 0, restarted: false };

describe('SequenceTracker', () => {
  it('takes batches without holes, and skips what is known', () => {
    const tracker = new SequenceTracker();
    tracker.expect(5);
    expect(tracker.check(3, 2, '10')).toEqual({ from: 2, missed: 0, restarted: false });
    expect(tracker.check(4, 3, '11')).toEqual({ from: 1, missed: 0, restarted: false });
    expect(tracker.check(7, 1, '12')).toEqual(NEWS);
    expect(tracker.check(7, 1, '12')).toEqual({ from: 1, missed: 0, restarted: false });
    expect(tracker.expected).toBe(8);
  });

  it('counts what was missed', () => {
    const tracker = new SequenceTracker();
    tracker.expect(1);
    tracker.check(1, 2, '10');
    expect(tracker.check(6, 1, '11')).toEqual({ from: 0, missed: 3, restarted: false });
  });

  it('takes anything as the first when it does not know', () => {
    expect(new SequenceTracker().check(70, 1, '10')).toEqual(NEWS);
  });

  it('tells a publisher that began anew from a repetition by the time', () => {
    const tracker = new SequenceTracker();
    tracker.expect(100);
    tracker.check(100, 1, '999');
    expect(tracker.check(1, 1, '998')).toEqual({ from: 1, missed: 0, restarted: false });
    expect(tracker.check(1, 1, '1000')).toEqual({ from: 0, missed: 0, restarted: true });
    expect(tracker.check(2, 1, '1001')).toEqual(NEWS);
  });
});
