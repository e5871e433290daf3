import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { barShape } from './fake-peers.js';
import { HostWorld, probe } from './host-world.js';

let world: HostWorld;

beforeEach(async () => {
  world = await HostWorld.create();
});

afterEach(() => world.close());

describe('order events of a strategy on the host', () => {
  it('knows its orders and position again after a restart, before onStart', async () => {
    const { peers } = world;
    const order = {
      commandId: 'probe-5-1',
      account: 'SIM',
      strategy: 'probe',
      venue: 'sim',
      symbol: 'BTCUSD',
      side: 'SELL',
      type: 'MARKET',
      timeInForce: 'IOC',
      quantity: '0.0007',
      sentTime: '1',
    } as const;
    peers.event(order, {});
    peers.fill(order);
    const host = world.host([probe('quiet')]);
    expect(await host.waitFor((line) => line['action'] === 'held')).toMatchObject({ units: -7 });
    expect(await host.waitFor('strategy.orders_known')).toMatchObject({ streamSequence: 2 });
  });

  it('fills a hole in its order events from the OMS', async () => {
    const { peers } = world;
    const host = world.host([probe('await')]);
    await world.status('probe', ({ state }) => state === 'RUNNING');
    peers.loseEvents = 1;
    peers.bars('BTCUSD', [barShape(1e15, 100)]);
    await host.waitFor('order_event.gap');
    expect(await host.waitFor((line) => line['action'] === 'done')).toMatchObject({ reason: 'Filled', units: 1 });
    expect(host.lines.filter((line) => line['event'] === 'order.event').map((line) => line['execType'])).toEqual([
      'New',
      'Trade',
    ]);
    expect((await world.list())[0].counters['gaps']).toBe(1);
  });
});
