import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { barShape } from './fake-peers.js';
import { HostWorld, probe } from './host-world.js';

let world: HostWorld;

beforeEach(async () => {
  world = await HostWorld.create();
});

afterEach(() => world.close());

describe('what the strategy host missed', () => {
  it('is found when no later event shows it', async () => {
    const { peers } = world;
    const host = world.host([probe('await')], { ORDER_EVENTS_LOOK_MS: '500' });
    await world.status('probe', ({ state }) => state === 'RUNNING');
    peers.autoFill = false;
    peers.bars('BTCUSD', [barShape(1e15, 100)]);
    const order = await eventually(() => peers.orders[0]);
    await host.waitFor((line) => line['event'] === 'order.event');
    // The last event of all is lost: its successor, which would show the hole, never comes.
    peers.loseEvents = 1;
    peers.fill(order);
    expect(await host.waitFor((line) => line['action'] === 'done')).toMatchObject({ reason: 'Filled' });
  });

  it('is found after the broker was away, and the streams go on', async () => {
    const { peers } = world;
    const host = world.host([probe('await')]);
    await world.status('probe', ({ state }) => state === 'RUNNING');
    peers.autoFill = false;
    peers.bars('BTCUSD', [barShape(1e15, 100)]);
    const order = await eventually(() => peers.orders[0]);
    await host.waitFor((line) => line['event'] === 'order.event');
    await world.restartBroker(() => {
      peers.loseEvents = 1;
      peers.fill(order);
    });
    await host.waitFor('host.reconnected');
    expect(await host.waitFor((line) => line['action'] === 'done')).toMatchObject({ reason: 'Filled' });
    await eventually(() => peers.session.status === 'UP');
    peers.bars('BTCUSD', [barShape(1e15 + 1e6, 101)]);
    await world.status('probe', ({ counters }) => counters['barsReceived'] === 2);
  });
});
