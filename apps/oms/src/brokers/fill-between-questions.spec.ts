import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ExecutionReport } from '@bourseworks/domain';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, loadOms, openOms, resting } from '../testing/oms.js';

beforeAll(loadOms);

/** The order fills after its executions were asked for and before its state is. */
class FillingBroker extends FakeBroker {
  private asked = 0;

  override fillsSince(): Promise<readonly ExecutionReport[]> {
    return Promise.resolve(this.asked++ === 0 ? [] : this.fills);
  }
}

describe('A fill between the questions of a reconciliation', () => {
  it('is booked once, as the execution that it is', async () => {
    const broker = new FillingBroker();
    const { core, brokers } = openOms(tempDir(), broker);
    brokers.start();
    await eventually(() => brokers.waitingFor.length === 0);
    const { clOrdId } = await core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    await core.quiet();
    const ids = { clOrdId, venueOrderId: `v-${clOrdId}`, execId: 'e1', execType: 'Trade' } as const;
    const fill = { ...ids, lastQty: 400, lastPx: 1_000, cumQty: 400, us: core.nowUs, ns: 0 };
    broker.known.set(clOrdId, { ...resting(clOrdId), cumQty: 400, leavesQty: 600 });
    broker.fills.push(fill);
    broker.sink?.link(false, 'cable cut');
    broker.sink?.link(true);
    await eventually(() => brokers.waitingFor.length === 0);
    // The report of the same fill, which was on its way all along.
    broker.sink?.report(fill);
    expect(core.engine.portfolio.accountQuantity('A', 'v/X')).toBe(400);
    expect(core.engine.openOrders()).toMatchObject([{ clOrdId, cumQty: 400, leavesQty: 600, state: 'Acknowledged' }]);
    await brokers.close();
    await core.close();
  });
});
