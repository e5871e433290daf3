import { describe, expect, it } from '@jest/globals';
import { feedOf, Listener } from '../../test/feed.js';

describe('a market that the venue halted', () => {
  it('is told instead of LIVE for as long as it lasts, over a lost connection too', () => {
    const { channel, listener, receive } = feedOf();
    channel.subscribed();
    channel.halt('news are pending');
    channel.halt('news are pending');
    receive(1);
    channel.lost('cut');
    channel.halt('still pending');
    channel.subscribed();
    expect(listener.take()).toEqual(['LIVE', 'HALTED', '1', 'GAP_START', 'RESYNCING', 'GAP_END', 'HALTED']);
    expect(listener.reasons.at(-1)).toBe('HALTED: still pending');
    channel.halt(undefined);
    channel.halt(undefined);
    expect(listener.take()).toEqual(['LIVE']);
  });

  it('is told to those who come later', () => {
    const { channel } = feedOf();
    channel.subscribed();
    channel.halt('news');
    const late = new Listener();
    channel.join(late);
    channel.halt(undefined);
    expect(late.take()).toEqual(['HALTED', 'LIVE']);
    expect(late.reasons).toEqual(['HALTED: news']);
  });

  it('is known to whoever opens the stream in it', async () => {
    const { channel, listener } = feedOf();
    channel.halt('closed');
    const opened = channel.opened(1_000);
    channel.subscribed();
    await opened;
    expect(listener.take()).toEqual(['HALTED']);
  });

  it('is silent without being stale, but not after it', () => {
    const { clock, channel, listener } = feedOf({ staleUs: 1_000 });
    channel.subscribed();
    channel.halt('closed');
    clock.advance(10_000);
    channel.halt(undefined);
    clock.advance(999);
    expect(listener.take()).toEqual(['LIVE', 'HALTED', 'LIVE']);
    clock.advance(1);
    expect(listener.take()).toEqual(['STALE']);
  });
});
