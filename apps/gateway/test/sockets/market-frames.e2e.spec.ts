import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { ClientState } from './client-state.js';
import { MarketGateway, quote, START_NS, streamOf } from './market-gateway.js';
import { ask } from './socket-client.js';

const FRAME_US = 100_000;

describe('frames of /market', () => {
  let here: MarketGateway;

  beforeAll(async () => {
    here = await MarketGateway.start();
  });

  afterEach(() => here.quiet());

  afterAll(() => here.stop());

  /** A watcher that has had its first frame, and whose next update leaves at once. */
  async function settled(...streams: Parameters<typeof streamOf>[]) {
    const watcher = await here.enter();
    const subscriptions = await watcher.live(...streams.map((stream) => streamOf(...stream)));
    await eventually(() => watcher.of('status').length === streams.length);
    here.gateway.clock.advance(FRAME_US);
    watcher.frames.length = 0;
    return { watcher, subscriptions };
  }

  it('begin with a snapshot, then hold the fields that changed', async () => {
    const { watcher, subscriptions } = await settled(['quote', 'F1']);
    const [{ id }] = subscriptions;
    here.market.publish('quote', 'F1', [quote(0, 100, 101)]);
    await eventually(() => watcher.frames.length === 1);
    here.gateway.clock.advance(FRAME_US);
    here.market.publish('quote', 'F1', [quote(1_500, 100.5, 101)]);
    await eventually(() => watcher.frames.length === 2);
    const ms = Number(START_NS / 1_000_000n);
    const first = { time: ms, bid: 100, bidSize: 1, ask: 101, askSize: 2, mid: 100.5, spread: 1, changePercent: 0 };
    expect(watcher.frames[0].m).toEqual([{ id, k: 'quote', seq: 2, v: first }]);
    const change = { time: ms + 1_500, bid: 100.5, mid: 100.75, spread: 0.5, changePercent: 0.2488 };
    expect(watcher.frames[1].m).toEqual([{ id, k: 'quote+', prev: 2, seq: 3, v: change }]);
  });

  it('of a side that has gone are whole again: a change cannot say that a field is missing', async () => {
    const { watcher } = await settled(['quote', 'F2']);
    here.market.publish('quote', 'F2', [quote(0, 100, 101)]);
    await eventually(() => watcher.frames.length === 1);
    here.gateway.clock.advance(FRAME_US);
    here.market.publish('quote', 'F2', [quote(1, 100, 0, { ask: 0 })]);
    await eventually(() => watcher.frames.length === 2);
    const [message] = watcher.frames[1].m;
    expect(message).toMatchObject({ k: 'quote', v: { bid: 100, ask: 0, askSize: 0 } });
    expect(message.k === 'quote' && 'mid' in message.v).toBe(false);
  });

  it('leave at once when it was quiet, and otherwise in turn: the latest of each stream, all in one', async () => {
    const { watcher } = await settled(['quote', 'F3'], ['quote', 'F4'], ['quote', 'F5']);
    here.market.publish('quote', 'F3', [quote(0, 1, 2)]);
    await eventually(() => watcher.frames.length === 1);
    for (let n = 1; n <= 50; n++) {
      for (const symbol of ['F3', 'F4', 'F5']) here.market.publish('quote', symbol, [quote(n, 100 + n, 200 + n)]);
    }
    await sleep(100);
    // The clock has not moved on.
    expect(watcher.frames).toHaveLength(1);
    here.gateway.clock.advance(FRAME_US);
    await eventually(() => watcher.frames.length === 2);
    expect(watcher.frames[1].m.map((message) => [message.k, (message.v as { bid: number }).bid])).toEqual([
      ['quote+', 150],
      ['quote', 150],
      ['quote', 150],
    ]);
    expect(watcher.frames[1].m[0]).toMatchObject({ prev: 2, seq: 52 });
    here.gateway.clock.advance(10 * FRAME_US);
    await sleep(50);
    expect(watcher.frames).toHaveLength(2);
  });

  it('leave nothing out of trades and bars, whatever the pace', async () => {
    const { watcher, subscriptions } = await settled(['trade', 'F6'], ['bar-1m', 'F6']);
    const trade = (price: number) => ({ time: '1700000000123456789', price, quantity: 0.5, aggressor: 'BUY' as const });
    here.market.publish('trade', 'F6', [trade(1)]);
    await eventually(() => watcher.frames.length === 1);
    for (let n = 2; n <= 40; n++) here.market.publish('trade', 'F6', [trade(n)]);
    const bar = { start: '60000000000', end: '120000000000', open: 1, high: 3, low: 1, close: 2, volume: 5, trades: 9 };
    here.market.publish('bar-1m', 'F6', [bar]);
    const state = new ClientState();
    await here.until(() => watcher.of('bars').some(({ v }) => v.length > 0));
    for (const { m } of watcher.frames)
      for (const message of m)
        state.message('prev' in message && message.prev === 1 ? { ...message, prev: 0 } : message);
    const [{ id }] = subscriptions.filter(({ kind }) => kind === 'trade');
    expect(state.streams.get(id)?.trades).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    expect(state.broken).toEqual([]);
    expect(watcher.of('trades')[0].v[0]).toEqual({
      time: 1_700_000_000_123.456,
      price: 1,
      quantity: 0.5,
      aggressor: 'BUY',
    });
    expect(watcher.of('bars').at(-1)?.v).toEqual([
      { start: 60_000, end: 120_000, open: 1, high: 3, low: 1, close: 2, volume: 5 },
    ]);
  });

  it('after a gap begin anew and say so', async () => {
    const { watcher } = await settled(['quote', 'F7'], ['trade', 'F7']);
    here.market.publish('quote', 'F7', [quote(0, 1, 2)]);
    here.market.publish('trade', 'F7', [{ time: '1', price: 1, quantity: 1 }]);
    await here.until(() => watcher.of('trades').some(({ v }) => v.length === 1) && watcher.of('quote').length > 0);
    watcher.frames.length = 0;
    here.market.publish('quote', 'F7', [quote(1, 3, 4)], 5);
    here.market.publish('trade', 'F7', [{ time: '2', price: 2, quantity: 1 }], 7);
    await here.until(() => watcher.of('trades').length > 0 && watcher.of('quote').length > 0);
    expect(watcher.of('quote+')).toEqual([]);
    expect(watcher.of('quote')[0].v.bid).toBe(3);
    expect(watcher.of('trades')[0]).toMatchObject({ prev: 0, v: [{ price: 1 }, { price: 2 }] });
    expect(watcher.of('status').map(({ v }) => v.reason ?? v.state)).toEqual(
      expect.arrayContaining(['5 items were missed', '7 items were missed', 'GAP_END']),
    );
  });

  it('carry a snapshot on demand, of the stream that was named', async () => {
    const { watcher, subscriptions } = await settled(['quote', 'F8'], ['trade', 'F8']);
    here.market.publish('quote', 'F8', [quote(0, 7, 8)]);
    await eventually(() => watcher.of('quote').length === 1);
    here.gateway.clock.advance(FRAME_US);
    const [{ id }] = subscriptions.filter(({ kind }) => kind === 'quote');
    expect(await ask(watcher.socket, 'resnapshot', { id })).toEqual({ ok: true });
    await eventually(() => watcher.of('quote').length === 2);
    expect(watcher.of('quote')[1]).toEqual(watcher.of('quote')[0]);
    expect(watcher.of('trades')).toEqual([]);
    expect(await ask(watcher.socket, 'resnapshot', { id: 99_999 })).toMatchObject({ code: 'STREAM_UNKNOWN' });
  });

  it('pass on what market-data says of a stream', async () => {
    const { watcher } = await settled(['quote', 'F9']);
    here.market.status('quote', 'F9', 'HALTED', 'auction');
    here.market.status('trade', 'F9', 'STALE', 'of another stream');
    await here.until(() => watcher.of('status').length > 0);
    expect(watcher.of('status').map(({ v }) => v)).toEqual([{ state: 'HALTED', reason: 'auction' }]);
  });
});
