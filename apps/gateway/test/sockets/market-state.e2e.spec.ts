import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket as NetSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BookShape, LevelShape, LiveStream, QuoteFields, QuoteShape } from '@bourseworks/dto/shapes';
import { ClientState } from './client-state.js';
import { MarketGateway, quote, streamOf } from './market-gateway.js';
import { ask, type MarketWatcher } from './socket-client.js';

const SYMBOLS = ['P1', 'P2', 'P3'];
const STEPS = 600;

/** Mulberry32: the same numbers for the same seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below;
  };
}

/** Whether a client's quote is the one that was published, with what follows from it. */
function isQuote(held: QuoteFields | undefined, { time, bid, bidSize, ask, askSize }: QuoteShape): boolean {
  if (held === undefined) return false;
  const whole = bidSize > 0 && askSize > 0;
  const derived = whole ? Math.abs((held.mid ?? 0) - (bid + ask) / 2) < 1e-9 : held.mid === undefined;
  const same = held.bid === bid && held.bidSize === bidSize && held.ask === ask && held.askSize === askSize;
  return same && derived && held.time === Number(time.slice(0, -6));
}

/** What a venue would know. */
class Source {
  last: QuoteShape | undefined;
  readonly bids = new Map<number, number>();
  readonly asks = new Map<number, number>();
  private changes = 0;

  /** A change of some levels, applied. */
  delta(random: (below: number) => number): BookShape {
    const sides = [this.bids, this.asks].map((side, at) => {
      const levels: LevelShape[] = [];
      for (let n = random(4); n > 0; n--) {
        const price = Math.round((at === 0 ? 100 - random(0.4) : 100.01 + random(0.4)) * 100) / 100;
        levels.push([price, random(3) < 1 ? 0 : Math.ceil(random(900)) / 10]);
      }
      for (const [price, quantity] of levels) {
        if (quantity === 0) side.delete(price);
        else side.set(price, quantity);
      }
      return levels;
    });
    return this.shape('delta', sides[0], sides[1]);
  }

  snapshot(): BookShape {
    return this.shape('snapshot', [...this.bids], [...this.asks]);
  }

  top(): { bids: LevelShape[]; asks: LevelShape[] } {
    const bids = [...this.bids].toSorted(([a], [b]) => b - a).slice(0, 20);
    return { bids, asks: [...this.asks].toSorted(([a], [b]) => a - b).slice(0, 20) };
  }

  private shape(type: BookShape['type'], bids: LevelShape[], asks: LevelShape[]): BookShape {
    const time = String(1_700_000_000_000_000_000n + BigInt(++this.changes) * 1_000_000n);
    return { type, time, venueSequence: this.changes, bids, asks };
  }
}

interface Player {
  readonly watcher: MarketWatcher;
  readonly state: ClientState;
  readonly streams: readonly LiveStream[];
  readonly wire: NetSocket;
}

describe('what a client makes of its frames', () => {
  let here: MarketGateway;

  beforeAll(async () => {
    here = await MarketGateway.start();
  });

  afterAll(() => here.stop());

  async function player(symbols: readonly string[]): Promise<Player> {
    const watcher = await here.enter();
    const state = new ClientState();
    watcher.socket.on('frame', (frame) => state.frame(frame));
    const streams = await watcher.live(
      ...symbols.flatMap((symbol) => [streamOf('quote', symbol), streamOf('book', symbol)]),
    );
    const { transport } = watcher.socket.io.engine as unknown as { transport: { ws: { _socket: NetSocket } } };
    return { watcher, state, streams, wire: transport.ws._socket };
  }

  function matches({ state, streams }: Player, sources: ReadonlyMap<string, Source>): boolean {
    return streams.every(({ id, symbol, kind }) => {
      const source = sources.get(symbol) as Source;
      const held = state.streams.get(id);
      if (kind === 'quote') return source.last === undefined || isQuote(held?.quote, source.last);
      const { bids, asks } = source.top();
      const same = (side: ReadonlyMap<number, number> | undefined, levels: LevelShape[]): boolean =>
        side?.size === levels.length && levels.every(([price, quantity]) => side.get(price) === quantity);
      return same(held?.bids, bids) && same(held?.asks, asks);
    });
  }

  it.each([11, 22, 33])('is what was published last, through gaps, pauses and snapshots (seed %i)', async (seed) => {
    const random = seeded(seed);
    const sources = new Map(SYMBOLS.map((symbol) => [symbol, new Source()]));
    for (const [symbol, source] of sources) {
      source.delta(random);
      here.market.books.set(symbol, () => source.snapshot());
      here.market.publish('book', symbol, [source.snapshot()]);
    }
    const players = [await player(SYMBOLS), await player(SYMBOLS), await player(SYMBOLS.slice(1))];
    for (let step = 0; step < STEPS; step++) {
      const symbol = SYMBOLS[Math.floor(random(SYMBOLS.length))];
      const source = sources.get(symbol) as Source;
      const lost = random(40) < 1 ? 1 + Math.floor(random(3)) : 0;
      if (random(2) < 1) {
        const bid = Math.round(random(10_000)) / 100;
        source.last = quote(step, bid, Math.round(bid * 100 + 1 + random(50)) / 100, {
          bid: Math.ceil(random(4)),
          ask: random(20) < 1 ? 0 : Math.ceil(random(4)),
        });
        here.market.publish('quote', symbol, [source.last], lost);
      } else {
        for (let n = 0; n < lost; n++) source.delta(random);
        here.market.publish('book', symbol, [source.delta(random), source.delta(random)], lost);
      }
      if (random(4) < 1) await sleep(1);
      if (random(3) < 1) here.gateway.clock.advance(random(150_000));
      const one = players[Math.floor(random(players.length))];
      if (random(60) < 1) void ask(one.watcher.socket, 'resnapshot', { id: one.streams[0].id });
      if (random(30) < 1) one.wire.pause();
      if (random(15) < 1) one.wire.resume();
    }
    for (const { wire } of players) wire.resume();
    for (const one of players) {
      await here.until(() => matches(one, sources));
      expect(one.state.broken).toEqual([]);
    }
    await here.quiet();
  });
});
