import { describe, expect, it } from '@jest/globals';
import { codeOf, granted, RegistryWorld, SECOND, streamKey } from '../../../test/registry-world.js';

const T = streamKey('T');
const LEASE_SECONDS = 5;
/** Lease, a turn of the others, and their way to the venue. */
const TAKEN_SECONDS = LEASE_SECONDS + 2;

describe('a stream whose owner is gone', () => {
  it('is taken over by one of the others, under a higher epoch, for the leases that there are', async () => {
    const world = await RegistryWorld.of(3);
    const { leaseId, epoch } = granted(await world.request('a', T, 'x'));
    world.kill('a');
    await world.pass(LEASE_SECONDS - 1.5);
    expect(world.who('T')).toEqual([]);
    await world.pass(TAKEN_SECONDS - LEASE_SECONDS + 1.5);
    expect(world.connections).toHaveLength(1);
    const { instance, beginning } = world.connections[0];
    expect(['b', 'c']).toContain(instance);
    expect(beginning).toMatchObject({ takenOver: true });
    expect(beginning.epoch).toBeGreaterThan(epoch);
    const { registry } = world.get(instance === 'b' ? 'c' : 'b');
    expect(codeOf(await registry.renew(leaseId, 'x'))).toBe('ok');
    expect(granted(await world.request('b', T, 'y'))).toMatchObject({ status: 'joined', epoch: beginning.epoch });
  });

  it('goes on from where it was published: exactly after a stop, a second or so before the end after a kill', async () => {
    const world = await RegistryWorld.of(3);
    await world.request('a', T);
    world.connections[0].mark = { us: 7, tradeId: '70' };
    await world.pass(2);
    world.connections[0].mark = { us: 8, tradeId: '80' };
    await world.get('a').registry.stop();
    await world.pass(2);
    const [second] = world.connections;
    expect(second.beginning.after).toEqual({ us: 8, tradeId: '80' });
    second.mark = { us: 9 };
    await world.pass(2);
    world.kill(second.instance);
    await world.pass(TAKEN_SECONDS);
    expect(world.connections[0].beginning.after).toEqual({ us: 9 });
  });

  it('is taken over as soon as an owner stops', async () => {
    const world = await RegistryWorld.of(2);
    await world.request('a', T);
    await world.get('a').registry.stop();
    expect(world.get('a').ends).toEqual(['stopping']);
    await world.pass(2);
    expect(world.who('T')).toEqual(['b']);
  });

  it('is there for a request that comes before the takeover', async () => {
    const world = await RegistryWorld.of(2);
    const { epoch } = granted(await world.request('a', T, 'x'));
    world.kill('a');
    const reply = granted(await world.request('b', T, 'y'));
    expect(reply.epoch).toBeGreaterThan(epoch);
    expect(world.who('T')).toEqual(['b']);
  });

  it('is left where nobody wants it any more', async () => {
    const world = await RegistryWorld.of(2);
    await world.request('a', T, 'x', 5);
    world.kill('a');
    await world.pass(60);
    expect(world.opened).toEqual(['a live/T']);
    expect([...(world.store.bags.get('market-data/streams')?.keys() ?? [])]).toEqual([]);
  });

  it('is tried again, less and less often, while the venue refuses it', async () => {
    const world = await RegistryWorld.of(3);
    await world.request('a', T);
    world.kill('a');
    world.refusal = 'closed';
    await world.pass(120);
    const attempts = world.opened.length - 1;
    // 0.5 to 30 s apart, the others in step: 6 in the first half minute or so, then one in 15 to 31 s.
    expect(attempts).toBeGreaterThan(5);
    expect(attempts).toBeLessThan(16);
    world.refusal = undefined;
    await world.pass(32);
    expect(world.who('T')).toHaveLength(1);
  });

  it('goes to one that has room', async () => {
    const world = await RegistryWorld.of(3, { maxStreams: 1 });
    await world.request('a', T);
    await world.request('b', streamKey('U'));
    world.kill('a');
    await world.pass(TAKEN_SECONDS);
    expect([world.who('T'), world.who('U')]).toEqual([['c'], ['b']]);
  });
});

describe('an owner that stood still', () => {
  it('beyond its lease ends its streams before it does anything else', async () => {
    const world = await RegistryWorld.of(2);
    const a = world.get('a');
    await world.request('a', T);
    const [{ beginning }] = world.connections;
    a.clock.stop();
    await world.pass(30);
    expect(world.who('T')).toEqual(['a', 'b']);
    // A message of the venue is the first thing that it handles.
    expect(beginning.holds()).toBe(false);
    expect([world.who('T'), a.ends]).toEqual([['b'], ['lost']]);
    a.clock.wake();
    await world.pass(10);
    expect(world.who('T')).toEqual(['b']);
    expect(codeOf(await world.request('a', streamKey('U')))).toBe('ok');
    expect(world.who('U')).toEqual(['a']);
  });

  it('ends them by itself where no message comes', async () => {
    const world = await RegistryWorld.of(2);
    await world.request('a', T);
    world.get('a').clock.stop();
    await world.pass(30);
    world.get('a').clock.wake();
    expect(world.who('T')).toEqual(['b']);
  });

  it('within its lease goes on', async () => {
    const world = await RegistryWorld.of(2);
    await world.request('a', T);
    for (let round = 0; round < 5; round++) {
      world.get('a').clock.stop();
      await world.pass(3);
      world.get('a').clock.wake();
      await world.pass(2);
    }
    expect([world.opened, world.who('T')]).toEqual([['a live/T'], ['a']]);
  });

  it('while it opened a stream gives the opening up', async () => {
    const world = await RegistryWorld.of(2);
    let open = (): void => undefined;
    world.slow = new Promise((resolve) => (open = resolve));
    const reply = world.get('a').registry.request(T, 'x', 300);
    await world.pass(1);
    world.get('a').clock.stop();
    await world.pass(10);
    open();
    world.get('a').clock.wake();
    expect(codeOf(await world.settled(reply))).toBe('ok');
    expect(world.connections).toHaveLength(1);
    const [{ instance, beginning }] = world.connections;
    expect(beginning.epoch).toBeLessThanOrEqual(world.clock.nowUs());
    await world.pass(2);
    expect([world.who('T'), world.clock.monotonicUs() > 10 * SECOND]).toEqual([[instance], true]);
  });
});
