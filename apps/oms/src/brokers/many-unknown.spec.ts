import { beforeAll, expect, it } from '@jest/globals';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, loadOms, openOms } from '../testing/oms.js';

beforeAll(loadOms);

it('waits once for all orders that the broker does not know, not once for each', async () => {
  const directory = tempDir();
  const first = openOms(directory, new FakeBroker());
  first.brokers.start();
  await eventually(() => first.brokers.waitingFor.length === 0);
  const ids: string[] = [];
  for (const n of [1, 2, 3]) {
    ids.push((await first.core.command((engine, nowUs) => engine.submit(buy(n), nowUs))).clOrdId);
  }
  await first.core.quiet();
  await first.core.close();
  const broker = new FakeBroker();
  const asked: string[] = [];
  broker.onQuery = (clOrdId) => asked.push(clOrdId);
  const { core, brokers } = openOms(directory, broker);
  brokers.start();
  await eventually(() => brokers.waitingFor.length === 0);
  expect(asked).toEqual([...ids, ...ids]);
  expect(core.engine.openOrders()).toEqual([]);
  await brokers.close();
  await core.close();
});
