import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, loadOms, openOms, resting } from '../testing/oms.js';

beforeAll(loadOms);

async function connected() {
  const broker = new FakeBroker();
  const { core, clock, brokers } = openOms(tempDir(), broker);
  brokers.start();
  await eventually(() => brokers.waitingFor.length === 0);
  const order = async (sequence: number): Promise<string> => {
    const { clOrdId } = await core.command((engine, nowUs) => engine.submit(buy(sequence), nowUs));
    await core.quiet();
    broker.known.set(clOrdId, resting(clOrdId));
    broker.sink?.report({ clOrdId, execId: '', execType: 'New', us: core.nowUs, ns: 0 });
    return clOrdId;
  };
  const close = async (): Promise<void> => {
    await brokers.close();
    await core.close();
  };
  return { broker, core, clock, brokers, order, close };
}

describe('A link that is lost while its broker is reconciled', () => {
  it('keeps the OMS closed for orders although the questions are answered', async () => {
    const { broker, core, brokers, order, close } = await connected();
    await order(1);
    broker.refuseQueries = true;
    const { lists } = broker;
    broker.sink?.link(false, 'cable cut');
    broker.sink?.link(true);
    await eventually(() => broker.lists > lists);
    broker.sink?.link(false, 'cable cut again');
    broker.refuseQueries = false;
    await eventually(() => brokers.waitingFor[0] === 'fake: link down');
    const reply = await core.command((engine, nowUs) => engine.submit(buy(2), nowUs));
    expect(reply.code).toBe('OMS_RECONCILING');
    broker.sink?.link(true);
    await eventually(() => brokers.waitingFor.length === 0);
    await close();
  });

  it('has what became unknown meanwhile asked about again', async () => {
    const { broker, core, brokers, order, close } = await connected();
    const first = await order(1);
    const second = await order(2);
    let losses = 0;
    broker.onQuery = (clOrdId) => {
      // The first order is through; now its cancel is sent, and lost with the link.
      if (clOrdId !== second || losses++ > 0) return;
      const cancel = { commandId: 's-1-3', account: 'A', strategy: 's', sentUs: core.nowUs, clOrdId: first };
      core.perform((engine, nowUs) => engine.cancel(cancel, nowUs));
      broker.sink?.link(false, 'cable cut');
      broker.sink?.link(true);
    };
    broker.sink?.link(false, 'cable cut');
    broker.sink?.link(true);
    await eventually(() => brokers.waitingFor.length === 0);
    // Once when the cancel was lost, and again for it.
    expect(losses).toBeGreaterThan(1);
    expect(core.engine.unresolved()).toEqual([]);
    expect(core.engine.openOrders()).toHaveLength(2);
    await close();
  });
});

describe('An order that comes while the intake is shut', () => {
  it('waits for the end of a short loss, in its order', async () => {
    const { broker, brokers, close } = await connected();
    broker.refuseQueries = true;
    broker.sink?.link(false, 'cable cut');
    const done: number[] = [];
    const waiting = [1, 2].map((n) => brokers.whenOpen('A').then(() => done.push(n)));
    await new Promise(setImmediate);
    expect(done).toEqual([]);
    broker.refuseQueries = false;
    broker.sink?.link(true);
    await Promise.all(waiting);
    expect(done).toEqual([1, 2]);
    expect(brokers.waitingFor).toEqual([]);
    await close();
  });

  it('does not wait for ever, nor for an OMS that stops, nor longer than the first of a long loss', async () => {
    const { broker, clock, brokers, close } = await connected();
    broker.sink?.link(false, 'cable cut');
    const since = clock.monotonicUs();
    await brokers.whenOpen('A');
    expect(clock.monotonicUs() - since).toBeGreaterThan(2_900_000);
    await brokers.whenOpen('A');
    expect(brokers.waitingFor).toEqual(['fake: link down']);
    broker.sink?.link(true);
    await eventually(() => brokers.waitingFor.length === 0);
    broker.sink?.link(false, 'cable cut');
    const waiting = brokers.whenOpen('A');
    brokers.stop();
    await waiting;
    await close();
  });
});
