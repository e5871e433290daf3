import { describe, expect, it } from '@jest/globals';
import { feedOf, Listener } from '../../test/feed.js';

describe('a halt', () => {
  it('is told with its reason, once, to those who come later too, and its end', () => {
    const { channel, listener, receive } = feedOf();
    channel.subscribed();
    channel.halt('news');
    channel.halt('news');
    const late = new Listener();
    channel.join(late);
    receive(1);
    channel.halt(undefined);
    channel.halt(undefined);
    expect([listener.take(), late.take()]).toEqual([
      ['LIVE', 'HALTED', '1', 'LIVE'],
      ['HALTED', '1', 'LIVE'],
    ]);
    expect(listener.reasons).toEqual(['HALTED: news']);
  });

  it('is no staleness', () => {
    const { channel, listener, clock } = feedOf({ staleUs: 1_000 });
    channel.subscribed();
    channel.halt('news');
    clock.advance(10_000);
    expect(listener.take()).toEqual(['LIVE', 'HALTED']);
  });

  it('outlasts a gap, and is not known after a lost connection', () => {
    const { channel, listener } = feedOf();
    channel.subscribed();
    channel.halt('news');
    channel.gap('unreadable');
    expect(listener.take()).toEqual(['LIVE', 'HALTED', 'GAP_START', 'RESYNCING', 'GAP_END', 'HALTED']);
    channel.lost('cut');
    channel.subscribed();
    expect(listener.take()).toEqual(['GAP_START', 'RESYNCING', 'GAP_END', 'LIVE']);
  });

  it('that is known before the stream is live is told when it is', () => {
    const { channel, listener } = feedOf();
    channel.halt('news');
    channel.subscribed();
    expect(listener.take()).toEqual(['HALTED']);
  });
});
