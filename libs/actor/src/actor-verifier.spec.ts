import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { US_PER_SECOND } from '@bourseworks/domain';
import { tempDir, VirtualClock } from '@bourseworks/testkit';
import { ACTOR_ACTIONS, ROLES_FOR, type ActorAction, type ActorIdentity } from './actor.js';
import { loadActorSigner, type ActorSigner } from './actor-signer.js';
import { ActorVerifier } from './actor-verifier.js';
import { CLAIM_TTL_MS, CLOCK_SKEW_MS, MAX_CLAIM_LENGTH } from './claim.js';
import { privateKeyFile, publicKeyFile } from './key-files.js';

const TOPIC = 'orders/request/v1/submit/SIM/manual';
const ann: ActorIdentity = { id: 'u-1', name: 'ann', roles: ['trader'], session: 's-1', via: 'gateway' };
const body = {
  commandId: 'c-1',
  account: 'SIM',
  strategy: 'manual',
  symbol: 'BTCUSD',
  quantity: '1.5',
  price: '100.25',
  step: { run: 'r', n: 1, round: 0, sequence: 1 },
};

describe('ActorVerifier', () => {
  let directory: string;
  let clock: VirtualClock;
  let signer: ActorSigner;
  let verifier: ActorVerifier;

  beforeEach(() => {
    directory = tempDir('actor');
    clock = new VirtualClock();
    signer = loadActorSigner(directory, clock);
    verifier = new ActorVerifier(directory, clock);
  });

  const sign = (identity = ann): string => signer.sign(identity, 'order.submit', TOPIC, body);

  /** `ok`, or the code of the refusal. */
  function outcome(
    claim: string | null | undefined,
    changed: { action?: ActorAction; topic?: string; body?: object; roles?: readonly string[] } = {},
    by = verifier,
  ): string {
    const { action = 'order.submit', topic = TOPIC, body: sent = body, roles = ['trader'] } = changed;
    const verified = by.verify(action, topic, sent, claim, roles);
    return verified.ok ? 'ok' : verified.refusal.code;
  }

  it('gives back who signed, as often as the command comes', () => {
    const claim = sign();
    for (let n = 0; n < 2; n += 1) {
      expect(verifier.verify('order.submit', TOPIC, { ...body, claim }, claim, ['risk', 'trader'])).toEqual({
        ok: true,
        value: ann,
      });
    }
    expect(sign()).not.toBe(claim);
    const { session: _, ...cli } = { ...ann, via: 'cli' };
    const other = signer.sign({ ...cli, password: 'x' } as ActorIdentity, 'order.submit', TOPIC, body);
    expect(verifier.verify('order.submit', TOPIC, body, other, ['trader'])).toEqual({ ok: true, value: cli });
  });

  it('refuses a claim of which any character was changed, added or taken away', () => {
    const claim = sign();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/= \n';
    for (let at = 0; at < claim.length; at += 1) {
      const others = at < claim.length - 3 ? ['A', 'B', '.', ' '] : alphabet.split('');
      for (const other of others.filter((one) => one !== claim[at])) {
        expect(outcome(`${claim.slice(0, at)}${other}${claim.slice(at + 1)}`)).toBe('ACTOR_CLAIM_INVALID');
        expect(outcome(`${claim.slice(0, at)}${other}${claim.slice(at)}`)).toBe('ACTOR_CLAIM_INVALID');
      }
      expect(outcome(`${claim.slice(0, at)}${claim.slice(at + 1)}`)).toBe('ACTOR_CLAIM_INVALID');
      expect(outcome(claim.slice(0, at))).toBe('ACTOR_CLAIM_INVALID');
    }
    expect(outcome(claim)).toBe('ok');
  });

  it('refuses any text that is no claim, and says no more', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(outcome(text)).toBe('ACTOR_CLAIM_INVALID')));
    const payload = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signature = Buffer.alloc(64).toString('base64url');
    for (const value of [null, 1, [], {}, { kid: 1 }, { kid: signer.keyId }])
      expect(outcome(`${payload(value)}.${signature}`)).toBe('ACTOR_CLAIM_INVALID');
    for (const none of [undefined, null]) expect(outcome(none)).toBe('ACTOR_CLAIM_REQUIRED');
  });

  it('refuses a body of which any field was changed, added or taken away', () => {
    const claim = sign();
    const different = (value: unknown): unknown =>
      typeof value === 'object' ? { ...value, n: 2 } : `${value as string}0`;
    for (const [name, value] of Object.entries(body)) {
      const { [name as keyof typeof body]: _, ...without } = body;
      expect(outcome(claim, { body: without })).toBe('ACTOR_CLAIM_INVALID');
      expect(outcome(claim, { body: { ...body, [name]: different(value) } })).toBe('ACTOR_CLAIM_INVALID');
    }
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (name, value) => {
        fc.pre(
          name !== 'claim' &&
            name !== '__proto__' &&
            JSON.stringify({ ...body, [name]: value }) !== JSON.stringify(body),
        );
        expect(outcome(claim, { body: { ...body, [name]: value } })).toBe('ACTOR_CLAIM_INVALID');
      }),
    );
  });

  it('refuses another topic and another action', () => {
    const claim = sign();
    expect(outcome(claim, { topic: `${TOPIC}2` })).toBe('ACTOR_CLAIM_INVALID');
    for (const action of ACTOR_ACTIONS.filter((one) => one !== 'order.submit'))
      expect(outcome(claim, { action })).toBe('ACTOR_CLAIM_INVALID');
  });

  it('refuses what ran out and what is from the future, with a tolerance for clocks', () => {
    const claim = sign();
    const later = new VirtualClock(clock.nowUs() + (CLAIM_TTL_MS + CLOCK_SKEW_MS - 1) * 1_000);
    expect(outcome(claim, {}, new ActorVerifier(directory, later))).toBe('ok');
    later.advance(1_000);
    expect(outcome(claim, {}, new ActorVerifier(directory, later))).toBe('ACTOR_CLAIM_EXPIRED');
    const earlier = new VirtualClock(clock.nowUs() - CLOCK_SKEW_MS * 1_000);
    expect(outcome(claim, {}, new ActorVerifier(directory, earlier))).toBe('ok');
    const before = new VirtualClock(clock.nowUs() - (CLOCK_SKEW_MS + 1) * 1_000);
    expect(outcome(claim, {}, new ActorVerifier(directory, before))).toBe('ACTOR_CLAIM_INVALID');
  });

  it('refuses whoever lacks the role, and nobody who has one of them', () => {
    const viewer = sign({ ...ann, roles: ['viewer', 'admin'] });
    expect(outcome(viewer)).toBe('ROLE_REQUIRED');
    expect(outcome(viewer, { roles: ['trader', 'admin'] })).toBe('ok');
    expect(outcome(sign({ ...ann, roles: [] }))).toBe('ROLE_REQUIRED');
    expect(ROLES_FOR['control.rearm']).toEqual(['risk']);
  });

  it('refuses a key of its own making, and one that is not there yet', () => {
    const elsewhere = tempDir('actor');
    const stranger = loadActorSigner(elsewhere, clock).sign(ann, 'order.submit', TOPIC, body);
    expect(outcome(stranger)).toBe('ACTOR_CLAIM_INVALID');
    const nothing = new ActorVerifier(`${elsewhere}/none`, clock);
    expect(outcome(sign(), {}, nothing)).toBe('ACTOR_KEY_MISSING');
  });

  it('finds keys that came after it, looking at most once a second, and takes none for longer than it is there', () => {
    const place = `${directory}/later`;
    const late = new ActorVerifier(place, clock);
    expect(outcome(sign(), {}, late)).toBe('ACTOR_KEY_MISSING');
    const first = loadActorSigner(place, clock);
    const claimOf = (by: ActorSigner): string => by.sign(ann, 'order.submit', TOPIC, body);
    expect(outcome(claimOf(first), {}, late)).toBe('ACTOR_KEY_MISSING');
    clock.advance(US_PER_SECOND);
    expect(outcome(claimOf(first), {}, late)).toBe('ok');

    rmSync(privateKeyFile(place));
    const second = loadActorSigner(place, clock);
    expect(outcome(claimOf(second), {}, late)).toBe('ACTOR_CLAIM_INVALID');
    clock.advance(US_PER_SECOND);
    expect([claimOf(second), claimOf(first)].map((claim) => outcome(claim, {}, late))).toEqual(['ok', 'ok']);

    const [, line] = readFileSync(publicKeyFile(place), 'utf8').split('\n');
    writeFileSync(publicKeyFile(place), `# the one of today\n\n${line}\nno key\n`);
    clock.advance(10 * US_PER_SECOND);
    expect([claimOf(second), claimOf(first)].map((claim) => outcome(claim, {}, late))).toEqual([
      'ok',
      'ACTOR_CLAIM_INVALID',
    ]);
    rmSync(publicKeyFile(place));
    clock.advance(10 * US_PER_SECOND);
    expect(outcome(claimOf(second), {}, late)).toBe('ACTOR_KEY_MISSING');
  });

  it('trusts no file that others may write', () => {
    if (process.platform === 'win32') return;
    chmodSync(publicKeyFile(directory), 0o666);
    expect(outcome(sign())).toBe('ACTOR_KEY_MISSING');
  });

  it('makes no claim that would not travel', () => {
    const long = (length: number): ActorIdentity => ({ ...ann, name: 'n'.repeat(length) });
    expect(sign(long(600)).length).toBeLessThanOrEqual(MAX_CLAIM_LENGTH);
    expect(() => sign(long(1_500))).toThrow(RangeError);
  });
});
