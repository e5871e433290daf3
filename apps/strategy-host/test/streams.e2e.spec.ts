import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { barShape } from './fake-peers.js';
import { HostWorld, probe } from './host-world.js';

let world: HostWorld;

beforeEach(async () => {
  world = await HostWorld.create();
});

afterEach(() => world.close());

describe('streams of the strategy host', () => {
  it('counts a gap of a stream and goes on', async () => {
    const { peers } = world;
    const host = world.host([probe('quiet')]);
    await world.status('probe', ({ state }) => state === 'RUNNING');
    peers.bars('BTCUSD', [barShape(1e15, 100)]);
    peers.bars('BTCUSD', [barShape(1e15 + 5e6, 104)], 'bar-1s', 3);
    expect(await host.waitFor('stream.gap')).toMatchObject({ missed: 3 });
    const { counters } = await world.status('probe', (status) => status.counters['barsReceived'] === 2);
    expect(counters).toMatchObject({ gaps: 1, barsPublished: 5 });
  });

  it('asks for its stream anew when market-data has forgotten it', async () => {
    const { peers } = world;
    const host = world.host([probe('quiet')]);
    await world.status('probe', ({ state }) => state === 'RUNNING');
    peers.bars('BTCUSD', [barShape(1e15, 100), barShape(1e15 + 1e6, 101)]);
    peers.restartMarketData();
    await host.waitFor('stream.lease_lost');
    await eventually(() => peers.live.length === 2);
    await host.waitFor('stream.restarted');
    peers.bars('BTCUSD', [barShape(1e15 + 9e6, 109)]);
    await host.waitFor((line) => line['action'] === 'bar' && line['close'] === 10_900);
    expect((await world.list())[0].counters).toMatchObject({ barsReceived: 3, barsPublished: 3, gaps: 0 });
  });

  it('shares one bus subscription between strategies', async () => {
    const { peers } = world;
    world.host([probe('quiet', 'one'), probe('quiet', 'two')]);
    await world.status('one', ({ state }) => state === 'RUNNING');
    await world.status('two', ({ state }) => state === 'RUNNING');
    peers.bars('BTCUSD', [barShape(1e15, 100)]);
    for (const id of ['one', 'two']) await world.status(id, ({ counters }) => counters['barsReceived'] === 1);
    expect(peers.live).toHaveLength(1);
  });
});
