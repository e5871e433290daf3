import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, loadOms, openOms, resting } from '../testing/oms.js';

beforeAll(loadOms);

describe('A cancel of the kill switch whose outcome is unknown', () => {
  it('is asked for again when its order turns out to be open still', async () => {
    const broker = new FakeBroker();
    const { core, brokers } = openOms(tempDir(), broker);
    brokers.start();
    await eventually(() => brokers.waitingFor.length === 0);
    const { clOrdId } = await core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    await core.quiet();
    broker.known.set(clOrdId, resting(clOrdId));
    broker.sink?.report({ clOrdId, execId: '', execType: 'New', us: core.nowUs, ns: 0 });
    const kill = { commandId: 'k1', scope: 'firm', id: 'all', actor: 'test', reason: 'test' } as const;
    await core.control((engine, nowUs) => engine.kill(kill, nowUs));
    await core.quiet();
    expect(broker.sent).toEqual([clOrdId, 'cancel']);
    broker.sink?.report({ clOrdId, execId: '', execType: 'Unknown', reason: 'time-out', us: core.nowUs, ns: 0 });
    brokers.watch();
    await eventually(() => broker.sent.length > 2);
    expect(broker.sent).toEqual([clOrdId, 'cancel', 'cancel']);
    await brokers.close();
    await core.close();
  });
});
