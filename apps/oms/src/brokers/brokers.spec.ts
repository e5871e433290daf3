import { beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '@bourseworks/domain';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, loadOms, openOms } from '../testing/oms.js';

beforeAll(loadOms);

/** A first life that sent one order and died before the broker answered. */
async function crashedAfterSend(directory: string): Promise<string> {
  const broker = new FakeBroker();
  const { core, brokers } = openOms(directory, broker);
  brokers.start();
  await eventually(() => brokers.waitingFor.length === 0);
  const reply = await core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
  await core.quiet();
  expect(broker.sent).toEqual([reply.clOrdId]);
  await core.close();
  return reply.clOrdId;
}

describe('Brokers and a refused login', () => {
  it('say so, do not repeat it in a storm, and end at once all the same', async () => {
    const broker = new FakeBroker();
    let attempts = 0;
    broker.connect = () => {
      attempts++;
      return Promise.reject(
        new DomainError({ code: 'ADAPTER_LOGIN', message: 'the venue refuses the login: wrong keys' }),
      );
    };
    const { core, brokers } = openOms(tempDir(), broker);
    brokers.start();
    await eventually(() => attempts > 0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(attempts).toBe(1);
    expect(brokers.waitingFor).toEqual(['fake: the venue refuses the login: wrong keys']);
    await brokers.close();
    await core.close();
  });

  it('of a link tell it until the link is back', async () => {
    const broker = new FakeBroker();
    const { core, brokers } = openOms(tempDir(), broker);
    brokers.start();
    await eventually(() => brokers.waitingFor.length === 0);
    broker.sink?.link(false, 'cable cut');
    expect(brokers.waitingFor).toEqual(['fake: link down']);
    broker.sink?.link(false, 'wrong keys', 'ADAPTER_LOGIN');
    expect(brokers.waitingFor).toEqual(['fake: wrong keys']);
    broker.sink?.link(true);
    await eventually(() => brokers.waitingFor.length === 0);
    await brokers.close();
    await core.close();
  });
});

describe('Brokers after a restart', () => {
  it('takes orders only when the order of unknown outcome is found and its fill booked', async () => {
    const directory = tempDir();
    const clOrdId = await crashedAfterSend(directory);
    const broker = new FakeBroker();
    broker.known.set(clOrdId, { clOrdId, venueOrderId: 'v1', cumQty: 400, leavesQty: 600, open: true });
    broker.fills.push({
      clOrdId,
      venueOrderId: 'v1',
      execId: 'e1',
      execType: 'Trade',
      lastQty: 400,
      lastPx: 1_000,
      us: 1,
      ns: 0,
    });
    broker.refuseQueries = true;
    const { core, brokers } = openOms(directory, broker);
    brokers.start();
    await eventually(() => broker.lists > 0);
    // The venue cannot be asked: not open for orders, and it says why.
    expect(brokers.waitingFor).toEqual(['fake: reconciling']);
    expect(await core.command((engine, nowUs) => engine.submit(buy(2), nowUs))).toMatchObject({
      code: 'OMS_RECONCILING',
    });
    broker.refuseQueries = false;
    await eventually(() => brokers.waitingFor.length === 0);
    expect(core.engine.openOrders()).toMatchObject([{ clOrdId, cumQty: 400, leavesQty: 600, state: 'Acknowledged' }]);
    expect(core.engine.portfolio.accountQuantity('A', 'v/X')).toBe(400);
    const fresh = await core.command((engine, nowUs) => engine.submit(buy(3), nowUs));
    expect(fresh.code).toBeUndefined();
    await core.quiet();
    expect(broker.sent).toEqual([fresh.clOrdId]);
    await brokers.close();
    await core.close();
  });

  it('closes an order that the broker never received, after asking twice', async () => {
    const directory = tempDir();
    const clOrdId = await crashedAfterSend(directory);
    const broker = new FakeBroker();
    const { core, brokers } = openOms(directory, broker);
    brokers.start();
    await eventually(() => brokers.waitingFor.length === 0);
    expect(broker.queries).toBe(2);
    expect(core.engine.openOrders()).toEqual([]);
    expect(core.engine.status({ account: 'A', strategy: 's', clOrdId })).toMatchObject({ leavesQty: 0, cumQty: 0 });
    await brokers.close();
    await core.close();
  });

  it('asks about orders in flight when the link was lost, before it takes new ones', async () => {
    const broker = new FakeBroker();
    const { core, brokers } = openOms(tempDir(), broker);
    brokers.start();
    await eventually(() => brokers.waitingFor.length === 0);
    const reply = await core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    await core.quiet();
    broker.sink?.link(false, 'cable cut');
    expect(core.engine.unresolved().map((order) => order.clOrdId)).toEqual([reply.clOrdId]);
    expect(await core.command((engine, nowUs) => engine.submit(buy(2), nowUs))).toMatchObject({
      code: 'OMS_RECONCILING',
    });
    broker.known.set(reply.clOrdId, {
      clOrdId: reply.clOrdId,
      venueOrderId: 'v1',
      cumQty: 0,
      leavesQty: 1_000,
      open: true,
    });
    broker.sink?.link(true);
    await eventually(() => brokers.waitingFor.length === 0);
    expect(core.engine.unresolved()).toEqual([]);
    expect(core.engine.openOrders()).toHaveLength(1);
    await brokers.close();
    await core.close();
  });
});
