import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, load, loadOms, openOms } from '../testing/oms.js';
import type * as QueryModule from './risk-query.controller.js';

let query: typeof QueryModule;
beforeAll(async () => {
  await loadOms();
  query = await load('apps/oms/src/risk/risk-query.controller.js');
});

const order = {
  account: 'A',
  strategy: 's',
  venue: 'v',
  symbol: 'X',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'DAY',
  quantity: '1.000',
  price: '10.00',
} as const;

async function started() {
  const { core, brokers } = openOms(tempDir(), new FakeBroker());
  brokers.start();
  const asked = new query.RiskQueryController(core);
  await eventually(async () => (await asked.check(order)).passes);
  const submit = (sequence: number) => core.command((engine, nowUs) => engine.submit(buy(sequence), nowUs));
  const close = async (): Promise<void> => {
    await brokers.close();
    await core.close();
  };
  return { core, asked, submit, close };
}

describe('the queries of risk', () => {
  it('tell what would become of an order, and change nothing', async () => {
    const { core, asked, close } = await started();
    const before = core.engine.stateHash();
    expect(await asked.check(order)).toMatchObject({ passes: true, quantity: '1.000', notional: '10.00', version: 1 });
    expect(await asked.check({ ...order, quantity: '0.0005' })).toMatchObject({
      passes: false,
      denial: { code: 'QUANTITY_OFF_LOT' },
      quantity: '',
    });
    expect(core.engine.stateHash()).toBe(before);
    const rules = { version: 2, rules: [{ scope: 'account', id: 'A', maxOrderQuantity: '0.5' }] } as const;
    const command = { commandId: 'l', actor: 'rita', reason: 'test', config: rules };
    await core.control((engine, nowUs) => engine.setLimits(command, nowUs));
    expect((await asked.check(order)).denial).toEqual({
      code: 'RISK_ORDER_QUANTITY',
      reason: expect.any(String),
      limit: '0.5',
      observed: '1',
      scope: 'account',
      id: 'A',
      ruleVersion: 2,
    });
    expect(core.engine.openOrders()).toEqual([]);
    await close();
  });

  it('tell the limits in force and how far they are used up', async () => {
    const { asked, submit, close } = await started();
    await submit(1);
    await submit(2);
    const { config, usage } = await asked.limits({ account: 'A' });
    expect(config).toMatchObject({ version: 1, rules: [{ scope: 'firm', id: 'all', maxOpenOrders: 100 }] });
    expect(usage).toEqual([
      {
        scope: 'firm',
        id: 'all',
        account: '',
        symbol: '',
        kind: 'maxOpenOrders',
        limit: '100',
        used: '2',
        usedBps: 200,
      },
    ]);
    expect((await asked.limits({ strategy: 'other' })).usage).toEqual([]);
    expect(() => asked.limits({ account: 'B' })).toThrow('no such account');
    await close();
  });

  it('tell the scopes that are not ACTIVE, those that cover what is asked about', async () => {
    const { core, asked, close } = await started();
    const set = (scope: 'account' | 'strategy' | 'symbol', id: string) =>
      core.control((engine, nowUs) =>
        engine.setState({ commandId: id, scope, id, state: 'REDUCING', actor: 'rita', reason: 'news' }, nowUs),
      );
    await set('strategy', 's');
    await set('symbol', 'v/X');
    const { states } = await asked.states({});
    const facts = { state: 'REDUCING', cause: 'person', code: 'RISK_REDUCING', actor: 'rita', reason: 'news' };
    const when = { time: expect.stringMatching(/^\d{19}$/), sequence: expect.any(Number) };
    expect(states).toEqual([
      { scope: 'strategy', id: 's', ...facts, ...when },
      { scope: 'symbol', id: 'v/X', ...facts, ...when },
    ]);
    expect((await asked.states({ strategy: 't' })).states.map(({ scope }) => scope)).toEqual(['symbol']);
    expect((await asked.check(order)).denial).toMatchObject({ code: 'RISK_REDUCING', scope: 'strategy', id: 's' });
    await close();
  });
});
