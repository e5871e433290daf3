import { describe, expect, it } from '@jest/globals';
import { feedOf } from '../../test/feed.js';

describe('a silent stream', () => {
  it('is stale after its time, and live with the next event', () => {
    const { clock, channel, listener, receive } = feedOf({ staleUs: 1_000 });
    channel.subscribed();
    clock.advance(600);
    receive(1);
    clock.advance(999);
    expect(listener.take()).toEqual(['LIVE', '1']);
    clock.advance(1);
    expect([listener.take(), clock.pendingTimers]).toEqual([['STALE'], 0]);
    receive(2);
    expect(listener.take()).toEqual(['LIVE', '2']);
    clock.advance(1_000);
    expect(listener.take()).toEqual(['STALE']);
  });

  it('is told once, and is a gap when its connection is lost', () => {
    const { clock, channel, listener } = feedOf({ staleUs: 1_000 });
    channel.subscribed();
    clock.advance(10_000);
    channel.lost('cut');
    clock.advance(10_000);
    channel.subscribed();
    expect(listener.take()).toEqual(['LIVE', 'STALE', 'GAP_START', 'RESYNCING', 'GAP_END', 'LIVE']);
  });

  it('is not stale but lost without a connection', () => {
    const { clock, channel, listener } = feedOf({ staleUs: 1_000 });
    channel.subscribed();
    channel.lost('cut');
    clock.advance(10_000);
    expect(listener.take()).toEqual(['LIVE', 'GAP_START']);
  });

  it('may be silent for ever without such a time', () => {
    const { clock, channel, listener } = feedOf();
    channel.subscribed();
    clock.advance(1e12);
    expect(listener.take()).toEqual(['LIVE']);
  });
});
