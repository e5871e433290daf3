import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OrderRequestShape } from '@bourseworks/dto';
import { barShape } from './fake-peers.js';
import { HostWorld, probe } from './host-world.js';

let world: HostWorld;

beforeEach(async () => {
  world = await HostWorld.create();
});

afterEach(() => world.close());

describe('orders of a strategy on the host', () => {
  it('repeats a command with the same id until it is answered', async () => {
    const { peers } = world;
    peers.dropReplies = 2;
    const host = world.host([probe('buy')], { ORDER_DEADLINE_MS: '100' });
    await world.status('probe', ({ state }) => state === 'RUNNING');
    peers.bars('BTCUSD', [barShape(1e15, 100)]);
    await host.waitFor('order.accepted');
    expect(peers.orders.map(({ commandId }) => commandId)).toEqual(Array(3).fill(peers.orders[0].commandId));
    expect((await world.list())[0].counters).toMatchObject({ orders: 1, orderRetries: 2 });
  });

  it('tells the strategy when an outcome is unknown, and finds out', async () => {
    const { peers } = world;
    peers.deaf = true;
    const host = world.host([probe('buy')], { ORDER_DEADLINE_MS: '50', ORDER_TRIES: '3' });
    await world.status('probe', ({ state }) => state === 'RUNNING');
    peers.bars('BTCUSD', [barShape(1e15, 100)]);
    const unknown = await host.waitFor((line) => line['event'] === 'strategy.decision' && line['reason'] === 'Unknown');
    expect(unknown).toMatchObject({ action: 'order', status: 'PendingNew', code: 'REQUEST_TIMEOUT' });
    const sent = await host.waitFor('order.sent');
    peers.fill(sent['order'] as OrderRequestShape);
    peers.deaf = false;
    await host.waitFor('order.resolved');
    await host.waitFor((line) => line['event'] === 'strategy.decision' && line['status'] === 'Filled');
  });
});
