import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { KillPhase } from '@bourseworks/order-engine';
import type { BrokerOrder } from '@bourseworks/ports';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, loadOms, openOms, resting, watchKills } from '../testing/oms.js';

beforeAll(loadOms);

const FIRM = { scope: 'firm', id: 'all' } as const;
const KILL = { commandId: 'k1', ...FIRM, actor: 'ann', reason: 'test' } as const;
const QUICK_US = 300_000;
const SLOW_US = 60_000_000;

let directory: string;
let broker: FakeBroker;
let oms: ReturnType<typeof openOms>;
let watch: ReturnType<typeof watchKills>;
let escalations: number;
let sequence = 0;

/** A venue that answers; beside it the process of an OMS. */
async function start(verifyUs = SLOW_US, isWatched = true): Promise<void> {
  oms = openOms(directory, broker);
  oms.brokers.start();
  await eventually(() => oms.brokers.waitingFor.length === 0);
  watch = watchKills(oms, verifyUs, () => (escalations += 1));
  if (isWatched) watch.start();
}

async function stop(): Promise<void> {
  watch.close();
  await oms.brokers.close();
  await oms.core.close();
}

function report(clOrdId: string, execType: 'New' | 'Canceled' | 'CancelRejected'): void {
  broker.sink?.report({ clOrdId, execId: '', execType, us: oms.core.nowUs, ns: 0 });
}

function fill({ clOrdId }: Pick<BrokerOrder, 'clOrdId'>, lastQty: number): void {
  const execId = `e${++sequence}`;
  broker.known.delete(clOrdId);
  broker.sink?.report({ clOrdId, execId, execType: 'Trade', lastQty, lastPx: 1_000, us: oms.core.nowUs, ns: 0 });
}

function cancelled({ clOrdId }: Pick<BrokerOrder, 'clOrdId'>): void {
  broker.known.delete(clOrdId);
  report(clOrdId, 'Canceled');
}

async function open(): Promise<string> {
  const { clOrdId } = await oms.core.command((engine, nowUs) => engine.submit(buy(++sequence), nowUs));
  await oms.core.quiet();
  broker.known.set(clOrdId, resting(clOrdId));
  report(clOrdId, 'New');
  return clOrdId;
}

async function kill(change: object = {}): Promise<void> {
  await oms.core.control((engine, nowUs) => engine.kill({ ...KILL, ...change }, nowUs));
  watch.wake();
}

const view = () => oms.core.engine.kills.list()[0];
const reaches = (phase: KillPhase) => eventually(() => view()?.phase === phase, { what: phase });

beforeEach(() => {
  directory = tempDir();
  broker = new FakeBroker();
  escalations = 0;
});
afterEach(() => stop());

describe('a kill', () => {
  it('is verified at once when nothing is open', async () => {
    await start();
    await kill();
    await reaches('VERIFIED');
    expect(escalations).toBe(0);
  });

  it('is verified once the broker has cancelled what was open', async () => {
    await start();
    broker.onCancel = cancelled;
    await open();
    await kill();
    await reaches('VERIFIED');
  });

  it('whose cancel is lost is cancelled again, and escalated meanwhile', async () => {
    await start(QUICK_US);
    const clOrdId = await open();
    await kill();
    await reaches('ESCALATED');
    expect(view()).toMatchObject({ detail: `1 open: ${clOrdId}`, openOrders: 1 });
    // The venue has it still: nothing but that was wrong.
    await eventually(() => broker.sent.filter((what) => what === 'cancel').length > 1);
    expect(escalations).toBe(1);
    broker.onCancel = cancelled;
    await reaches('VERIFIED');
  });

  it('is not verified while the broker holds an order of ours open that our books have closed', async () => {
    await start(QUICK_US);
    broker.known.set('test-s-1-9', resting('test-s-1-9'));
    broker.known.set('somebody-else', resting('somebody-else'));
    await kill();
    await reaches('ESCALATED');
    expect(view().detail).toBe('test-s-1-9');
    broker.known.delete('test-s-1-9');
    await reaches('VERIFIED');
  });

  it('of a strategy is verified whatever others have open', async () => {
    await start();
    broker.known.set('test-t-1-9', resting('test-t-1-9'));
    await kill({ scope: 'strategy', id: 's' });
    await reaches('VERIFIED');
  });

  it('is escalated while the broker cannot be asked, and verified once it can', async () => {
    await start(QUICK_US);
    broker.sink?.link(false, 'away');
    await kill();
    await reaches('ESCALATED');
    expect(view().detail).toContain('fake cannot be asked');
    broker.sink?.link(true);
    await reaches('VERIFIED');
  });

  it('does not keep a cancel of a person from passing', async () => {
    await start();
    const clOrdId = await open();
    await kill();
    report(clOrdId, 'CancelRejected');
    const cancel = { commandId: 'c1', account: 'A', strategy: 'manual', sentUs: oms.core.nowUs, clOrdId };
    expect((await oms.core.command((engine, nowUs) => engine.cancel(cancel, nowUs))).code).toBeUndefined();
  });
});

describe('a kill with flatten', () => {
  it('closes what is held, also what fills while it is cancelled', async () => {
    await start();
    fill({ clOrdId: await open() }, 1_000);
    const late = await open();
    broker.onCancel = (order) => {
      fill(order, 400);
      cancelled(order);
    };
    broker.onSubmit = (order) => fill(order, order.terms.quantity);
    await kill({ flatten: true });
    await reaches('FLAT');
    expect(oms.core.engine.kills.scope(FIRM)).toEqual({ open: [], closing: [], held: [] });
    expect(broker.sent.slice(0, 3)).toEqual([expect.any(String), late, 'cancel']);
    expect(broker.sent).toHaveLength(4);
  });

  it('is escalated when nothing fills, and goes on until it is flat', async () => {
    await start(QUICK_US);
    fill({ clOrdId: await open() }, 1_000);
    broker.onSubmit = cancelled;
    await kill({ flatten: true });
    await reaches('ESCALATED');
    expect(view()).toMatchObject({ stage: 'FLATTEN', detail: expect.stringContaining('1 held: A s v/X') });
    broker.onSubmit = (order) => fill(order, order.terms.quantity);
    await reaches('FLAT');
  });

  it.each(['BLOCKED', 'CANCELLING', 'VERIFIED', 'FLATTENING', 'ESCALATED', 'FLAT'] as const)(
    'that a restart finds in phase %s comes to its end',
    async (phase) => {
      await start(SLOW_US, false);
      fill({ clOrdId: await open() }, 1_000);
      if (phase === 'CANCELLING') await open();
      await kill({ flatten: true });
      const way = ['VERIFIED', 'FLATTENING', 'ESCALATED', 'FLAT'] as const;
      const steps = phase === 'FLAT' ? way : way.slice(0, way.indexOf(phase as 'VERIFIED') + 1);
      for (const to of steps) oms.core.perform((engine, nowUs) => engine.kills.step(view(), to, '', nowUs));
      // Sent, and nobody knows what became of it.
      if (phase === 'FLATTENING') oms.core.perform((engine, nowUs) => engine.kills.flatten(view(), nowUs));
      await oms.core.quiet();
      expect(view().phase).toBe(phase);
      await stop();
      broker.onCancel = cancelled;
      broker.onSubmit = (order) => fill(order, order.terms.quantity);
      await start();
      await reaches('FLAT');
      expect(oms.core.engine.kills.scope(FIRM).held).toHaveLength(phase === 'FLAT' ? 1 : 0);
      expect((await oms.core.command((engine, nowUs) => engine.submit(buy(++sequence), nowUs))).code).toBe(
        'RISK_KILLED',
      );
    },
  );
});
