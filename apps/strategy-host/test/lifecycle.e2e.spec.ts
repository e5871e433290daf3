import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { barShape } from './fake-peers.js';
import { HostWorld, probe } from './host-world.js';

let world: HostWorld;

beforeEach(async () => {
  world = await HostWorld.create();
});

afterEach(() => world.close());

describe('the life of strategies on the host', () => {
  it('gives up a strategy that throws, with its code, and keeps the others', async () => {
    const { peers } = world;
    world.host([probe('throw', 'bad'), probe('quiet', 'good'), { ...probe('quiet', 'absent'), type: 'no-such-class' }]);
    await world.status('good', ({ state }) => state === 'RUNNING');
    await world.status('bad', ({ state }) => state === 'RUNNING');
    peers.bars('BTCUSD', [barShape(1e15, 100)]);
    const bad = await world.status('bad', ({ state }) => state === 'FAILED');
    expect(bad.error).toMatchObject({ code: 'STRATEGY_FAILED', message: expect.stringContaining('a bug in a hook') });
    expect(await world.status('absent', ({ state }) => state === 'FAILED')).toMatchObject({
      error: { code: 'STRATEGY_UNKNOWN' },
    });
    peers.bars('BTCUSD', [barShape(1e15 + 1e6, 101)]);
    await world.status('good', ({ counters }) => counters['barsReceived'] === 2);
  });

  it('starts a thread that died again, and gives it up after the bound', async () => {
    const { peers } = world;
    const host = world.host([probe('crash')], { STRATEGY_MAX_RESTARTS: '1' });
    await world.status('probe', ({ state }) => state === 'RUNNING');
    peers.bars('BTCUSD', [barShape(1e15, 100)]);
    await host.waitFor('strategy.thread_died');
    await world.status('probe', ({ state, counters }) => state === 'RUNNING' && counters['restarts'] === 1);
    peers.bars('BTCUSD', [barShape(1e15 + 1e6, 100)]);
    await world.status('probe', ({ state }) => state === 'FAILED');
    await host.waitFor('strategy.given_up');
  });

  it('starts one that died before it was ready again too, and gives it up once', async () => {
    const file = join(tempDir('strategy'), 'dies.mjs');
    writeFileSync(file, 'process.exit(0);');
    const dies = { ...probe('quiet', 'dies'), type: `${file}#Mine` };
    const host = world.host([dies], { STRATEGY_MAX_RESTARTS: '1' });
    await host.waitFor('strategy.given_up');
    const { error, counters } = await world.status('dies', ({ state }) => state === 'FAILED');
    expect(counters['restarts']).toBe(1);
    expect(error?.message).toBe('the thread ended with code 0');
    expect(host.lines.filter((line) => line['event'] === 'strategy.given_up')).toHaveLength(1);
  });

  it('stops and starts a strategy by control', async () => {
    const { peers } = world;
    const host = world.host([probe('quiet')]);
    await world.status('probe', ({ state }) => state === 'RUNNING');
    const stopped = await world.control({ action: 'stop', id: 'probe' });
    expect(stopped.strategies).toEqual([expect.objectContaining({ state: 'STOPPED' })]);
    expect(peers.released).toHaveLength(1);
    await expect(world.control({ action: 'start', id: 'nobody' })).rejects.toMatchObject({
      code: 'STRATEGY_UNKNOWN',
    });
    await world.control({ action: 'start', id: 'probe' });
    await world.status('probe', ({ state }) => state === 'RUNNING');
    const epochs = host.lines
      .filter((line) => line['event'] === 'strategy.starting')
      .map((line) => Number(line['epoch']));
    expect(epochs[1]).toBeGreaterThan(epochs[0]);
  });
});
