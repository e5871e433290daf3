import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OWASP_MINIMUM } from '../src/auth/phc.js';
import { PasswordHasher } from '../src/auth/password-hasher.js';
import { Db } from '../src/database/db.js';
import { SignIn } from '../src/auth/sign-in.js';
import { ADMIN_PASSWORD, TestGateway } from './gateway.js';

const second = 1_000_000;
const wrong = 'wrong-wrong-wrong-1';

describe('sign-in', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    await gateway.admin();
  });

  /** Tokens grow old on the clock that the cases move. */
  const adminToken = async (): Promise<string> =>
    String((await gateway.login('admin', ADMIN_PASSWORD)).body['accessToken']);

  afterAll(() => gateway.stop());

  it('refuses an unknown name as it refuses a wrong password: status, body, work', async () => {
    await gateway.user(await adminToken(), 'ben', ['viewer']);
    const disabled = await gateway.user(await adminToken(), 'dora', ['viewer']);
    await gateway.ask('POST', `/api/v1/users/${disabled.id}/disable`, { token: await adminToken() });
    const hasher = gateway.get(PasswordHasher);
    const seen = [];
    for (const [name, password] of [
      ['ben', wrong],
      ['nobody-here', wrong],
      ['dora', wrong],
      ['dora', disabled.password],
    ]) {
      const before = hasher.computations;
      const { status, body, cookies, headers } = await gateway.login(name, password);
      const { correlationId: _, ...rest } = body;
      const work = hasher.computations - before;
      seen.push({ status, rest, work, cookies, length: headers.get('content-length') });
    }
    expect(seen[0]).toMatchObject({ status: 401, work: 1, rest: { code: 'LOGIN_FAILED' }, cookies: [] });
    for (const other of seen) expect(other).toEqual(seen[0]);
  });

  it('takes a name in any case', async () => {
    expect((await gateway.login('ADMIN', ADMIN_PASSWORD)).status).toBe(200);
  });

  it('makes a guesser wait longer and longer, known name or not, and hears the owner from elsewhere', async () => {
    const ben = await gateway.user(await adminToken(), 'carla', ['viewer']);
    const signIn = gateway.get(SignIn);
    const from = async (ip: string, username: string, password: string): Promise<string | number> => {
      const result = await signIn.signIn({ username, password }, { ip, userAgent: null });
      return result.ok ? 'ok' : Number(result.refusal.details?.['retryAfterS'] ?? 0);
    };
    const waits: Record<string, (string | number)[]> = {};
    for (const name of ['carla', 'nobody-either']) {
      const found = (waits[name] = []) as (string | number)[];
      for (let attempt = 0; attempt < 5; attempt++) found.push(await from('203.0.113.7', name, wrong));
      for (let round = 0; round < 12; round++) {
        const wait = await from('203.0.113.7', name, wrong);
        found.push(wait);
        gateway.clock.advance(Number(wait) * second);
        expect(await from('203.0.113.7', name, wrong)).toBe(0);
      }
    }
    expect(waits['carla']).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    expect(waits['nobody-either']).toEqual(waits['carla']);
    expect(await from('198.51.100.2', 'carla', ben.password)).toBe('ok');
    // The right password is heard at the guesser's address too, once its wait is over.
    expect(await from('203.0.113.7', 'carla', wrong)).toBe(0);
    expect(await from('203.0.113.7', 'carla', ben.password)).toBe(300);
    gateway.clock.advance(300 * second);
    expect(await from('203.0.113.7', 'carla', ben.password)).toBe('ok');
  });

  it('slows many addresses down that guess one name, but never an address the owner has used', async () => {
    const eve = await gateway.user(await adminToken(), 'erin', ['viewer']);
    const signIn = gateway.get(SignIn);
    const at = (ip: string, password: string): ReturnType<SignIn['signIn']> =>
      signIn.signIn({ username: 'erin', password }, { ip, userAgent: null });
    expect((await at('192.0.2.1', eve.password)).ok).toBe(true);
    for (let host = 0; host < 100; host++) await at(`203.0.113.${host}`, wrong);
    expect(await at('198.51.100.9', eve.password)).toMatchObject({ ok: false, refusal: { code: 'LOGIN_THROTTLED' } });
    expect((await at('192.0.2.1', eve.password)).ok).toBe(true);
    // Not for ever for a new address either.
    gateway.clock.advance(900 * second);
    expect((await at('198.51.100.9', eve.password)).ok).toBe(true);
  });

  it('slows one address down that tries many names', async () => {
    const signIn = gateway.get(SignIn);
    const tries = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        signIn.signIn({ username: `name-${index}`, password: wrong }, { ip: '203.0.113.200', userAgent: null }),
      ),
    );
    const codes = tries.map((result) => (result.ok ? 'ok' : result.refusal.code));
    expect(codes.filter((code) => code === 'LOGIN_FAILED')).toHaveLength(50);
    expect(codes.filter((code) => code === 'LOGIN_THROTTLED')).toHaveLength(10);
  });

  it('hears only as many guesses at the same moment as one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => gateway.login('nobody-parallel', wrong)));
    const throttled = answers.filter(({ status }) => status === 429);
    expect(throttled).toHaveLength(25);
    expect(throttled[0].headers.get('retry-after')).toMatch(/^\d+$/);
    expect(throttled[0].body['code']).toBe('LOGIN_THROTTLED');
  });

  it('leaves a row in the audit log, failed or not, without the name that was typed', async () => {
    const failed = await gateway.audited('session.login_failed');
    expect(failed.length).toBeGreaterThan(5);
    expect(failed.some(({ user_id }) => user_id === null)).toBe(true);
    expect(JSON.stringify(failed)).not.toContain('nobody');
    expect((await gateway.audited('session.login')).length).toBeGreaterThan(3);
  });

  it('stores the password anew when hashes have become dearer', async () => {
    const frank = await gateway.user(await adminToken(), 'frank', ['viewer']);
    const { kysely } = gateway.get(Db);
    const stored = async (): Promise<string> =>
      (await kysely.selectFrom('users').select('password_hash').where('id', '=', frank.id).executeTakeFirstOrThrow())
        .password_hash;
    const cheaper = new PasswordHasher({ cost: { ...OWASP_MINIMUM, memory: 32, passes: 1 }, concurrency: 1, queue: 1 });
    const old = await cheaper.hash(frank.password);
    if (!old.ok) throw new Error(old.refusal.message);
    await kysely.updateTable('users').set({ password_hash: old.value }).where('id', '=', frank.id).execute();
    expect((await gateway.login('frank', frank.password)).status).toBe(200);
    expect(await stored()).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect((await gateway.login('frank', frank.password)).status).toBe(200);
  });
});
