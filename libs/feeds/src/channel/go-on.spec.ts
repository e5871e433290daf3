import { describe, expect, it } from '@jest/globals';
import { Backfill, feedOf, settle, START, trade } from '../../test/feed.js';

/** A stream of which somebody else published up to trade 5. */
function goingOn() {
  const backfill = new Backfill();
  const feed = feedOf({ backfill: backfill.fetch }, { us: START + 5, tradeId: '5' });
  const opened = feed.channel.opened(10_000_000);
  feed.channel.subscribed();
  return { ...feed, backfill, opened };
}

describe('a stream that goes on with what somebody else published', () => {
  it('fetches what happened since, marks it, and passes it on before what waited; then it is open', async () => {
    const { listener, receive, backfill, opened } = goingOn();
    receive(9);
    await settle();
    expect(backfill.asked).toMatchObject([{ fromUs: START + 5 }]);
    await backfill.give([trade(4), trade(5), trade(6)], [trade(7), trade(8), trade(9)], 'end');
    await opened;
    expect(listener.take()).toEqual(['RESYNCING', '6b', '7b', '8b', '9b', 'GAP_END', 'LIVE']);
    expect(listener.reasons).toEqual([]);
    receive(10);
    expect(listener.take()).toEqual(['10']);
  });

  it('says what stays missed between the two', async () => {
    const { listener, receive, backfill } = goingOn();
    receive(9);
    await settle();
    await backfill.give([trade(8)], 'end');
    expect(listener.take()).toEqual(['RESYNCING', '8b', '9', 'GAP_END', 'LIVE']);
    expect(listener.reasons).toEqual(['GAP_END: 2 events stay missed']);
  });

  it('does not take a venue that numbers anew for one that repeats itself', async () => {
    const { listener, receive, backfill } = goingOn();
    await settle();
    await backfill.give([trade(1, { us: START + 600 })], 'end');
    receive(2, 3);
    expect(listener.take()).toEqual(['RESYNCING', '1b', 'GAP_END', 'LIVE', '2', '3']);
  });

  it('is open after some seconds all the same, and says so', async () => {
    const { clock, listener, receive, opened } = goingOn();
    receive(6);
    await settle();
    clock.advance(4_000_000);
    await opened;
    expect(listener.take()).toEqual(['RESYNCING', '6', 'GAP_END', 'LIVE']);
    expect(listener.reasons).toEqual(['GAP_END: what was missed took too long to fetch']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is live at once where nothing can be fetched', () => {
    const { channel, listener } = feedOf({}, { us: START + 5, tradeId: '5' });
    channel.subscribed();
    expect(listener.take()).toEqual(['LIVE']);
  });
});
