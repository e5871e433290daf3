import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, leasesOf, loadOms, openOms, resting } from '../testing/oms.js';
import type { Heartbeat } from './leases.js';

beforeAll(loadOms);

const TTL_US = 800_000;
const GRACE_US = 600_000;

let directory: string;
let broker: FakeBroker;
let oms: ReturnType<typeof openOms>;
let leases: ReturnType<typeof leasesOf>;
let expired: string[];
let sequence = 0;

async function start(): Promise<void> {
  oms = openOms(directory, broker);
  oms.brokers.start();
  await eventually(() => oms.brokers.waitingFor.length === 0);
  leases = leasesOf(oms, GRACE_US, ({ holder, id }) => expired.push(`${holder} ${id}`));
  leases.start();
}

async function stop(): Promise<void> {
  leases.close();
  await oms.brokers.close();
  await oms.core.close();
}

async function open(change: object = {}): Promise<string> {
  const command = { ...buy(++sequence), ...change };
  const { clOrdId } = await oms.core.command((engine, nowUs) => engine.submit(command, nowUs));
  await oms.core.quiet();
  broker.known.set(clOrdId, resting(clOrdId));
  broker.sink?.report({ clOrdId, execId: '', execType: 'New', us: oms.core.nowUs, ns: 0 });
  return clOrdId;
}

const beat = (order: number, change: Partial<Heartbeat> = {}): void =>
  leases.beat({ holder: 'strategy', account: 'A', id: 's', ttlUs: TTL_US, epoch: 1, sequence: order, ...change });
const pause = (us: number) => new Promise<void>((resolve) => void oms.clock.setTimer(us, resolve));
const cancels = (): number => broker.sent.filter((what) => what === 'cancel').length;

beforeEach(async () => {
  directory = tempDir();
  broker = new FakeBroker();
  expired = [];
  await start();
});
afterEach(() => stop());

describe('the leases of an OMS', () => {
  it('touch no order of a strategy that never sent a heartbeat', async () => {
    await open();
    await pause(TTL_US + 2 * GRACE_US);
    expect([cancels(), expired]).toEqual([0, []]);
  });

  it('keep orders while heartbeats come, and cancel them once they cease', async () => {
    await open();
    await open({ strategy: 't', commandId: 't-1-1' });
    for (let n = 1; n <= 12; n++) {
      beat(n);
      await pause(TTL_US / 4);
    }
    expect([cancels(), expired, leases.size]).toEqual([0, [], 1]);
    await eventually(() => expired.length === 1);
    await oms.core.quiet();
    expect([cancels(), expired, leases.size]).toEqual([1, ['strategy s'], 0]);
    const again = await oms.core.command((engine, nowUs) => engine.submit(buy(++sequence), nowUs));
    expect(again.code).toBeUndefined();
  });

  it('are not prolonged by heartbeats that come again or behind a later one', async () => {
    await open();
    beat(5);
    const until = oms.clock.monotonicUs() + 10 * TTL_US;
    while (expired.length === 0 && oms.clock.monotonicUs() < until) {
      beat(5);
      beat(4);
      beat(9, { epoch: 0 });
      await pause(20_000);
    }
    expect(expired).toEqual(['strategy s']);
  });

  it('begin anew with a holder that came back, whatever it counts from', async () => {
    beat(7, { epoch: 2 });
    await eventually(() => expired.length === 1);
    beat(1, { epoch: 1 });
    expect(leases.size).toBe(1);
  });

  it('end in order without a cancel; a heartbeat from before does not bring them back', async () => {
    await open();
    beat(1);
    beat(3, { ttlUs: 0 });
    beat(2);
    expect(leases.size).toBe(0);
    await pause(TTL_US + 2 * GRACE_US);
    expect([cancels(), expired, oms.core.engine.leases.list()]).toEqual([0, [], []]);
  });

  it('cancel again what was not cancelled', async () => {
    const clOrdId = await open();
    beat(1);
    await eventually(() => cancels() === 1);
    broker.sink?.report({ clOrdId, execId: '', execType: 'CancelRejected', us: oms.core.nowUs, ns: 0 });
    await eventually(() => cancels() === 2);
  });

  it('of a session reach its orders alone', async () => {
    await open({ strategy: 'manual', commandId: 'a', session: 'x' });
    await open({ strategy: 'manual', commandId: 'b', session: 'y' });
    beat(1, { holder: 'session', account: '', id: 'x' });
    await eventually(() => expired.length === 1);
    await oms.core.quiet();
    expect([cancels(), expired]).toEqual([1, ['session x']]);
  });

  it('hold over a restart, which gives each its whole time, and expire where nobody comes back', async () => {
    await open();
    beat(1);
    await oms.core.quiet();
    await stop();
    await start();
    expect([leases.size, cancels()]).toEqual([1, 0]);
    await eventually(() => expired.length === 1);
    await oms.core.quiet();
    expect(cancels()).toBe(1);
    await stop();
    await start();
    expect(leases.size).toBe(0);
  });
});
