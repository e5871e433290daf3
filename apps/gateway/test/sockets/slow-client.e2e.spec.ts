import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket as NetSocket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BookShape, LevelShape } from '@bourseworks/dto/shapes';
import { eventually } from '@bourseworks/testkit';
import { SocketMetrics } from '../../src/sockets/socket-metrics.js';
import { ClientState } from './client-state.js';
import { MarketGateway, streamOf } from './market-gateway.js';
import { closingOf, type MarketWatcher } from './socket-client.js';

const MB = 1_048_576;
const BOOKS = Array.from({ length: 40 }, (_, at) => `S${at}`);

/** A book in which nothing stays as it was. */
function bookAt(n: number): BookShape {
  const side = (from: number, step: number): LevelShape[] =>
    Array.from({ length: 20 }, (_, at) => [Math.round((from + step * at) * 100) / 100, n + at / 10]);
  return {
    type: 'snapshot',
    time: String(1_700_000_000_000_000_000n + BigInt(n)),
    venueSequence: n,
    bids: side(100, -0.01),
    asks: side(101, 0.01),
  };
}

function wireOf(watcher: MarketWatcher): NetSocket {
  const { transport } = watcher.socket.io.engine as unknown as { transport: { ws: { _socket: NetSocket } } };
  return transport.ws._socket;
}

describe('a client that reads nothing', () => {
  let here: MarketGateway;

  beforeAll(async () => {
    here = await MarketGateway.start();
  });

  afterEach(() => here.quiet());

  afterAll(() => here.stop());

  it('costs bounded memory, holds nobody up, and has the latest of everything once it reads', async () => {
    const [slow, quick] = [await here.enter(), await here.enter()];
    const states = [new ClientState(), new ClientState()];
    slow.socket.on('frame', (frame) => states[0].frame(frame));
    quick.socket.on('frame', (frame) => states[1].frame(frame));
    const streams = BOOKS.map((symbol) => streamOf('book', symbol));
    for (const symbol of BOOKS) here.market.books.set(symbol, () => bookAt(1));
    await Promise.all([slow.live(...streams), quick.live(...streams)]);
    wireOf(slow).pause();
    const { counts } = here.gateway.get(SocketMetrics);
    const sentBefore = counts.bytes;
    let n = 1;
    const withheldOf = (): number => counts.withheld;
    await eventually(
      async () => {
        n += 1;
        for (const symbol of BOOKS) here.market.publish('book', symbol, [bookAt(n)]);
        await sleep(4);
        here.gateway.clock.advance(100_000);
        await sleep(1);
        return withheldOf() > 30;
      },
      { timeoutMs: 90_000, everyMs: 0 },
    );
    await eventually(() => quick.of('book', 'book+').at(-1)?.v.bids[0][1] === n, { timeoutMs: 10_000 }).catch(
      async () => {
        await here.until(() => quick.of('book', 'book+').at(-1)?.v.bids[0][1] === n);
      },
    );
    const sentToBoth = counts.bytes - sentBefore;
    const perFrame = sentToBoth / Math.max(1, counts.frames);
    // What waits in this process is one frame beyond the bound; the rest is in the kernel's buffers.
    const waiting = here.gateway.get(SocketMetrics).counts.withheld;
    expect(waiting).toBeGreaterThan(30);
    expect(perFrame).toBeLessThan(MB);
    const conflated = counts.conflated;
    wireOf(slow).resume();
    await here.until(() => slow.of('book', 'book+').filter(({ v }) => v.bids[0]?.[1] === n).length === BOOKS.length);
    expect(counts.conflated).toBeGreaterThan(conflated + 20 * BOOKS.length);
    for (const { streams: held, broken } of states) {
      expect(broken).toEqual([]);
      for (const { bids } of held.values()) expect(bids.get(100)).toBe(n);
    }
    expect(slow.frames.length).toBeLessThan(quick.frames.length - 20);
  }, 150_000);

  it('is closed with a reason when more trades wait than are kept, and its library connects again', async () => {
    const watcher = await here.enter();
    for (const symbol of BOOKS) here.market.books.set(symbol, () => bookAt(1));
    await watcher.live(streamOf('trade', 'T1'), ...BOOKS.map((symbol) => streamOf('book', symbol)));
    wireOf(watcher).pause();
    const closing = closingOf(watcher.socket);
    const { counts } = here.gateway.get(SocketMetrics);
    const before = counts.withheld;
    let n = 1;
    // Until its buffers are full, then more trades than are kept.
    await eventually(
      async () => {
        n += 1;
        for (const symbol of BOOKS) here.market.publish('book', symbol, [bookAt(n)]);
        await sleep(4);
        here.gateway.clock.advance(100_000);
        return counts.withheld > before + 3;
      },
      { timeoutMs: 90_000, everyMs: 0 },
    );
    const trades = Array.from({ length: 500 }, (_, at) => ({ time: String(at + 1), price: at + 1, quantity: 1 }));
    for (let round = 0; round < 6; round++) here.market.publish('trade', 'T1', trades);
    await sleep(50);
    wireOf(watcher).resume();
    await here.until(() => watcher.socket.disconnected);
    expect(await closing).toMatchObject({ code: 'SOCKET_SLOW' });
  }, 150_000);
});
