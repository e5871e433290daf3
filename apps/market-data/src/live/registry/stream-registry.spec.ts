import { describe, expect, it } from '@jest/globals';
import { codeOf, granted, RegistryWorld, streamKey } from '../../../test/registry-world.js';

const T = streamKey('T');

describe('StreamRegistry in one instance', () => {
  it('requests that arrive while a stream opens share the opening', async () => {
    const world = await RegistryWorld.of(1);
    const both = await Promise.all([world.request('a', T, 'x', 30), world.request('a', T, 'y', 30)]);
    const epoch = world.connections[0].beginning.epoch;
    expect(both).toEqual([
      { ok: true, value: { leaseId: 'lease-1', leaseSeconds: 30, status: 'started', epoch, sequence: 0 } },
      { ok: true, value: { leaseId: 'lease-2', leaseSeconds: 30, status: 'joined', epoch, sequence: 0 } },
    ]);
    expect(world.opened).toEqual(['a live/T']);
  });

  it('closes with the last lease, and opens anew with a higher epoch', async () => {
    const world = await RegistryWorld.of(1);
    const { registry } = world.get('a');
    const first = granted(await world.request('a', T, 'x'));
    const second = granted(await world.request('a', T, 'y'));
    expect(codeOf(await registry.release(first.leaseId, 'x'))).toBe('ok');
    expect(world.who('T')).toEqual(['a']);
    expect(codeOf(await registry.release(second.leaseId, 'y'))).toBe('ok');
    expect([world.who('T'), registry.size]).toEqual([[], 0]);
    const again = granted(await world.request('a', T, 'x'));
    expect(again.status).toBe('started');
    expect(again.epoch).toBeGreaterThan(first.epoch);
  });

  it('a lease that is not renewed runs out; renewals keep it', async () => {
    const world = await RegistryWorld.of(1);
    const { registry } = world.get('a');
    const forgotten = granted(await world.request('a', T, 'x', 10));
    const kept = granted(await world.request('a', T, 'y', 10));
    for (let i = 0; i < 5; i++) {
      await world.pass(5);
      expect(codeOf(await registry.renew(kept.leaseId, 'y'))).toBe('ok');
    }
    expect(codeOf(await registry.renew(forgotten.leaseId, 'x'))).toBe('LEASE_UNKNOWN');
    expect([registry.leaseCount, world.who('T')]).toEqual([1, ['a']]);
    await world.pass(12);
    expect(world.who('T')).toEqual([]);
    expect(codeOf(await registry.renew(kept.leaseId, 'y'))).toBe('LEASE_UNKNOWN');
  });

  it('a lease belongs to its subscriber', async () => {
    const world = await RegistryWorld.of(1);
    const { registry } = world.get('a');
    const { leaseId } = granted(await world.request('a', T, 'x'));
    expect(codeOf(await registry.renew(leaseId, 'y'))).toBe('LEASE_UNKNOWN');
    expect(codeOf(await registry.release(leaseId, 'y'))).toBe('LEASE_UNKNOWN');
    expect(codeOf(await registry.renew(leaseId, 'x'))).toBe('ok');
  });

  it('a failed opening refuses everybody who waited and leaves nothing; the next request tries again', async () => {
    const world = await RegistryWorld.of(1);
    world.refusal = 'closed';
    const both = await Promise.all([world.request('a', T, 'x'), world.request('a', T, 'y')]);
    expect(both.map(codeOf)).toEqual(['ADAPTER_FAILED', 'ADAPTER_FAILED']);
    expect(world.get('a').registry.size).toBe(0);
    await world.pass(20);
    // Nobody wants it: nothing was tried by itself.
    expect(world.opened).toEqual(['a live/T']);
    world.refusal = undefined;
    expect(granted(await world.request('a', T)).status).toBe('started');
  });

  it('a slow opening does not eat the time of its leases', async () => {
    const world = await RegistryWorld.of(1);
    world.slow = new Promise((resolve) => void world.clock.setTimer(12_000_000, resolve));
    const { leaseId } = granted(await world.request('a', T, 'x', 5));
    await world.pass(4);
    expect(codeOf(await world.get('a').registry.renew(leaseId, 'x'))).toBe('ok');
  });

  it('the number of streams is bounded; joining is not', async () => {
    const world = await RegistryWorld.of(1, { maxStreams: 1 });
    await world.request('a', T);
    expect(codeOf(await world.request('a', streamKey('U')))).toBe('STREAM_LIMIT');
    expect(granted(await world.request('a', T)).status).toBe('joined');
  });

  it('a pinned stream outlives its leases', async () => {
    const world = await RegistryWorld.of(1);
    const { registry } = world.get('a');
    await world.request('a', T, 'x', 5);
    const unpin = registry.pin('live/T');
    await world.pass(20);
    expect([registry.leaseCount, registry.size]).toEqual([0, 1]);
    unpin();
    unpin();
    await world.pass(0);
    expect([world.who('T'), registry.size]).toEqual([[], 0]);
  });

  it('stopping closes everything, also what is still being opened, and refuses what comes', async () => {
    const world = await RegistryWorld.of(1);
    const { registry, ends } = world.get('a');
    await world.request('a', T);
    let open = (): void => undefined;
    world.slow = new Promise((resolve) => (open = resolve));
    const late = registry.request(streamKey('U'), 'x');
    await world.pass(0);
    await registry.stop();
    open();
    expect(codeOf(await world.settled(late))).toBe('ADAPTER_FAILED');
    expect([world.connections, ends]).toEqual([[], ['stopping']]);
    world.slow = undefined;
    expect(codeOf(await world.request('a', T))).not.toBe('ok');
    expect(world.connections).toEqual([]);
  });

  it('leaves no timer when it has stopped', async () => {
    const world = await RegistryWorld.of(1);
    await world.request('a', T);
    await world.get('a').registry.stop();
    expect(world.clock.pendingTimers).toBe(0);
  });
});
