import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FirstAdmin } from '../src/users/first-admin.js';
import { idOf, TestGateway, type Answer } from './gateway.js';

describe('users', () => {
  let gateway: TestGateway;
  let admin: string;
  let adminId: string;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    admin = await gateway.admin();
    adminId = idOf((await gateway.ask('GET', '/api/v1/auth/me', { token: admin })).body);
  });

  afterAll(() => gateway.stop());

  const post = (path: string, body?: unknown, token = admin): Promise<Answer> =>
    gateway.ask('POST', `/api/v1/users${path}`, { token, body });

  it('begin in production with an admin who may do nothing else', async () => {
    const other = await TestGateway.start({ env: { NODE_ENV: 'production', SOLACE_USERNAME: 'u' } });
    const token = await other.admin();
    expect((await other.ask('GET', '/api/v1/auth/me', { token })).body).toMatchObject({ roles: ['admin'] });
    await other.stop();
  });

  it('begin with one admin, made once', async () => {
    expect(await gateway.get(FirstAdmin).ensure()).toBeUndefined();
    const { body } = await gateway.ask('GET', '/api/v1/users', { token: admin });
    const roles = ['trader', 'risk', 'admin'];
    expect(body).toMatchObject({ items: [{ username: 'admin', roles }], next: null });
    expect(JSON.stringify(body)).not.toContain('argon2');
  });

  it('get a one-time password, which opens nothing but its own change', async () => {
    const made = await post('', { username: 'Ada', email: 'Ada@Example.com', roles: ['trader', 'risk'] });
    expect(made).toMatchObject({
      status: 201,
      body: {
        user: { username: 'Ada', email: 'ada@example.com', roles: ['trader', 'risk'], mustChangePassword: true },
      },
    });
    const currentPassword = String(made.body['oneTimePassword']);
    const token = String((await gateway.login('ada', currentPassword)).body['accessToken']);
    expect(await gateway.ask('GET', '/api/v1/sessions', { token })).toMatchObject({
      status: 403,
      body: { code: 'PASSWORD_CHANGE_REQUIRED' },
    });
    const change = (newPassword: string, current = currentPassword): Promise<Answer> =>
      gateway.ask('PUT', '/api/v1/auth/password', { token, body: { currentPassword: current, newPassword } });
    expect(await change('short')).toMatchObject({ status: 422, body: { code: 'PASSWORD_WEAK' } });
    expect(await change(currentPassword)).toMatchObject({ status: 422, body: { code: 'PASSWORD_WEAK' } });
    expect(await change('granite-willow-1', 'wrong')).toMatchObject({ status: 422, body: { code: 'PASSWORD_WRONG' } });
    expect((await change('granite-willow-1')).status).toBe(204);
    expect((await gateway.ask('GET', '/api/v1/sessions', { token })).status).toBe(200);
    expect(await gateway.audited('user.password_change')).toHaveLength(2);
    expect(await gateway.audited('user.password_change_failed')).toHaveLength(1);
  });

  it('have names and addresses of their own', async () => {
    await post('', { username: 'twin', email: 'twin@example.com', roles: ['viewer'] });
    const taken = { status: 409, body: { code: 'USERNAME_TAKEN' } };
    expect(await post('', { username: 'TWIN', roles: ['viewer'] })).toMatchObject(taken);
    expect(await post('', { username: 'other', email: 'TWIN@example.com', roles: ['viewer'] })).toMatchObject(taken);
  });

  it('are listed page by page', async () => {
    for (const name of ['u-one', 'u-two', 'u-three']) await post('', { username: name, roles: ['viewer'] });
    const names: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: Answer = await gateway.ask('GET', `/api/v1/users?limit=2&after=${next}`, { token: admin });
      const items = page.body['items'] as { username: string }[];
      expect(items.length).toBeLessThanOrEqual(2);
      names.push(...items.map(({ username }) => username));
      next = page.body['next'] as string | null;
    }
    expect(names).toEqual([...new Set(names)].toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    expect(names).toEqual(expect.arrayContaining(['admin', 'u-one', 'u-three', 'u-two']));
  });

  it('are disabled with their sessions, and enabled without them', async () => {
    const bob = await gateway.user(admin, 'bob', ['viewer']);
    expect(await post(`/${bob.id}/disable`)).toMatchObject({ status: 200, body: { disabledAt: expect.any(Number) } });
    expect((await gateway.ask('GET', '/api/v1/auth/me', { token: bob.token })).status).toBe(401);
    expect((await gateway.login('bob', bob.password)).status).toBe(401);
    expect(await post(`/${bob.id}/enable`)).toMatchObject({ status: 200, body: { disabledAt: null } });
    expect((await gateway.ask('GET', '/api/v1/auth/me', { token: bob.token })).status).toBe(401);
    expect((await gateway.login('bob', bob.password)).status).toBe(200);
    const [disabled] = await gateway.audited('user.disable');
    expect(disabled).toMatchObject({ user_id: adminId, resource_id: bob.id, ip_address: '127.0.0.1' });
  });

  it('who lost their password get another by an admin', async () => {
    const kim = await gateway.user(admin, 'kim', ['viewer']);
    const reset = await post(`/${kim.id}/password-reset`);
    expect((await gateway.ask('GET', '/api/v1/auth/me', { token: kim.token })).status).toBe(401);
    expect((await gateway.login('kim', kim.password)).status).toBe(401);
    const login = await gateway.login('kim', String(reset.body['oneTimePassword']));
    expect(login.body['user']).toMatchObject({ mustChangePassword: true });
  });

  it('never lose their last admin', async () => {
    const lastAdmin = { status: 409, body: { code: 'LAST_ADMIN' } };
    const demote = (id: string, roles: string[], token = admin): Promise<Answer> =>
      gateway.ask('PUT', `/api/v1/users/${id}/roles`, { token, body: { roles } });
    expect(await demote(adminId, ['viewer'])).toMatchObject(lastAdmin);
    expect(await post(`/${adminId}/disable`)).toMatchObject(lastAdmin);
    const second = await gateway.user(admin, 'deputy', ['admin', 'risk']);
    // Both at once, each by the other: one stays.
    const answers = await Promise.all([demote(second.id, []), demote(adminId, [], second.token)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const admins = await Promise.all(
      [admin, second.token].map(async (token) => (await gateway.ask('GET', '/api/v1/users', { token })).status),
    );
    expect(admins.toSorted((a, b) => a - b)).toEqual([200, 403]);
  });

  it('are unknown by a wrong id', async () => {
    const other = await TestGateway.start();
    const root = await other.admin();
    const nobody = '00000000-0000-4000-8000-000000000000';
    const unknown = { status: 404, body: { code: 'USER_UNKNOWN' } };
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/disable'],
      ['POST', '/enable'],
      ['POST', '/password-reset'],
      ['GET', '/sessions'],
      ['DELETE', '/sessions'],
    ])
      expect(await other.ask(method, `/api/v1/users/${nobody}${path}`, { token: root })).toMatchObject(unknown);
    await other.stop();
  });
});
