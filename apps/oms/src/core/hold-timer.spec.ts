import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, loadOms, openOms, resting } from '../testing/oms.js';

beforeAll(loadOms);

const crossing = (holdUs: number) => ({
  crossing: { policyOf: () => ({ mode: 'NET' as const, holdUs, maxQuoteAgeUs: 1_000_000 }) },
});

describe('held orders of a live OMS', () => {
  it('are sent when their hold ends, without anybody asking', async () => {
    const broker = new FakeBroker();
    const { core, brokers } = openOms(tempDir(), broker, crossing(20_000));
    brokers.start();
    await eventually(() => brokers.waitingFor.length === 0);
    const first = await core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    const second = await core.command((engine, nowUs) => engine.submit(buy(2), nowUs));
    expect(first.code).toBeUndefined();
    await eventually(() => broker.sent.length === 2);
    expect(broker.sent).toEqual([first.clOrdId, second.clOrdId]);
    await brokers.close();
    await core.close();
  });

  it('survive a restart: no broker is asked about them, and they are sent once orders are taken again', async () => {
    const directory = tempDir();
    const before = openOms(directory, new FakeBroker(), crossing(3_600_000_000));
    before.brokers.start();
    await eventually(() => before.brokers.waitingFor.length === 0);
    const held = await before.core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    await before.brokers.close();
    await before.core.close();

    const broker = new FakeBroker();
    const asked: string[] = [];
    broker.onQuery = (clOrdId) => asked.push(clOrdId);
    broker.known.set('other', resting('other'));
    const after = openOms(directory, broker, crossing(0));
    expect(after.core.engine.openOrders()).toMatchObject([{ clOrdId: held.clOrdId, held: true, state: 'Intent' }]);
    after.brokers.start();
    await eventually(() => after.brokers.waitingFor.length === 0);
    expect(asked).not.toContain(held.clOrdId);
    expect(broker.sent).toEqual([]);
    const { strategy, account } = buy(1);
    const change = { commandId: 's-2-1', account, strategy, sentUs: after.core.nowUs, clOrdId: held.clOrdId };
    // Another price begins a hold of its own, which is of no time now.
    await after.core.command((engine, nowUs) => engine.replace({ ...change, price: '10.01' }, nowUs));
    await eventually(() => broker.sent.length === 1);
    expect(broker.sent).toEqual([held.clOrdId]);
    await after.brokers.close();
    await after.core.close();
  });
});
