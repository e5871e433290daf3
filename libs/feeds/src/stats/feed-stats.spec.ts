import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FLAG, type Bar } from '@bourseworks/domain';
import { feedOf, START, trade } from '../../test/feed.js';
import { FeedMeter } from './feed-stats.js';

const SECOND = 1_000_000;
const after = (seconds: number): number => START + seconds * SECOND;

describe('the statistics of a stream', () => {
  it('count what is told', () => {
    const meter = new FeedMeter(START);
    meter.tally('gaps', 1);
    meter.tally('backfilled', 40);
    meter.tally('gaps', 2);
    meter.told('GAP_START', after(3));
    expect(meter.read(after(4))).toEqual({
      gaps: 3,
      duplicates: 0,
      reorders: 0,
      checksumFaults: 0,
      malformed: 0,
      overflows: 0,
      reconnects: 0,
      backfilled: 40,
      state: 'GAP_START',
      sinceUs: after(3),
      events: 0,
      ratePerSecond: 0,
      lagMs: undefined,
      quietMs: undefined,
    });
  });

  it('the rate is that of the last ten whole seconds, or of those that there were', () => {
    const meter = new FeedMeter(START);
    for (let second = 0; second < 20; second++) meter.passed(Array(second).fill(trade(0)), after(second) + 5);
    const rates = [0, 1, 4, 20, 25, 30].map((second) => {
      const young = new FeedMeter(START);
      for (let s = 0; s < Math.min(second + 1, 20); s++) young.passed(Array(s).fill(trade(0)), after(s) + 5);
      return young.read(after(second) + 10).ratePerSecond;
    });
    // Means of nothing, 0, 0-3, 10-19, 15-19 and five silent seconds, nothing.
    expect(rates).toEqual([0, 0, 1.5, 14.5, 8.5, 0]);
    expect(meter.read(after(20)).events).toBe(190);
  });

  it('the lag is the largest of these seconds, from the venue to the receipt', () => {
    const meter = new FeedMeter(START);
    meter.passed([trade(0), trade(0, { receivedUs: START + 1_500 })], START + 7_000);
    meter.passed([trade(2 * SECOND)], after(2) + 4_000);
    expect(meter.read(after(2) + 5_000)).toMatchObject({ lagMs: 7, quietMs: 1 });
    expect(meter.read(after(11))).toMatchObject({ lagMs: 4 });
    expect(meter.read(after(13))).toMatchObject({ lagMs: undefined, quietMs: 10_996 });
    const prices = { open: 1, high: 1, low: 1, close: 1, volume: 1, trades: 1 };
    const bar: Bar = { ...prices, kind: 'bar', startUs: 0, endUs: START };
    const bars = new FeedMeter(START);
    bars.passed([bar], START + 3_000);
    expect(bars.read(START + 3_000).lagMs).toBe(3);
  });

  it('a venue whose clock is ahead has a lag below 0', () => {
    const meter = new FeedMeter(START);
    meter.passed([trade(2_000)], START + 500);
    expect(meter.read(START + 500).lagMs).toBe(-1.5);
  });

  it('fetched events are no sign of life', () => {
    const meter = new FeedMeter(START);
    meter.passed([trade(0, { flags: FLAG.BACKFILLED })], START + SECOND);
    expect(meter.read(after(5))).toMatchObject({ events: 1, ratePerSecond: 0, lagMs: undefined, quietMs: undefined });
  });

  it('whenever events come, the rate is that of a plain count', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4_000_000), { maxLength: 80 }), fc.nat(20_000_000), (steps, wait) => {
        const meter = new FeedMeter(START);
        let us = START;
        const seconds = steps.map((step) => {
          us += step;
          meter.passed([trade(0)], us);
          return Math.floor(us / SECOND);
        });
        us += wait;
        const now = Math.floor(us / SECOND);
        const first = Math.max(now - 10, START / SECOND);
        const live = seconds.filter((second) => second >= first && second < now).length;
        expect(meter.read(us).ratePerSecond).toBe(now > first ? live / (now - first) : 0);
      }),
    );
  });

  it('a channel keeps its own, and tells what it counts to its listeners', () => {
    const { clock, channel, listener, receive } = feedOf();
    expect(channel.stats()).toMatchObject({ state: undefined, sinceUs: START });
    clock.advance(500);
    channel.subscribed();
    receive(1, 1, 2, 5);
    channel.tally('malformed', 2);
    clock.advance(2 * SECOND);
    expect(channel.stats()).toMatchObject({
      ...listener.counts,
      duplicates: 1,
      gaps: 1,
      malformed: 2,
      state: 'LIVE',
      sinceUs: START + 500,
      events: 3,
      ratePerSecond: 1.5,
      quietMs: 2_000,
    });
  });
});
