import { describe, expect, it } from '@jest/globals';
import { Backfill, feedOf, settle, START, trade } from '../../test/feed.js';

function resumable(more = {}) {
  const backfill = new Backfill();
  const feed = feedOf({ backfill: backfill.fetch, ...more });
  feed.channel.subscribed();
  feed.receive(1, 2);
  feed.listener.take();
  return { ...feed, backfill };
}

describe('a connection that was lost', () => {
  it('is a gap; what was missed is fetched, marked and passed on before what waited', async () => {
    const { channel, listener, receive, backfill, clock } = resumable();
    clock.advance(1_000_000);
    channel.lost('cut');
    expect(listener.told).toEqual(['#gaps 1', 'GAP_START']);
    channel.subscribed();
    receive(6, 7);
    await settle();
    // From the last event on; the clock of the venue may be ahead.
    expect(backfill.asked).toMatchObject([{ fromUs: START + 2, toUs: START + 6_000_000 }]);
    await backfill.give([trade(2), trade(3)], [trade(4), trade(5), trade(6)], 'end');
    expect(listener.counts).toEqual({ gaps: 1, reconnects: 1, backfilled: 4 });
    expect(listener.take()).toEqual(['GAP_START', 'RESYNCING', '3b', '4b', '5b', '6b', '7', 'GAP_END', 'LIVE']);
    expect(listener.reasons).toEqual(['GAP_START: cut']);
    receive(8);
    expect(listener.take()).toEqual(['8']);
  });

  it('ignores what comes before the subscription stands again', () => {
    const { channel, listener, receive } = resumable();
    channel.lost('cut');
    receive(3);
    expect(listener.take()).toEqual(['GAP_START']);
  });

  it('lost again while it is fetched, begins anew from what came', async () => {
    const { channel, listener, receive, backfill } = resumable();
    channel.lost('cut');
    channel.subscribed();
    receive(9);
    await backfill.give([trade(3)]);
    channel.lost('again');
    expect(backfill.asked[0].signal.aborted).toBe(true);
    channel.subscribed();
    await settle();
    expect(backfill.asked[1].fromUs).toBe(START + 3);
    expect(listener.take()).toEqual(['GAP_START', 'RESYNCING', '3b', 'GAP_START', 'RESYNCING']);
  });

  it('has what is fetched not overtake the events behind the hole', async () => {
    const { listener, receive, backfill } = resumable();
    receive(5);
    receive(6);
    await backfill.give([trade(3)], [trade(4), trade(5), trade(6), trade(7)], 'end');
    expect(listener.take()).toEqual(['GAP_START', 'RESYNCING', '3b', '4b', '5', '6b', '7b', 'GAP_END', 'LIVE']);
  });

  it('says so when what was missed cannot be fetched, and goes on', async () => {
    const { channel, listener, receive, backfill } = resumable();
    channel.lost('cut');
    channel.subscribed();
    receive(6);
    await backfill.give([trade(3)], new Error('429'));
    expect(listener.take()).toEqual(['GAP_START', 'RESYNCING', '3b', '6', 'GAP_END', 'LIVE']);
    expect(listener.reasons.at(-1)).toBe('GAP_END: what was missed could not be fetched: 429');
  });

  it('says how much stays missed when the venue does not give all', async () => {
    const { channel, listener, receive, backfill } = resumable();
    channel.lost('cut');
    channel.subscribed();
    receive(6);
    await backfill.give([trade(4)], 'end');
    expect(listener.take()).toEqual(['GAP_START', 'RESYNCING', '4b', '6', 'GAP_END', 'LIVE']);
    expect(listener.reasons.at(-1)).toBe('GAP_END: 2 events stay missed');
  });

  it('what overtook others meanwhile waits no longer than the gap', async () => {
    const { channel, listener, receive, backfill } = resumable({ reorder: { window: 4, waitUs: 1_000 } });
    channel.lost('cut');
    channel.subscribed();
    receive(6);
    await backfill.give([trade(3)], 'end', 'end');
    expect(listener.take()).toEqual(['GAP_START', 'RESYNCING', '3b', '6', 'GAP_END', 'LIVE']);
    expect(listener.reasons.at(-1)).toBe('GAP_END: 2 events stay missed');
  });

  it('what is missed while it goes on is fetched too, as it was not there when the venue was asked first', async () => {
    const { channel, listener, receive, backfill } = resumable({ reorder: { window: 4, waitUs: 1_000_000 } });
    channel.lost('cut');
    channel.subscribed();
    receive(4, 6);
    await backfill.give([trade(3)], 'end');
    expect(listener.take()).toEqual(['GAP_START', 'RESYNCING', '3b', '4']);
    expect(backfill.asked.map(({ fromUs }) => fromUs - START)).toEqual([2, 4]);
    receive(7);
    await backfill.give([trade(4), trade(5), trade(6)], 'end');
    expect(listener.take()).toEqual(['5b', '6', '7', 'GAP_END', 'LIVE']);
    expect(listener.reasons).toEqual(['GAP_START: cut']);
  });

  it('and is given up when there is more of it every time', async () => {
    const { channel, listener, receive, backfill } = resumable({ reorder: { window: 4, waitUs: 1_000_000 } });
    channel.lost('cut');
    channel.subscribed();
    for (const [live, fetched] of [
      [5, 3],
      [7, 4],
      [9, 6],
    ]) {
      receive(live);
      await backfill.give([trade(fetched)], 'end');
    }
    expect(backfill.asked).toHaveLength(3);
    expect(listener.reasons.at(-1)).toBe('GAP_END: 1 events stay missed');
    expect(listener.take().at(-1)).toBe('LIVE');
  });

  it('waits a bounded time for it', async () => {
    const { channel, listener, receive, backfill, clock } = resumable({ backfillUs: 1_000 });
    channel.lost('cut');
    channel.subscribed();
    receive(6);
    await settle();
    clock.advance(999);
    expect(listener.take()).toEqual(['GAP_START', 'RESYNCING']);
    clock.advance(1);
    expect(listener.take()).toEqual(['6', 'GAP_END', 'LIVE']);
    expect(backfill.asked[0].signal.aborted).toBe(true);
    // What comes after all is no part of the stream any more.
    await backfill.give([trade(3)], 'end');
    expect(listener.take()).toEqual([]);
  });

  it('has a bounded number of live events wait: beyond it what was missed is given up, and told', async () => {
    const { channel, listener, receive } = resumable({ maxHeld: 2 });
    channel.lost('cut');
    channel.subscribed();
    await settle();
    receive(6, 7);
    expect(listener.take()).toEqual(['GAP_START', 'RESYNCING']);
    receive(8, 9);
    expect(listener.counts).toEqual({ overflows: 1 });
    expect(listener.take()).toEqual(['6', '7', '8', 'GAP_END', 'LIVE', '9']);
    expect(listener.reasons.at(-1)).toBe('GAP_END: more events came than may wait for those that were missed');
  });

  it('without a backfill goes on with what is missed missed', () => {
    const { channel, listener, receive } = feedOf();
    channel.subscribed();
    receive(1);
    channel.lost('cut');
    channel.subscribed();
    receive(5);
    expect(listener.reasons).toEqual([
      'GAP_START: cut',
      'GAP_END: what happened in between was missed',
      'GAP_START: 3 events are missing',
      'GAP_END: they stay missed',
    ]);
    expect(listener.take().slice(0, 6)).toEqual(['LIVE', '1', 'GAP_START', 'RESYNCING', 'GAP_END', 'LIVE']);
  });

  it('before anything came, fetches from the subscription on', async () => {
    const backfill = new Backfill();
    const { channel } = feedOf({ backfill: backfill.fetch });
    channel.subscribed();
    channel.lost('cut');
    channel.subscribed();
    await settle();
    expect(backfill.asked[0].fromUs).toBe(START - 5_000_000);
  });
});

describe('numbers that are missing while the connection lives', () => {
  it('are fetched, while what follows waits', async () => {
    const { listener, receive, backfill } = resumable();
    receive(5, 6);
    receive(7);
    await settle();
    expect(listener.take()).toEqual(['GAP_START', 'RESYNCING']);
    expect(listener.reasons).toEqual(['GAP_START: 2 events are missing']);
    await backfill.give([trade(3), trade(4), trade(5)], 'end');
    expect(listener.take()).toEqual(['3b', '4b', '5', '6', '7', 'GAP_END', 'LIVE']);
    expect(listener.reasons).toHaveLength(1);
  });

  it('are a gap to its end even if nothing can be fetched at all', async () => {
    const { listener, receive } = resumable({
      backfill: () => {
        throw new Error('no history');
      },
    });
    receive(5, 6);
    expect(listener.take()).toEqual(['GAP_START', 'RESYNCING']);
    await settle();
    expect(listener.take()).toEqual(['5', '6', 'GAP_END', 'LIVE']);
    expect(listener.reasons.at(-1)).toBe('GAP_END: what was missed could not be fetched: no history');
  });

  it('are asked for once only', async () => {
    const { listener, receive, backfill } = resumable();
    receive(5);
    await backfill.give('end');
    receive(6, 7);
    expect(listener.take()).toEqual(['GAP_START', 'RESYNCING', '5', 'GAP_END', 'LIVE', '6', '7']);
    expect(listener.reasons.at(-1)).toBe('GAP_END: 2 events stay missed');
    expect(backfill.asked).toHaveLength(1);
  });
});

describe('a stream without numbers', () => {
  it('knows what was seen by its id, or where fetched and live overlap by its time', async () => {
    const { channel, listener, backfill } = resumable({ order: 'none' });
    const nameless = (at: number) => trade(at, { tradeId: undefined });
    channel.receive([nameless(10), nameless(10), trade(11)]);
    channel.lost('cut');
    channel.subscribed();
    channel.receive([nameless(20), nameless(21), nameless(21)]);
    await backfill.give([nameless(10), trade(11), nameless(19), nameless(20), nameless(20)], 'end');
    const fetched = ['GAP_START', 'RESYNCING', '?b', '?b', '?b'];
    expect(listener.take()).toEqual(['?', '?', '11', ...fetched, '?', '?', 'GAP_END', 'LIVE']);
    // Nothing overlaps any more.
    channel.receive([nameless(20)]);
    expect(listener.take()).toEqual(['?']);
  });

  it('remembers a bounded number of ids', () => {
    const { listener, receive } = resumable({ order: 'none' });
    receive(...Array.from({ length: 9_999 }, (_, i) => i + 3));
    receive(2, 1);
    expect(listener.take().slice(9_999)).toEqual(['1']);
  });
});
