import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type * as ActorModule from '@bourseworks/actor';
import type { ActorIdentity, ActorVerifier } from '@bourseworks/actor';
import { cashTopic } from '@bourseworks/dto';
import type * as PortsModule from '@bourseworks/ports';
import { eventually, signedBody, tempDir } from '@bourseworks/testkit';
import type * as PeopleModule from '../intake/people.js';
import { buy, FakeBroker, load, loadOms, openOms } from '../testing/oms.js';
import type * as CashModule from './cash.controller.js';

let cashModule: typeof CashModule;
let people: typeof PeopleModule;
let verifierOf: (keys: string) => ActorVerifier;
beforeAll(async () => {
  await loadOms();
  cashModule = await load('apps/oms/src/figures/cash.controller.js');
  people = await load('apps/oms/src/intake/people.js');
  const actor = await load<typeof ActorModule>('libs/actor/src/index.js');
  const { SystemClock } = await load<typeof PortsModule>('libs/ports/src/index.js');
  verifierOf = (keys) => new actor.ActorVerifier(keys, new SystemClock());
});

const rita = { commandId: 'c-1', actor: 'rita', reason: 'statement 7' };

describe('the command of cash', () => {
  let keys: string;
  let directory: string;
  let lines: Record<string, unknown>[];
  let oms: ReturnType<typeof openOms>;
  let commands: CashModule.CashController;

  beforeEach(async () => {
    keys = tempDir('keys');
    directory = tempDir();
    lines = [];
    const note = (line: object): void => void lines.push({ ...line });
    const log = { debug: note, info: note, warn: note, error: note };
    oms = openOms(directory, new FakeBroker());
    oms.brokers.start();
    await eventually(() => oms.brokers.waitingFor.length === 0);
    commands = new cashModule.CashController(oms.core, new people.People(verifierOf(keys), log), log);
  });

  afterEach(async () => {
    await oms.brokers.close();
    await oms.core.close();
  });

  const book = (body: object, account = 'A', who: Partial<ActorIdentity> = {}) => {
    const topic = cashTopic(account);
    const context = { getTopic: () => topic } as never;
    return commands.cash(signedBody(keys, topic, { ...rita, ...body }, who) as never, context);
  };
  const deposit = { kind: 'deposit', amount: '12.5' };

  it('books money once, answers with the balance, and says who did it', async () => {
    const booked = await book(deposit);
    expect(booked).toMatchObject({
      account: 'A',
      kind: 'deposit',
      amount: '12.50',
      cash: '1000012.50',
      currency: 'USD',
    });
    const told = { event: 'control.cash_booked', booked: '12.50', actor: 'rita', actorId: 'tester', via: 'test' };
    expect(lines).toContainEqual(expect.objectContaining(told));
    const again = await book(deposit);
    expect(again.cash).toBe('1000012.50');
    expect('amount' in again).toBe(false);
  });

  it('is still there after a restart', async () => {
    await book(deposit);
    await oms.brokers.close();
    await oms.core.close();
    oms = openOms(directory, new FakeBroker());
    expect(oms.core.engine.portfolio.cash('A')).toBe(1_000_012_500_000_000_000_000_000n);
  });

  it('refuses with the codes of the portfolio, and a split while orders are open', async () => {
    await expect(book({ ...deposit, amount: '0' })).rejects.toMatchObject({ code: 'CASH_AMOUNT' });
    await expect(book(deposit, 'B')).rejects.toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
    const x = { venue: 'v', symbol: 'X' };
    await expect(book({ kind: 'dividend', ...x, amount: '1' })).rejects.toMatchObject({ code: 'INSTRUMENT_UNKNOWN' });
    await oms.core.command((engine, nowUs) => engine.submit(buy(1), nowUs));
    const split = { kind: 'split', ...x, n: 2, m: 1, price: '5.00' };
    await expect(book(split)).rejects.toMatchObject({ code: 'SPLIT_OPEN_ORDERS' });
    await expect(book({ ...split, price: '5.001' })).rejects.toMatchObject({ code: 'NUMBER_RANGE' });
  });

  it('is for the role risk, for the one who is named', async () => {
    await expect(book(deposit, 'A', { roles: ['trader', 'admin'] })).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    await expect(book(deposit, 'A', { name: 'bob' })).rejects.toMatchObject({ code: 'ACTOR_CLAIM_INVALID' });
    expect(oms.core.engine.portfolio.cash('A')).toBe(10n ** 24n);
  });
});
