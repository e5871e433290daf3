import { describe, expect, it } from '@jest/globals';
import type { MarketDataStatusShape } from '@bourseworks/dto/shapes';
import { VirtualClock } from '@bourseworks/testkit';
import { instrument, MemoryLog } from '../../test/fake-adapter.js';
import { LiveFeed } from './live-feed.js';
import { TopicPublisher } from './publisher.js';

function setup() {
  const sent: { topic: string; body: unknown }[] = [];
  const outlet = {
    full: false,
    tryPublish(topic: string, payload: Uint8Array) {
      if (this.full) return { code: 'TRANSPORT_FULL' as const, message: 'full' };
      sent.push({ topic, body: JSON.parse(Buffer.from(payload).toString()) });
      return undefined;
    },
  };
  const publisher = new TopicPublisher(outlet);
  const log = new MemoryLog();
  const lease = { held: true };
  const kind = 'trade' as const;
  const key = { topic: 't', adapter: 'a', venue: 'v', kind, instrument, driven: false, oneConnection: false };
  const feed = (epoch = 7, takenOver = false) => {
    const beginning = { epoch, takenOver, holds: () => lease.held };
    return new LiveFeed(key, { outlet, publisher, clock: new VirtualClock(), log, beginning });
  };
  const batch = (seq0: number, count: number) => ({
    stream: 1,
    seq0,
    count,
    bytes: new TextEncoder().encode(JSON.stringify({ seq0 })),
  });
  const states = (): string[] =>
    sent
      .filter(({ topic }) => topic === 'marketdata/status/v1/v/X')
      .map(({ body }) => {
        const { state, epoch, sequence } = body as MarketDataStatusShape;
        return `${state} ${epoch}/${sequence}`;
      });
  return { sent, outlet, publisher, log, lease, feed, batch, states };
}

describe('LiveFeed', () => {
  it('what the session refuses is counted, shown in the sequences and told as a gap', () => {
    const { sent, outlet, publisher, feed, batch, states } = setup();
    const stream = feed();
    stream.batch(batch(1, 2));
    outlet.full = true;
    stream.batch(batch(3, 5));
    stream.batch(batch(8, 1));
    expect(publisher.counters('t')).toEqual({ epoch: 7, sequence: 8, items: 2, messages: 1, dropped: 6 });
    outlet.full = false;
    stream.batch(batch(9, 1));
    expect(sent.filter(({ topic }) => topic === 't').map(({ body }) => body)).toEqual([{ seq0: 1 }, { seq0: 9 }]);
    expect(states()).toEqual(['GAP_START 7/9', 'GAP_END 7/9']);
    expect(sent.at(-1)?.body).toMatchObject({ reason: '6 items were not published' });
  });

  it('what the worker dropped makes a hole of the same size', () => {
    const { publisher, feed, batch, states } = setup();
    const stream = feed();
    stream.batch(batch(1, 1));
    stream.dropped(10);
    stream.batch(batch(12, 1));
    expect(publisher.counters('t')).toMatchObject({ sequence: 12, items: 2, messages: 2, dropped: 10 });
    expect(states()).toEqual(['GAP_START 7/11', 'GAP_END 7/12']);
  });

  it('start and end are told and logged with the counts of this life of the stream', () => {
    const { log, publisher, feed, batch, states } = setup();
    const first = feed();
    first.started();
    first.state('LIVE');
    first.batch(batch(1, 3));
    first.tally({ gaps: 1, backfilled: 40 });
    first.tally({ gaps: 2 });
    first.ended('unused');
    const second = feed(9);
    second.started();
    second.batch(batch(1, 1));
    second.ended('unused');
    expect(states()).toEqual(['LIVE 7/0', 'ENDED 7/3', 'LIVE 9/0', 'ENDED 9/1']);
    expect(log.lines.filter((line) => line.event === 'stream.ended')).toMatchObject([
      { why: 'unused', items: 3, messages: 1, dropped: 0, gaps: 3, backfilled: 40 },
      { items: 1, messages: 1, dropped: 0 },
    ]);
    expect([publisher.total('items'), publisher.total('messages')]).toEqual([4, 2]);
  });

  it('tells the gap when another instance published the stream before, and its end once it is live', () => {
    const { feed, states } = setup();
    const stream = feed(9, true);
    stream.opening();
    expect(states()).toEqual(['GAP_START 9/0']);
    stream.started();
    expect(states()).toEqual(['GAP_START 9/0', 'GAP_END 9/0', 'LIVE 9/0']);
  });

  it('a stream that was opened in a halt is halted, not live, until the venue says otherwise', () => {
    const { feed, states } = setup();
    const stream = feed(7);
    stream.opening();
    stream.state('HALTED', 'closed');
    stream.started();
    expect(stream.standing()).toEqual({ epoch: 7, sequence: 0, state: 'HALTED', reason: 'closed' });
    stream.reopened();
    expect(states()).toEqual(['HALTED 7/0']);
    stream.state('LIVE');
    stream.reopened();
    expect(states()).toEqual(['HALTED 7/0', 'LIVE 7/0']);
    const adopted = feed(9, true);
    adopted.opening();
    adopted.state('HALTED', 'closed');
    adopted.started();
    expect(states().slice(2)).toEqual(['GAP_START 9/0', 'HALTED 9/0', 'GAP_END 9/0', 'HALTED 9/0']);
  });

  it('says that a stream that was taken over could not be opened; a new one is the affair of who asked', () => {
    const { sent, feed, states } = setup();
    feed(8).failed({ code: 'ADAPTER_FAILED', message: 'closed' });
    expect(states()).toEqual([]);
    const stream = feed(9, true);
    stream.opening();
    stream.failed({ code: 'ADAPTER_LOGIN', message: 'closed' });
    expect(states()).toEqual(['GAP_START 9/0', 'STALE 9/0']);
    expect(sent.at(-1)?.body).toMatchObject({ reason: 'closed', code: 'ADAPTER_LOGIN' });
  });

  it('publishes nothing more once the lease is over, but that it is', () => {
    const { sent, lease, feed, batch, states } = setup();
    const stream = feed();
    stream.started();
    lease.held = false;
    stream.batch(batch(1, 3));
    stream.dropped(2);
    stream.state('RESYNCING');
    stream.ended('lost');
    stream.batch(batch(4, 1));
    expect(sent.filter(({ topic }) => topic === 't')).toEqual([]);
    expect(states()).toEqual(['LIVE 7/0', 'STALE 7/0']);
  });
});
