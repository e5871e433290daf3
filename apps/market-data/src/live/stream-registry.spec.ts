import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bourseworks/domain';
import { VirtualClock } from '@bourseworks/testkit';
import { instrument } from '../../test/fake-adapter.js';
import { StreamRegistry, type StreamKey } from './stream-registry.js';

const SECOND = 1_000_000;
const key = (topic: string): StreamKey => ({
  topic,
  adapter: 'a',
  venue: 'v',
  kind: 'trade',
  instrument,
  driven: false,
});

/** A runner whose openings the test settles. */
function setup(maxStreams = 10) {
  const clock = new VirtualClock();
  const calls: string[] = [];
  const openings: { resolve: (handle: string) => void; reject: (error: Error) => void }[] = [];
  let lease = 0;
  const registry = new StreamRegistry<string>({
    clock,
    maxStreams,
    newLeaseId: () => `lease-${++lease}`,
    runner: {
      open: ({ topic }) => {
        calls.push(`open ${topic}`);
        return new Promise((resolve, reject) => openings.push({ resolve, reject }));
      },
      close: ({ topic }, handle) => void calls.push(`close ${topic} ${handle}`),
    },
  });
  const request = async (topic: string, subscriber = 's', leaseSeconds?: number) => {
    const granted = registry.request(key(topic), subscriber, leaseSeconds);
    openings.shift()?.resolve('handle');
    return granted;
  };
  return { clock, calls, openings, registry, request };
}

describe('StreamRegistry', () => {
  it('requests that arrive while a stream opens share the opening', async () => {
    const { registry, calls, openings } = setup();
    const both = Promise.all([registry.request(key('t'), 'a'), registry.request(key('t'), 'b')]);
    openings[0].resolve('handle');
    expect(await both).toEqual([
      { ok: true, value: { leaseId: 'lease-1', leaseSeconds: 30, status: 'started' } },
      { ok: true, value: { leaseId: 'lease-2', leaseSeconds: 30, status: 'joined' } },
    ]);
    expect(calls).toEqual(['open t']);
  });

  it('closes with the last lease, and opens anew afterwards', async () => {
    const { registry, calls, request } = setup();
    await request('t', 'a');
    await request('t', 'b');
    expect(registry.release('lease-1', 'a').ok).toBe(true);
    expect(calls).toEqual(['open t']);
    expect(registry.release('lease-2', 'b').ok).toBe(true);
    expect(calls).toEqual(['open t', 'close t handle']);
    expect(await request('t', 'a')).toMatchObject({ value: { status: 'started' } });
    expect(calls).toHaveLength(3);
  });

  it('a lease that is not renewed runs out; renewals keep it', async () => {
    const { registry, calls, clock, request } = setup();
    await request('t', 'a', 10);
    await request('t', 'b', 10);
    for (let i = 0; i < 5; i++) {
      clock.advance(5 * SECOND);
      expect(registry.renew('lease-2', 'b').ok).toBe(true);
    }
    expect(registry.leaseCount).toBe(1);
    const renewed = registry.renew('lease-1', 'a');
    expect(renewed.ok ? '' : renewed.refusal.code).toBe('LEASE_UNKNOWN');
    clock.advance(11 * SECOND);
    expect(calls).toEqual(['open t', 'close t handle']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('a lease belongs to its subscriber', async () => {
    const { registry, request } = setup();
    await request('t', 'a');
    expect([
      registry.renew('lease-1', 'b').ok,
      registry.release('lease-1', 'b').ok,
      registry.renew('lease-1', 'a').ok,
    ]).toEqual([false, false, true]);
  });

  it('a failed opening refuses everybody who waited and leaves nothing', async () => {
    const { registry, openings, request } = setup();
    const both = Promise.all([registry.request(key('t'), 'a'), registry.request(key('t'), 'b')]);
    openings.shift()?.reject(new DomainError({ code: 'ADAPTER_FAILED', message: 'down' }));
    expect((await both).map((result) => (result.ok ? '' : result.refusal.code))).toEqual([
      'ADAPTER_FAILED',
      'ADAPTER_FAILED',
    ]);
    expect([registry.size, registry.leaseCount]).toEqual([0, 0]);
    expect(await request('t')).toMatchObject({ value: { status: 'started' } });
  });

  it('a slow opening does not eat the time of its leases', async () => {
    const { registry, openings, clock } = setup();
    const granted = registry.request(key('t'), 'a', 5);
    clock.advance(12 * SECOND);
    openings[0].resolve('handle');
    expect((await granted).ok).toBe(true);
    clock.advance(4 * SECOND);
    expect(registry.renew('lease-1', 'a').ok).toBe(true);
  });

  it('the number of streams is bounded; joining is not', async () => {
    const { request } = setup(1);
    await request('t');
    expect(await request('u')).toMatchObject({ refusal: { code: 'STREAM_LIMIT' } });
    expect(await request('t')).toMatchObject({ value: { status: 'joined' } });
  });

  it('a pinned stream outlives its leases', async () => {
    const { registry, calls, clock, request } = setup();
    await request('t', 'a', 5);
    const unpin = registry.pin('t');
    clock.advance(20 * SECOND);
    expect([registry.leaseCount, registry.size]).toEqual([0, 1]);
    unpin();
    unpin();
    expect(calls).toEqual(['open t', 'close t handle']);
  });

  it('stopping closes everything, also what is still being opened', async () => {
    const { registry, openings, calls, request } = setup();
    await request('t');
    const late = registry.request(key('u'), 'a');
    registry.stop();
    openings[0].resolve('late');
    await late;
    expect(calls).toEqual(['open t', 'open u', 'close t handle', 'close u late']);
  });
});
