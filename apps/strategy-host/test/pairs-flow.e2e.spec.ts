import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { strategyMethodTopic, type BarShape } from '@bourseworks/dto';
import { SeededRng } from '@bourseworks/ports';
import { barShape } from './fake-peers.js';
import { HostWorld } from './host-world.js';

let world: HostWorld;

beforeEach(async () => {
  world = await HostWorld.create();
});

afterEach(() => world.close());

/** Bars of a mean-reverting pair, second by second. */
function pairBars(count: number, startUs: number): { y: BarShape[]; x: BarShape[] } {
  const rng = new SeededRng(3);
  const y: BarShape[] = [];
  const x: BarShape[] = [];
  let logX = Math.log(350);
  let spread = 0;
  for (let i = 0; i < count; i++) {
    logX += rng.normal() * 0.004;
    spread = spread * 0.955 + rng.normal() * 0.0012;
    const cents = (value: number): number => Math.round(value * 100) / 100;
    y.push(barShape(startUs + i * 1e6, cents(Math.exp(logX + spread) * 13)));
    x.push(barShape(startUs + i * 1e6, cents(Math.exp(logX))));
  }
  return { y, x };
}

describe('a pair on the strategy host', () => {
  it('runs the default pair from history to fills, answers for it, and stops it cleanly', async () => {
    const { peers } = world;
    const bars = pairBars(500, 1_000_000_000_000_000);
    peers.history = ({ symbol }) => (symbol === 'BTCUSD' ? bars.y : bars.x).slice(0, 200);
    const host = world.host(undefined);
    await host.waitFor('service.ready');
    const started = await world.status('pts', ({ state }) => state === 'RUNNING');
    expect(started).toMatchObject({ type: 'pairs-trading', account: 'SIM' });
    expect(peers.histories.map(({ symbol, kind }) => `${symbol} ${kind}`).sort()).toEqual([
      'BTCUSD bar-1s',
      'ETHUSD bar-1s',
    ]);
    for (let i = 200; i < 500; i++) {
      peers.bars('BTCUSD', [bars.y[i]]);
      peers.bars('ETHUSD', [bars.x[i]]);
      // A fill needs a turn on the bus, as it does in life.
      if (i % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 4));
    }
    const status = await world.status(
      'pts',
      ({ counters }) => counters['barsReceived'] === 600 && counters['orders'] >= 8,
    );
    expect(status.counters).toMatchObject({ barsPublished: 600, gaps: 0 });
    expect(status.counters['tickToOrderP50Us']).toBeGreaterThan(0);
    expect(status.counters['tickToOrderP99Us']).toBeGreaterThanOrEqual(status.counters['tickToOrderP50Us']);
    expect(peers.orders[0]).toMatchObject({
      strategy: 'pts',
      account: 'SIM',
      venue: 'sim',
      type: 'MARKET',
      timeInForce: 'IOC',
    });
    expect(peers.orders[0].commandId).toMatch(/^pts-\d{16}-1$/);
    const state = await peers.ask<{ pairs: number }>(strategyMethodTopic('pts', 'state'), {});
    expect(state.pairs).toBe(500);
    for (const event of [
      'history.requested',
      'history.served',
      'stream.subscribed',
      'strategy.started',
      'order.sent',
      'order.accepted',
      'order.event',
    ]) {
      await host.waitFor(event);
    }
    const entryLine = await host.waitFor(
      (line) => line['event'] === 'strategy.decision' && String(line['action']).startsWith('enter'),
    );
    expect(entryLine).toMatchObject({
      strategy: 'pts',
      reason: expect.any(String),
      z: expect.any(Number),
      hedge: expect.any(Number),
    });
    expect(await host.stop()).toEqual({ code: 0, signal: null });
    expect(peers.released).toHaveLength(2);
  });
});
