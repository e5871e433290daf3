import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_PASSWORD, cookieOf, TestGateway, type Answer } from './gateway.js';

const ended = { status: 401, body: { code: 'SESSION_ENDED' } };
const listOf = (answer: Answer): { id: string; current: boolean }[] =>
  answer.body as unknown as { id: string; current: boolean }[];

describe('sessions', () => {
  let gateway: TestGateway;
  let admin: string;
  let ada: { id: string; token: string; password: string };

  beforeAll(async () => {
    gateway = await TestGateway.start();
    admin = await gateway.admin();
    ada = await gateway.user(admin, 'ada', ['trader']);
  });

  afterAll(() => gateway.stop());

  const tokenFor = async (name: string, password: string): Promise<string> =>
    String((await gateway.login(name, password)).body['accessToken']);
  const me = (token: string): Promise<Answer> => gateway.ask('GET', '/api/v1/auth/me', { token });

  it('are listed to their owner, and ended one by one, at once', async () => {
    const token = await tokenFor('ada', ada.password);
    const sessions = listOf(await gateway.ask('GET', '/api/v1/sessions', { token }));
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    const other = sessions.find(({ current }) => !current);
    // In the memory of the gateway by now, and refused all the same.
    expect((await me(ada.token)).status).toBe(200);
    expect((await gateway.ask('DELETE', `/api/v1/sessions/${other?.id}`, { token })).status).toBe(204);
    expect(await me(ada.token)).toMatchObject(ended);
    expect((await me(token)).status).toBe(200);
  });

  it('of others are unknown, but to admins', async () => {
    const token = await tokenFor('ada', ada.password);
    const [mine] = listOf(await gateway.ask('GET', '/api/v1/sessions', { token: admin }));
    expect(await gateway.ask('DELETE', `/api/v1/sessions/${mine.id}`, { token })).toMatchObject({
      status: 404,
      body: { code: 'SESSION_UNKNOWN' },
    });
    const hers = listOf(await gateway.ask('GET', `/api/v1/users/${ada.id}/sessions`, { token: admin }));
    expect(hers.length).toBeGreaterThan(1);
    expect((await gateway.ask('DELETE', `/api/v1/sessions/${hers[0].id}`, { token: admin })).status).toBe(204);
    expect((await gateway.ask('DELETE', `/api/v1/users/${ada.id}/sessions`, { token: admin })).status).toBe(204);
    expect(await me(token)).toMatchObject(ended);
    expect(listOf(await gateway.ask('GET', `/api/v1/users/${ada.id}/sessions`, { token: admin }))).toEqual([]);
  });

  it('end with their sign-out, refresh token included', async () => {
    const login = await gateway.login('ada', ada.password);
    const token = String(login.body['accessToken']);
    const out = await gateway.ask('POST', '/api/v1/auth/logout', { token });
    expect(out.status).toBe(204);
    expect(out.cookies[0]).toMatch(/^bourseworks-refresh=;.*Expires=Thu, 01 Jan 1970/);
    expect(await me(token)).toMatchObject(ended);
    expect((await gateway.refresh(cookieOf(login))).status).toBe(401);
    expect(await gateway.audited('session.logout')).toMatchObject([
      { user_id: ada.id, resource_id: login.body['sid'] },
    ]);
  });

  it('end with a change of the password, but for the one that changed it', async () => {
    const here = await tokenFor('ada', ada.password);
    const there = await tokenFor('ada', ada.password);
    const body = { currentPassword: ada.password, newPassword: 'granite-willow-ember-5' };
    expect((await gateway.ask('PUT', '/api/v1/auth/password', { token: here, body })).status).toBe(204);
    expect((await me(here)).status).toBe(200);
    expect(await me(there)).toMatchObject(ended);
    expect((await gateway.login('ada', ada.password)).status).toBe(401);
    expect((await gateway.login('ada', 'granite-willow-ember-5')).status).toBe(200);
  });

  it('of a user beyond the bound end the one that was idle longest', async () => {
    const small = await TestGateway.start({ env: { GATEWAY_MAX_SESSIONS: '2' } });
    const first = await small.admin();
    small.clock.advance(1_000_000);
    const second = String((await small.login('admin', ADMIN_PASSWORD)).body['accessToken']);
    small.clock.advance(1_000_000);
    // In the memory of the gateway by now, and refused all the same.
    expect((await small.ask('GET', '/api/v1/auth/me', { token: first })).status).toBe(200);
    const third = String((await small.login('admin', ADMIN_PASSWORD)).body['accessToken']);
    const answers = await Promise.all(
      [first, second, third].map((token) => small.ask('GET', '/api/v1/auth/me', { token })),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 200, 200]);
    const details = (await small.audited('session.login')).map((row) => row.details);
    expect(details).toEqual([null, null, '{"sessionsEnded":1}']);
    await small.stop();
  });

  it('that another process ended are refused within five seconds', async () => {
    const twin = await TestGateway.start({ dataDir: gateway.dataDir, clock: gateway.clock });
    const token = String((await gateway.login('ada', 'granite-willow-ember-5')).body['accessToken']);
    expect((await twin.ask('GET', '/api/v1/auth/me', { token })).status).toBe(200);
    await gateway.ask('POST', '/api/v1/auth/logout', { token });
    gateway.clock.advance(5_000_000);
    expect(await twin.ask('GET', '/api/v1/auth/me', { token })).toMatchObject(ended);
    await twin.stop();
  });
});
