import { beforeEach, describe, expect, it } from '@jest/globals';
import { ActorVerifier, type ActorIdentity } from '@bourseworks/actor';
import type { KillRequest } from '@bourseworks/dto';
import { SystemClock } from '@bourseworks/ports';
import { signedBody, tempDir } from '@bourseworks/testkit';
import { People } from './people.js';

const SUBMIT = 'orders/request/v1/submit/SIM/manual';
const KILL = 'control/v1/kill/firm/all';
const REARM = 'control/v1/rearm/firm/all';
const kill: KillRequest = { commandId: 'k-1', actor: 'ann', reason: 'drill' };

describe('People', () => {
  let keys: string;
  let people: People;
  let log: Record<string, unknown>[];

  beforeEach(() => {
    keys = tempDir('keys');
    log = [];
    const note = (entry: object): void => void log.push({ ...entry });
    people = new People(new ActorVerifier(keys, new SystemClock()), {
      debug: note,
      info: note,
      warn: note,
      error: note,
    });
  });

  const order = (strategy: string, commandId: string) => ({ strategy, commandId, account: 'SIM', quantity: '1' });

  function codeOf(look: () => ActorIdentity | undefined): string | undefined {
    try {
      return look()?.name;
    } catch (error) {
      return (error as { code: string }).code;
    }
  }

  it.each([
    ['pts', 'pts-1-1', undefined],
    ['pts', 'pts-1795964433516649-345', undefined],
    ['pts', 'pts-1-0', 'ACTOR_CLAIM_REQUIRED'],
    ['pts', 'pts-1', 'ACTOR_CLAIM_REQUIRED'],
    ['pts', 'other-1-1', 'ACTOR_CLAIM_REQUIRED'],
    ['pts', 'mine', 'ACTOR_CLAIM_REQUIRED'],
    ['manual', 'manual-1-1', 'ACTOR_CLAIM_REQUIRED'],
    ['manual', 'mine', 'ACTOR_CLAIM_REQUIRED'],
  ])('takes orders of %s with the id %s and no claim for %s', (strategy, commandId, outcome) => {
    for (const claim of [{}, { claim: undefined }, { claim: null as unknown as string }]) {
      const request = { ...order(strategy, commandId), ...claim };
      expect(codeOf(() => people.ofOrder('order.submit', SUBMIT, request))).toBe(outcome);
    }
  });

  it('knows the person behind an order, and takes no claim that does not hold, not even of a machine', () => {
    const mine = signedBody(keys, SUBMIT, order('manual', 'mine'));
    expect(people.ofOrder('order.submit', SUBMIT, mine)).toMatchObject({ name: 'tester', via: 'test' });
    expect(codeOf(() => people.ofOrder('order.submit', SUBMIT, { ...mine, commandId: 'other' }))).toBe(
      'ACTOR_CLAIM_INVALID',
    );
    expect(codeOf(() => people.ofOrder('order.cancel', SUBMIT, mine))).toBe('ACTOR_CLAIM_INVALID');
    const forged = { ...order('pts', 'pts-1-1'), claim: mine.claim };
    expect(codeOf(() => people.ofOrder('order.submit', SUBMIT, forged))).toBe('ACTOR_CLAIM_INVALID');
    expect(log.every(({ event, code }) => event === 'actor.refused' && code === 'ACTOR_CLAIM_INVALID')).toBe(true);
    expect(log).toHaveLength(3);
  });

  it.each([
    ['order.submit', ['trader']],
    ['order.replace', ['trader']],
    ['order.cancel', ['risk', 'trader']],
  ] as const)('asks for a role: %s', (action, allowed) => {
    const topic = `orders/request/v1/${action.split('.')[1]}/SIM/manual`;
    for (const role of ['viewer', 'trader', 'risk', 'admin']) {
      const request = signedBody(keys, topic, order('manual', 'mine'), { roles: [role] });
      const may = (allowed as readonly string[]).includes(role);
      expect(codeOf(() => people.ofOrder(action, topic, request))).toBe(may ? 'tester' : 'ROLE_REQUIRED');
    }
  });

  it('opens an order to a further role where its kind allows it', () => {
    const request = signedBody(keys, SUBMIT, order('manual', 'mine'), { roles: ['risk'] });
    expect(codeOf(() => people.ofOrder('order.submit', SUBMIT, request, () => ['risk']))).toBe('tester');
    expect(codeOf(() => people.ofOrder('order.submit', SUBMIT, request, () => []))).toBe('ROLE_REQUIRED');
  });

  it('does not keep a machine waiting for what an order is open to', () => {
    const asked = (): never => {
      throw new Error('asked');
    };
    expect(people.ofOrder('order.submit', SUBMIT, order('pts', 'pts-1-1'), asked)).toBeUndefined();
  });

  it('lets more people kill than re-arm', () => {
    for (const role of ['viewer', 'trader', 'risk', 'admin']) {
      const look = (action: 'control.kill' | 'control.rearm', topic: string) =>
        codeOf(() => people.ofControl(action, topic, signedBody(keys, topic, kill, { roles: [role] })));
      expect(look('control.kill', KILL)).toBe(role === 'viewer' ? 'ROLE_REQUIRED' : 'ann');
      expect(look('control.rearm', REARM)).toBe(role === 'risk' ? 'ann' : 'ROLE_REQUIRED');
    }
  });

  it('journals no other name than the one that was proved', () => {
    expect(codeOf(() => people.ofControl('control.kill', KILL, kill))).toBe('ACTOR_CLAIM_REQUIRED');
    const asBob = signedBody(keys, KILL, kill, { name: 'bob' });
    expect(codeOf(() => people.ofControl('control.kill', KILL, asBob))).toBe('ACTOR_CLAIM_INVALID');
    const whole = signedBody(keys, KILL, kill);
    expect(codeOf(() => people.ofControl('control.kill', 'control/v1/kill/account/SIM', whole))).toBe(
      'ACTOR_CLAIM_INVALID',
    );
    expect(codeOf(() => people.ofControl('control.kill', KILL, whole))).toBe('ann');
  });
});
