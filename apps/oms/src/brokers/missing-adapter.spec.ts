import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, loadOms, openOms } from '../testing/oms.js';

beforeAll(loadOms);

describe('Open orders of an adapter that is not loaded', () => {
  it('keep the OMS closed for orders, and it says which adapter is missing', async () => {
    const directory = tempDir();
    const before = openOms(directory, new FakeBroker('gone'));
    before.brokers.start();
    await eventually(() => before.brokers.waitingFor.length === 0);
    await before.core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    await before.core.quiet();
    await before.brokers.close();
    await before.core.close();

    const broker = new FakeBroker('there');
    const { core, brokers } = openOms(directory, broker);
    brokers.start();
    await eventually(() => brokers.waitingFor.length === 1);
    expect(brokers.waitingFor).toEqual(['gone: has open orders, but ADAPTERS lacks it']);
    const reply = await core.command((engine, nowUs) => engine.submit(buy(2), nowUs));
    expect(reply.code).toBe('OMS_RECONCILING');
    await brokers.close();
    await core.close();
  });
});
