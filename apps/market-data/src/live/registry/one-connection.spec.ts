import { describe, expect, it } from '@jest/globals';
import { granted, RegistryWorld, streamKey } from '../../../test/registry-world.js';

const key = (symbol: string) => streamKey(symbol, { adapter: 'one', oneConnection: true });
const SYMBOLS = ['T', 'U', 'V'];
const owners = (world: RegistryWorld): string[] => SYMBOLS.flatMap((symbol) => world.who(symbol));

describe('streams of a venue that allows one connection', () => {
  it('all run in the instance that has the first, whoever is asked', async () => {
    const world = await RegistryWorld.of(3);
    const names = ['b', 'a', 'c'];
    await Promise.all(SYMBOLS.map((symbol, index) => world.request(names[index] ?? '', key(symbol)).then(granted)));
    expect(owners(world)).toHaveLength(3);
    expect(new Set(owners(world)).size).toBe(1);
    // Others are free to run anywhere.
    for (const name of names) await world.request(name, streamKey(`free-${name}`));
    expect(names.flatMap((name) => world.who(`free-${name}`))).toEqual(names);
  });

  it('are taken over by one instance, all of them', async () => {
    const world = await RegistryWorld.of(3);
    for (const symbol of SYMBOLS) granted(await world.request('a', key(symbol)));
    world.kill('a');
    await world.pass(12);
    expect(owners(world)).toHaveLength(3);
    expect(new Set(owners(world)).size).toBe(1);
  });

  it('may run elsewhere once the last of them has ended', async () => {
    const world = await RegistryWorld.of(2);
    const first = granted(await world.request('a', key('T'), 'x'));
    const second = granted(await world.request('b', key('U'), 'x'));
    expect(world.who('U')).toEqual(['a']);
    await world.get('a').registry.release(first.leaseId, 'x');
    granted(await world.request('b', key('V'), 'y', 5));
    expect(world.who('V')).toEqual(['a']);
    await world.get('a').registry.release(second.leaseId, 'x');
    await world.pass(10);
    expect(world.connections).toEqual([]);
    granted(await world.request('b', key('V'), 'y'));
    expect(world.who('V')).toEqual(['b']);
  });

  it('are not held up by an opening that the venue refused', async () => {
    const world = await RegistryWorld.of(2);
    world.refusal = 'closed';
    expect((await world.request('a', key('T'))).ok).toBe(false);
    world.refusal = undefined;
    granted(await world.request('b', key('T')));
    expect(world.who('T')).toEqual(['b']);
  });
});
