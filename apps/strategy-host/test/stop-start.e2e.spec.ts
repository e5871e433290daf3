import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { barShape } from './fake-peers.js';
import { HostWorld, probe } from './host-world.js';

let world: HostWorld;

beforeEach(async () => {
  world = await HostWorld.create();
});

afterEach(() => world.close());

describe('stopping and starting a strategy at the wrong moment', () => {
  it('stops once when it is asked to twice', async () => {
    world.host([probe('quiet')]);
    await world.status('probe', ({ state }) => state === 'RUNNING');
    const stop = () => world.control({ action: 'stop', id: 'probe' }, 4_000);
    await Promise.all([stop(), stop()]);
    await world.status('probe', ({ state }) => state === 'STOPPED');
  });

  it('takes a start only once the first life has given everything back, and then tells its state', async () => {
    const { peers } = world;
    let answerReleases = (): void => undefined;
    peers.releasing = new Promise((resolve) => (answerReleases = resolve));
    world.host([probe('throw')]);
    await world.status('probe', ({ state }) => state === 'RUNNING');
    peers.bars('BTCUSD', [barShape(1e15, 100)]);
    await eventually(() => peers.released.length > 0, { timeoutMs: 20_000, what: 'the end of the first life' });
    const start = () => world.control({ action: 'start', id: 'probe' });
    await expect(start()).rejects.toMatchObject({ code: 'STRATEGY_STATE' });
    answerReleases();
    await eventually(() => start().then(Boolean, () => false), { timeoutMs: 20_000, everyMs: 50, what: 'a start' });
    await world.status('probe', ({ state }) => state === 'RUNNING');
  });

  it('does not start a second life while the first still cancels its orders', async () => {
    const { peers } = world;
    world.host([probe('throw')]);
    await world.status('probe', ({ state }) => state === 'RUNNING');
    peers.bars('BTCUSD', [barShape(1e15, 100)]);
    await world.status('probe', ({ state }) => state === 'FAILED');
    const start = () => world.control({ action: 'start', id: 'probe' });
    await expect(start()).rejects.toMatchObject({ code: 'STRATEGY_STATE' });
    await eventually(
      () =>
        start().then(
          () => true,
          () => false,
        ),
      { timeoutMs: 5_000, everyMs: 200, what: 'a start' },
    );
    await world.status('probe', ({ state }) => state === 'RUNNING');
  });
});
