import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ActorIdentity, ActorVerifier } from '@bourseworks/actor';
import { limitsTopic, locateTopic, tradingStateTopic } from '@bourseworks/dto';
import { eventually, signedBody, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, load, loadOms, openOms } from '../testing/oms.js';
import type * as ActorModule from '@bourseworks/actor';
import type * as PeopleModule from '../intake/people.js';
import type * as PortsModule from '@bourseworks/ports';
import type * as ControlModule from './risk-control.controller.js';

let control: typeof ControlModule;
let people: typeof PeopleModule;
let verifierOf: (keys: string) => ActorVerifier;
beforeAll(async () => {
  await loadOms();
  control = await load('apps/oms/src/risk/risk-control.controller.js');
  people = await load('apps/oms/src/intake/people.js');
  const actor = await load<typeof ActorModule>('libs/actor/src/index.js');
  const { SystemClock } = await load<typeof PortsModule>('libs/ports/src/index.js');
  verifierOf = (keys) => new actor.ActorVerifier(keys, new SystemClock());
});

const rita = { commandId: 'c-1', actor: 'rita', reason: 'drill' };
const on = (topic: string) => ({ getTopic: () => topic }) as never;

describe('commands of risk', () => {
  let keys: string;
  let lines: Record<string, unknown>[];
  let oms: ReturnType<typeof openOms>;
  let core: ReturnType<typeof openOms>['core'];
  let commands: ControlModule.RiskControlController;

  beforeEach(async () => {
    keys = tempDir('keys');
    lines = [];
    const note = (line: object): void => void lines.push({ ...line });
    const log = { debug: note, info: note, warn: note, error: note };
    oms = openOms(tempDir(), new FakeBroker());
    core = oms.core;
    oms.brokers.start();
    await eventually(() => oms.brokers.waitingFor.length === 0);
    commands = new control.RiskControlController(core, new people.People(verifierOf(keys), log), oms.directory, log);
  });

  afterEach(async () => {
    await oms.brokers.close();
    await core.close();
  });

  const state = (scope: 'firm' | 'account' | 'symbol', id: string, body: object, who: Partial<ActorIdentity> = {}) => {
    const topic = tradingStateTopic(scope, id);
    return commands.state(signedBody(keys, topic, { ...rita, ...body }, who) as never, on(topic));
  };
  const limits = (body: object, who: Partial<ActorIdentity> = {}) =>
    commands.limits(signedBody(keys, limitsTopic(), { ...rita, ...body }, who) as never, on(limitsTopic()));
  const locate = (account: string, body: object) => {
    const terms = { venue: 'v', symbol: 'X', expireTime: '4000000000000000000', ...body };
    return commands.locate(
      signedBody(keys, locateTopic(account), { ...rita, ...terms }) as never,
      on(locateTopic(account)),
    );
  };
  const submit = (sequence: number) => core.command((engine, nowUs) => engine.submit(buy(sequence), nowUs));

  it('set a state: what it does not allow is refused or cancelled, until somebody sets it back', async () => {
    expect((await submit(1)).code).toBeUndefined();
    const halted = await state('symbol', 'v/X', { state: 'HALTED' });
    expect(halted).toMatchObject({ scope: 'symbol', id: 'v/X', state: 'HALTED', cancelled: 1 });
    expect(await submit(2)).toMatchObject({ code: 'RISK_HALTED' });
    expect(lines).toContainEqual(
      expect.objectContaining({
        event: 'control.state_set',
        state: 'HALTED',
        actor: 'rita',
        actorId: 'tester',
        via: 'test',
      }),
    );
    await state('symbol', 'v/X', { commandId: 'c-2', state: 'ACTIVE' });
    expect((await submit(3)).code).toBeUndefined();
    // A repeat that comes late does not undo what came after the first, and does not say that it did.
    expect(await state('symbol', 'v/X', { state: 'HALTED' })).toMatchObject({ state: 'ACTIVE', cancelled: 0 });
  });

  it('put limits in force, whole, and only later ones that hold', async () => {
    const rule = { scope: 'firm', id: 'all', maxOpenOrders: 1 };
    expect(await limits({ config: { version: 5, rules: [rule] } })).toMatchObject({ version: 5 });
    expect(lines).toContainEqual(expect.objectContaining({ event: 'control.limits_set', before: 1, version: 5 }));
    await submit(1);
    expect(await submit(2)).toMatchObject({ code: 'RISK_OPEN_ORDERS' });
    const later = { commandId: 'c-2' };
    await expect(limits({ ...later, config: { version: 5, rules: [] } })).rejects.toMatchObject({
      code: 'RISK_VERSION',
    });
    const wrong = { version: 6, rules: [{ ...rule, maxOpenOrders: '1' }] };
    await expect(limits({ ...later, config: wrong })).rejects.toThrow('rules[0].maxOpenOrders');
    await expect(limits({ ...later, config: { version: 6 } })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(core.engine.limits.version).toBe(5);
  });

  it('take a locate also for what was never traded, in the decimals of the instrument', async () => {
    const config = { version: 2, rules: [{ scope: 'account', id: 'A', shortSale: 'LOCATE' }] };
    await limits({ commandId: 'l', config });
    const sell = (sequence: number, quantity: string) =>
      core.command((engine, nowUs) => engine.submit({ ...buy(sequence), side: 'SELL', quantity }, nowUs));
    expect(await locate('A', { quantity: '1.5' })).toMatchObject({ account: 'A', symbol: 'X', quantity: '1.5' });
    expect(await sell(1, '2.000')).toMatchObject({ code: 'RISK_LOCATE' });
    expect((await sell(2, '1.500')).code).toBeUndefined();
    const off = locate('A', { commandId: 'o', quantity: '0.0001' });
    await expect(off).rejects.toMatchObject({ code: 'QUANTITY_INVALID' });
    await expect(locate('A', { symbol: 'Y', quantity: '1' })).rejects.toMatchObject({ code: 'INSTRUMENT_UNKNOWN' });
    await expect(locate('B', { quantity: '1' })).rejects.toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
  });

  it('are for the role risk, for the one who is named, and for scopes that are there', async () => {
    const trader = { roles: ['trader', 'admin'] };
    await expect(state('firm', 'all', { state: 'ACTIVE' }, trader)).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    const none = { config: { version: 2, rules: [] } };
    await expect(limits(none, trader)).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    await expect(limits(none, { name: 'bob' })).rejects.toMatchObject({ code: 'ACTOR_CLAIM_INVALID' });
    const halt = { state: 'HALTED' };
    await expect(state('firm', 'some', halt)).rejects.toMatchObject({ code: 'BAD_TOPIC' });
    await expect(state('symbol', 'X', halt)).rejects.toMatchObject({ code: 'BAD_TOPIC' });
    await expect(state('account', 'B', halt)).rejects.toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
    expect(core.engine.tradingStates()).toEqual([]);
  });
});
