import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { PlatformBus } from '../src/bus/platform-bus.js';
import { RiskDesk } from '../src/risk/risk-desk.js';
import { FakeRisk } from './fake-risk.js';
import { TestGateway, type Answer } from './gateway.js';

describe('risk over REST', () => {
  let gateway: TestGateway;
  let oms: FakeRisk;
  let rita: string;
  let trader: string;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    oms = await FakeRisk.connect(gateway.busUrl);
    const admin = await gateway.admin();
    rita = (await gateway.user(admin, 'rita', ['risk'])).token;
    trader = (await gateway.user(admin, 'tom', ['trader'])).token;
    await eventually(() => gateway.get(PlatformBus).up);
  });

  afterAll(async () => {
    await oms.close();
    await gateway.stop();
  });

  const ask = (method: string, path: string, body?: object, token = rita): Promise<Answer> =>
    gateway.ask(method, `/api/v1/${path}`, { token, body });
  const audited = async (action: string): Promise<unknown[]> =>
    (await gateway.audited(action)).map(({ details }) => JSON.parse(String(details)) as unknown);

  it('puts limits in force for the role risk, with a row before and one after', async () => {
    const config = { version: 2, rules: [{ scope: 'firm', id: 'all', maxOpenOrders: 5 }] };
    const body = { commandId: 'l-1', config, reason: 'new desk' };
    expect(await ask('POST', 'limits', body, trader)).toMatchObject({ status: 403, body: { code: 'ROLE_REQUIRED' } });
    expect(await ask('POST', 'limits', body)).toMatchObject({ status: 200, body: { version: 2, sequence: 1 } });
    expect(await ask('GET', 'limits?account=SIM&limit=5', undefined, trader)).toMatchObject({
      body: { config, usage: [] },
    });
    expect(await ask('GET', 'limits?limit=0')).toMatchObject({ status: 400 });
    expect(oms.commands.at(-1)).toMatchObject({ actor: 'rita', reason: 'new desk', claim: expect.any(String) });
    const facts = { commandId: 'l-1', reason: 'new desk', version: 2, rules: 1 };
    expect(await audited('limits')).toEqual([
      { outcome: 'requested', ...facts },
      { commandId: 'l-1', outcome: 'accepted', version: 2, sequence: 1 },
    ]);
    const same = await ask('POST', 'limits', { ...body, commandId: 'l-2' });
    expect(same).toMatchObject({ status: 409, body: { code: 'RISK_VERSION' } });
    expect(await ask('POST', 'limits', { ...body, config: [] })).toMatchObject({ status: 400 });
  });

  it('sets trading states, and does not tell that a repeat did what was undone since', async () => {
    const halt = { commandId: 's-1', scope: 'symbol', id: 'sim/BTCUSD', state: 'HALTED', reason: 'news' };
    expect(await ask('POST', 'trading-states', halt, trader)).toMatchObject({ status: 403 });
    expect(await ask('POST', 'trading-states', halt)).toMatchObject({ status: 200, body: { state: 'HALTED' } });
    const { body } = await ask('GET', 'trading-states', undefined, trader);
    const why = { cause: 'person', code: 'RISK_HALTED', actor: 'rita', reason: 'news', since: 1_700_000_000_000 };
    expect(body).toEqual({ states: [{ scope: 'symbol', id: 'sim/BTCUSD', state: 'HALTED', ...why }] });
    const active = { ...halt, commandId: 's-2', state: 'ACTIVE' };
    expect(await ask('POST', 'trading-states', active)).toMatchObject({ status: 200, body: { state: 'ACTIVE' } });
    expect(await ask('POST', 'trading-states', halt)).toMatchObject({
      status: 409,
      body: { code: 'COMMAND_CONFLICT' },
    });
    for (const wrong of [{ id: 'BTCUSD' }, { scope: 'firm' }, { state: 'OFF' }])
      expect(await ask('POST', 'trading-states', { ...halt, commandId: 's-3', ...wrong })).toMatchObject({
        status: 400,
      });
  });

  it('asks about an order without sending it', async () => {
    const order = {
      account: 'SIM',
      venue: 'sim',
      symbol: 'BTCUSD',
      side: 'BUY',
      type: 'MARKET',
      timeInForce: 'IOC',
      quantity: '2',
    };
    const answer = await ask('POST', 'risk-check', order, trader);
    expect(answer).toMatchObject({
      status: 200,
      body: { passes: false, denial: { code: 'RISK_POSITION', limit: '1' } },
    });
    expect(oms.checked).toEqual([{ ...order, strategy: 'manual' }]);
  });

  it('is refused by the service itself to whoever lacks the role, and the log says so', async () => {
    const userId = String((await ask('GET', 'auth/me')).body['id']);
    const viewer = { userId, username: 'vera', roles: ['viewer', 'trader'], sid: 's', ipAddress: undefined };
    const desk = gateway.get(RiskDesk);
    const limits = { commandId: 'x', config: { version: 9, rules: [] }, reason: 'x' };
    const state = { commandId: 'x', scope: 'firm', id: 'all', state: 'ACTIVE', reason: 'x' } as const;
    const refused = [await desk.setLimits(viewer, limits), await desk.setState(viewer, state)];
    expect(refused).toMatchObject([{ refusal: { code: 'ROLE_REQUIRED' } }, { refusal: { code: 'ROLE_REQUIRED' } }]);
    expect((await audited('limits')).at(-1)).toMatchObject({ outcome: 'refused', code: 'ROLE_REQUIRED', version: 9 });
  });
});
