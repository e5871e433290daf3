import { describe, expect, it } from '@jest/globals';
import { DomainError, type BookSnapshot } from '@bourseworks/domain';
import { Backfill, feedOf, Listener, settle } from '../../test/feed.js';

const refusal = new DomainError({ code: 'KIND_UNSUPPORTED', message: 'no trades here' });
const image = (venueSequence: number): BookSnapshot => ({
  kind: 'book-snapshot',
  us: 1,
  ns: 0,
  venueSequence,
  bids: [[1, 1]],
  asks: [],
});

describe('opening a stream', () => {
  it('is done when the subscription stands', async () => {
    const { clock, channel, receive, listener } = feedOf();
    receive(1);
    expect(listener.told).toEqual([]);
    const opened = channel.opened(1_000);
    channel.subscribed();
    await opened;
    await channel.opened(1_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('fails with what the venue says, or after its time', async () => {
    const refused = feedOf();
    const opened = refused.channel.opened(1_000);
    refused.channel.refused(refusal);
    await expect(opened).rejects.toBe(refusal);
    expect([refused.clock.pendingTimers, refused.listener.told]).toEqual([0, []]);

    const late = feedOf();
    const waiting = late.channel.opened(1_000);
    late.clock.advance(1_000);
    await expect(waiting).rejects.toMatchObject({ code: 'ADAPTER_FAILED' });
  });

  it('fails at once while the venue refuses the login, which ends nothing', async () => {
    const { channel, listener, clock } = feedOf();
    const login = new DomainError({ code: 'ADAPTER_LOGIN', message: 'wrong keys' });
    const opened = channel.opened(1_000);
    channel.shut(login);
    await expect(opened).rejects.toBe(login);
    await expect(channel.opened(1_000)).rejects.toBe(login);
    expect([listener.told, clock.pendingTimers]).toEqual([[], 0]);
    channel.subscribed();
    await channel.opened(1_000);
    channel.lost('cut');
    channel.shut(login);
    const late = new Listener();
    channel.join(late);
    expect([listener.told.at(-1), listener.codes, late.codes]).toEqual(['STALE', ['ADAPTER_LOGIN'], ['ADAPTER_LOGIN']]);
    channel.subscribed();
    expect(listener.told.slice(-4)).toEqual(['#reconnects 1', 'RESYNCING', 'GAP_END', 'LIVE']);
  });

  it('a stream that was live and is refused has ended', () => {
    const { channel, listener, receive } = feedOf();
    channel.subscribed();
    channel.refused(refusal);
    receive(1);
    channel.subscribed();
    channel.lost('cut');
    expect(listener.told).toEqual(['LIVE', 'ENDED']);
    expect(listener.reasons).toEqual(['ENDED: no trades here']);
  });
});

describe('listeners', () => {
  it('who come later are told how things stand', () => {
    const { channel, receive } = feedOf();
    const early = new Listener();
    channel.join(early);
    channel.subscribed();
    receive(1);
    const second = new Listener();
    channel.join(second);
    channel.lost('cut');
    const third = new Listener();
    channel.join(third);
    expect(second.take()).toEqual(['LIVE', 'GAP_START']);
    expect([third.take(), third.reasons]).toEqual([['GAP_START'], ['GAP_START: cut']]);
  });

  it('who left are told nothing; the last to leave is known', () => {
    const { channel, listener, receive } = feedOf();
    const other = new Listener();
    channel.join(other);
    channel.subscribed();
    expect(channel.leave(other)).toBe(false);
    receive(1);
    expect(other.take()).toEqual(['LIVE']);
    expect(channel.leave(listener)).toBe(true);
  });
});

describe('a book', () => {
  it('is live with its first whole book, which late listeners are given', () => {
    const books: BookSnapshot[] = [];
    const { channel, listener } = feedOf({ order: 'none', book: () => books.at(-1) });
    channel.subscribed();
    expect([channel.live, listener.told]).toEqual([false, []]);
    books.push(image(5));
    channel.receive(books);
    expect(listener.take()).toEqual(['book-snapshot', 'LIVE']);
    const late = new Listener();
    channel.join(late);
    expect(late.told).toEqual(['LIVE', 'book-snapshot']);
    expect(late.received).toEqual(books);
  });

  it('that is lost is a gap until it is whole again', () => {
    let book: BookSnapshot | undefined = image(5);
    const { channel, listener } = feedOf({ order: 'none', book: () => book });
    channel.subscribed();
    book = undefined;
    channel.gap('checksum');
    channel.receive([{ ...image(6), bids: [] }]);
    expect(listener.take()).toEqual(['LIVE', 'GAP_START', 'RESYNCING', 'book-snapshot']);
    book = image(7);
    channel.receive([book]);
    expect(listener.take()).toEqual(['book-snapshot', 'GAP_END', 'LIVE']);
  });
});

describe('a closed stream', () => {
  it('leaves no timer, no backfill and nobody waiting', async () => {
    const backfill = new Backfill();
    const { clock, channel, listener, receive } = feedOf({
      backfill: backfill.fetch,
      staleUs: 1_000,
      reorder: { window: 4, waitUs: 1_000 },
    });
    channel.subscribed();
    receive(1, 3);
    expect(clock.pendingTimers).toBe(2);
    channel.gap('lost');
    await settle();
    const opened = channel.opened(1_000);
    listener.take();
    channel.close();
    channel.close();
    await expect(opened).rejects.toMatchObject({ code: 'ADAPTER_FAILED' });
    expect([clock.pendingTimers, backfill.asked[0].signal.aborted]).toEqual([0, true]);
    await backfill.give('end');
    receive(4);
    expect(listener.told).toEqual([]);
  });
});
