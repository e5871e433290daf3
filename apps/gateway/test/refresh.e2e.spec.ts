import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@bourseworks/testkit';
import { sql } from 'kysely';
import { Db } from '../src/database/db.js';
import { SessionRefresh } from '../src/sessions/session-refresh.js';
import { SessionStore } from '../src/sessions/session-store.js';
import { ADMIN_PASSWORD, cookieOf, TestGateway, type Answer } from './gateway.js';

const client = { ip: '127.0.0.1', userAgent: null };
const second = 1_000_000;
const tokenOf = (answer: Answer): string => cookieOf(answer)?.split('=', 2)[1] ?? '';

/** Lets the database itself count the rotations from now on. */
async function countRotations({ kysely }: Db): Promise<() => Promise<number>> {
  await sql`create table rotations (sid text)`.execute(kysely);
  await sql`create trigger rotated after update of refresh_sequence on sessions
    begin insert into rotations values (new.id); end`.execute(kysely);
  return async () => (await sql`select sid from rotations`.execute(kysely)).rows.length;
}

async function sequenceOf(gateway: TestGateway, sid: string): Promise<number | undefined> {
  return (await gateway.get(SessionStore).find(sid))?.refresh_sequence;
}

describe('refresh', () => {
  let gateway: TestGateway;
  let twin: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    await gateway.admin();
    // Another process on the same database and keys: what holds between the two is the database's doing.
    twin = await TestGateway.start({ dataDir: gateway.dataDir, clock: gateway.clock });
  });

  afterAll(async () => {
    await twin.stop();
    await gateway.stop();
  });

  it('rotates once for a thousand callers with one token, and gives them all the same successor', async () => {
    const login = await gateway.login('admin', ADMIN_PASSWORD);
    const sid = String(login.body['sid']);
    const rotations = await countRotations(gateway.get(Db));
    const services = [gateway.get(SessionRefresh), twin.get(SessionRefresh)];
    const results = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => services[index % 2].refresh(tokenOf(login), client)),
    );
    const successors = new Set(results.map((result) => (result.ok ? result.value.refreshToken : result.refusal.code)));
    expect([...successors]).toEqual([expect.stringMatching(new RegExp(`^${sid}\\.1\\.`))]);
    expect(await sequenceOf(gateway, sid)).toBe(1);
    expect(await rotations()).toBe(1);
    expect(await gateway.audited('session.refresh_reused')).toEqual([]);
  });

  it('answers the token before the last within the grace, and takes it for stolen after it', async () => {
    const login = await gateway.login('admin', ADMIN_PASSWORD);
    const first = cookieOf(login);
    const rotated = await gateway.refresh(first);
    expect(rotated.status).toBe(200);
    gateway.clock.advance(9 * second);
    const late = await gateway.refresh(first);
    expect(cookieOf(late)).toBe(cookieOf(rotated));
    gateway.clock.advance(2 * second);
    expect(await gateway.refresh(first)).toMatchObject({ status: 401, body: { code: 'REFRESH_REFUSED' } });
    // The thief's end is also the owner's: nobody can tell which of the two is which.
    expect((await gateway.refresh(cookieOf(rotated))).status).toBe(401);
    const token = String(rotated.body['accessToken']);
    expect(await gateway.ask('GET', '/api/v1/auth/me', { token })).toMatchObject({
      status: 401,
      body: { code: 'SESSION_ENDED' },
    });
    const [entry, ...more] = await gateway.audited('session.refresh_reused');
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      resource_id: login.body['sid'],
      user_id: expect.any(String),
      ip_address: '127.0.0.1',
    });
  });

  it('takes a token older than the one before the last for stolen at once', async () => {
    const login = await gateway.login('admin', ADMIN_PASSWORD);
    const second_ = await gateway.refresh(cookieOf(login));
    const third = await gateway.refresh(cookieOf(second_));
    expect((await gateway.refresh(cookieOf(login))).status).toBe(401);
    expect((await gateway.refresh(cookieOf(third))).status).toBe(401);
  });

  it('ends at the absolute expiry, however often it was refreshed', async () => {
    const login = await gateway.login('admin', ADMIN_PASSWORD);
    let last: Answer = login;
    for (let hour = 0; hour < 23; hour++) {
      gateway.clock.advance(3_600 * second);
      last = await gateway.refresh(cookieOf(last));
      expect(last.status).toBe(200);
      expect(last.body['sessionExpiresAt']).toBe(login.body['sessionExpiresAt']);
    }
    gateway.clock.advance(3_600 * second);
    expect((await gateway.refresh(cookieOf(last))).status).toBe(401);
  });

  it('ends when it was idle for too long', async () => {
    const login = await gateway.login('admin', ADMIN_PASSWORD);
    gateway.clock.advance(12 * 3_600 * second);
    expect((await gateway.refresh(cookieOf(login))).status).toBe(401);
  });

  it('knows no token that another key made, or that was changed', async () => {
    const login = await gateway.login('admin', ADMIN_PASSWORD);
    const cookie = cookieOf(login) ?? '';
    const changed = cookie.replace(/\.0\./, '.1.');
    for (const bad of [changed, `${cookie.slice(0, -2)}AA`, cookie.slice(0, 60), 'bourseworks-refresh=', undefined])
      expect(await gateway.refresh(bad)).toMatchObject({ status: 401, body: { code: 'REFRESH_REFUSED' } });
    expect((await gateway.refresh(cookie)).status).toBe(200);
  });

  it('is refused to pages of other origins', async () => {
    const login = await gateway.login('admin', ADMIN_PASSWORD);
    const cookie = cookieOf(login);
    const own = { 'x-bourseworks-client': 'test' };
    const from = (headers: Record<string, string>): Promise<Answer> =>
      gateway.ask('POST', '/api/v1/auth/refresh', { cookie, headers });
    const refused = { status: 403, body: { code: 'ORIGIN_REFUSED' } };
    expect(await from({})).toMatchObject(refused);
    expect(await from({ ...own, origin: 'https://evil.example' })).toMatchObject(refused);
    expect(await from({ ...own, origin: 'null' })).toMatchObject(refused);
    expect(await from({ ...own, 'sec-fetch-site': 'cross-site' })).toMatchObject(refused);
    expect(await from({ ...own, origin: gateway.url.replace(/:\d+$/, ':1') })).toMatchObject(refused);
    expect((await from({ ...own, origin: gateway.url })).status).toBe(200);
  });
});

describe('refresh in strict mode', () => {
  it('gives no token twice', async () => {
    const gateway = await TestGateway.start({
      env: { GATEWAY_REFRESH_GRACE_SECONDS: '0' },
      clock: new VirtualClock(),
    });
    await gateway.admin();
    const login = await gateway.login('admin', ADMIN_PASSWORD);
    expect((await gateway.refresh(cookieOf(login))).status).toBe(200);
    expect((await gateway.refresh(cookieOf(login))).status).toBe(401);
    expect(await gateway.audited('session.refresh_reused')).toHaveLength(1);
    await gateway.stop();
  });
});
