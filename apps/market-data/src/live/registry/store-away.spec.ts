import { describe, expect, it } from '@jest/globals';
import { codeOf, granted, RegistryWorld, streamKey } from '../../../test/registry-world.js';

const T = streamKey('T');

describe('a registry whose store is away', () => {
  it('keeps its streams as long as its lease surely holds, then ends them, and says so', async () => {
    const world = await RegistryWorld.of(2);
    const { registry, ends, log } = world.get('a');
    await world.request('a', T);
    world.storeAway = true;
    await world.pass(3);
    expect([world.who('T'), registry.problem]).toEqual([['a'], undefined]);
    await world.pass(2);
    expect([world.who('T'), ends, registry.problem]).toEqual([[], ['lost'], expect.any(String)]);
    await world.pass(60);
    expect(log.events().filter((event) => event === 'registry.store_lost')).toHaveLength(1);
  });

  it('refuses by code what needs the store', async () => {
    const world = await RegistryWorld.of(1);
    const { registry } = world.get('a');
    const { leaseId } = granted(await world.request('a', T, 'x'));
    world.storeAway = true;
    expect(codeOf(await registry.request(T, 'y'))).toBe('STORE_UNAVAILABLE');
    expect(codeOf(await registry.renew(leaseId, 'x'))).toBe('STORE_UNAVAILABLE');
    expect(codeOf(await registry.release(leaseId, 'x'))).toBe('STORE_UNAVAILABLE');
  });

  it('goes on by itself when the store is back: the streams run again for the leases that there are', async () => {
    const world = await RegistryWorld.of(2);
    const { epoch } = granted(await world.request('a', T));
    world.storeAway = true;
    await world.pass(60);
    world.storeAway = false;
    await world.pass(8);
    expect(world.connections).toHaveLength(1);
    expect(world.connections[0].beginning.epoch).toBeGreaterThan(epoch);
    expect([...world.instances.values()].map(({ registry }) => registry.problem)).toEqual([undefined, undefined]);
    expect(world.get('a').log.events()).toContain('registry.store_back');
  });

  it('a short absence costs nothing', async () => {
    const world = await RegistryWorld.of(2);
    await world.request('a', T);
    for (let round = 0; round < 5; round++) {
      world.storeAway = true;
      await world.pass(2.5);
      world.storeAway = false;
      await world.pass(2);
    }
    expect(world.opened).toEqual(['a live/T']);
    expect(world.who('T')).toEqual(['a']);
  });

  it('without a lease refuses to start a stream, and begins as soon as the store has answered', async () => {
    const world = new RegistryWorld();
    world.storeAway = true;
    const { registry } = world.add('a');
    await world.pass(10);
    expect(registry.problem).toBe('away');
    expect(codeOf(await world.request('a', T))).toBe('STORE_UNAVAILABLE');
    world.storeAway = false;
    expect(codeOf(await world.request('a', T))).toBe('ok');
  });

  it('a store that forgot everything costs the streams, not the service', async () => {
    const world = await RegistryWorld.of(2);
    const { leaseId } = granted(await world.request('a', T, 'x'));
    world.store.entries.clear();
    world.store.leases.clear();
    world.store.bags.clear();
    await world.pass(2);
    expect(world.who('T')).toEqual([]);
    expect(codeOf(await world.get('a').registry.renew(leaseId, 'x'))).toBe('LEASE_UNKNOWN');
    await world.pass(2);
    expect(granted(await world.request('b', T)).status).toBe('started');
  });
});
