import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, loadOms, openOms, resting } from '../testing/oms.js';

beforeAll(loadOms);

describe('An OMS that stops', () => {
  it('is not opened again by a reconciliation that ends meanwhile', async () => {
    const broker = new FakeBroker();
    const { core, brokers } = openOms(tempDir(), broker);
    brokers.start();
    await eventually(() => brokers.waitingFor.length === 0);
    const { clOrdId } = await core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    await core.quiet();
    broker.known.set(clOrdId, resting(clOrdId));
    let answered = false;
    broker.onQuery = () => {
      brokers.stop();
      core.engine.setIntake('*', 'STOPPED');
      answered = true;
    };
    broker.sink?.link(false, 'cable cut');
    broker.sink?.link(true);
    await eventually(() => answered && core.engine.unresolved().length === 0);
    const reply = await core.command((engine, nowUs) => engine.submit(buy(2), nowUs));
    expect(reply.code).toBe('OMS_STOPPED');
    await brokers.close();
    await core.close();
  });

  it('answers what it took, refuses what comes after, and a late report does it no harm', async () => {
    const broker = new FakeBroker();
    const { core, brokers } = openOms(tempDir(), broker);
    brokers.start();
    await eventually(() => brokers.waitingFor.length === 0);
    const taken = core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    core.stop();
    await expect(core.command((engine, nowUs) => engine.submit(buy(2), nowUs))).rejects.toMatchObject({
      code: 'OMS_STOPPED',
    });
    const { clOrdId, code } = await taken;
    expect(code).toBeUndefined();
    await core.quiet();
    await brokers.close();
    await core.close();
    broker.sink?.report({ clOrdId, execId: '', execType: 'New', us: core.nowUs, ns: 0 });
    expect(() => core.perform((engine, nowUs) => engine.enforceKills(nowUs))).toThrow('closed');
  });
});
