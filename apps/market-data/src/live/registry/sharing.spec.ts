import { describe, expect, it } from '@jest/globals';
import { codeOf, granted, RegistryWorld, streamKey } from '../../../test/registry-world.js';

const T = streamKey('T');

describe('a stream that several instances share', () => {
  it('is opened once, whoever is asked, and everybody is told the same place', async () => {
    const world = await RegistryWorld.of(3);
    const names = ['a', 'b', 'c', 'a', 'b', 'c'];
    const replies = (await Promise.all(names.map((name, index) => world.request(name, T, `s${index}`)))).map(granted);
    expect(world.opened).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 'started')).toHaveLength(1);
    expect(new Set(replies.map(({ epoch }) => epoch)).size).toBe(1);
    expect(new Set(replies.map(({ leaseId }) => leaseId)).size).toBe(6);
  });

  it('is renewed and released through any instance, and closed by its owner with the last lease', async () => {
    const world = await RegistryWorld.of(2);
    const { leaseId } = granted(await world.request('a', T, 'x', 10));
    for (let i = 0; i < 4; i++) {
      await world.pass(6);
      expect(codeOf(await world.get('b').registry.renew(leaseId, 'x'))).toBe('ok');
    }
    expect(world.who('T')).toEqual(['a']);
    expect(codeOf(await world.get('b').registry.release(leaseId, 'x'))).toBe('ok');
    await world.pass(2);
    expect(world.who('T')).toEqual([]);
    expect(world.opened).toHaveLength(1);
  });

  it('is refused to all who wait for it, wherever they asked, when the venue refuses it', async () => {
    const world = await RegistryWorld.of(2);
    world.refusal = 'closed';
    world.slow = new Promise((resolve) => void world.clock.setTimer(2_000_000, resolve));
    const both = await Promise.all([world.request('a', T, 'x'), world.request('b', T, 'y')]);
    expect(both.map((result) => (result.ok ? '' : result.refusal.message))).toEqual(['closed', 'closed']);
    expect(world.opened).toHaveLength(1);
  });

  it('is refused to who waited for an owner that does not answer, as soon as that has failed', async () => {
    const world = await RegistryWorld.of(2);
    world.refusal = 'closed';
    world.deaf = true;
    world.slow = new Promise((resolve) => void world.clock.setTimer(4_800_000, resolve));
    const both = await Promise.all([world.request('a', T, 'x'), world.request('b', T, 'y')]);
    expect(both.map((result) => (result.ok ? '' : result.refusal.message))).toEqual(['closed', 'closed']);
    expect(world.opened).toHaveLength(1);
  });

  it('is not closed under somebody who joins while its owner looks for subscribers', async () => {
    const world = await RegistryWorld.of(2);
    for (let round = 0; round < 30; round++) {
      const { leaseId } = granted(await world.request('a', T, 'x'));
      const [, joined] = await Promise.all([
        world.get('a').registry.release(leaseId, 'x'),
        world.settled(world.get('b').registry.request(T, 'y')),
      ]);
      const { leaseId: other, epoch } = granted(joined);
      expect(world.connections.map(({ beginning }) => beginning.epoch)).toEqual([epoch]);
      await world.get('b').registry.release(other, 'y');
      await world.pass(2);
    }
  });

  it('names the others that are alive', async () => {
    const world = await RegistryWorld.of(3);
    expect((await world.get('a').registry.others()).toSorted()).toEqual(['b', 'c']);
    world.kill('b');
    await world.pass(6);
    expect(await world.get('a').registry.others()).toEqual(['c']);
  });
});
