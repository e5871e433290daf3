import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PasswordChange } from '../src/auth/password-change.js';
import { ADMIN_PASSWORD, TestGateway } from './gateway.js';

describe('a change of the password', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
  });

  afterAll(() => gateway.stop());

  it('does not land once its session was ended: a thief who was thrown out must not lock the owner out', async () => {
    const token = await gateway.admin();
    const { body } = await gateway.login('admin', ADMIN_PASSWORD);
    const { id, username, roles } = body['user'] as { id: string; username: string; roles: ['admin'] };
    const sid = String(body['sid']);
    // Past the guard already, and its password being checked, when the owner ends the session.
    expect((await gateway.ask('DELETE', `/api/v1/sessions/${sid}`, { token })).status).toBe(204);
    const request = { currentPassword: ADMIN_PASSWORD, newPassword: 'granite-willow-ember-5' };
    const changed = await gateway
      .get(PasswordChange)
      .change({ id, username, roles, sid }, request, { ip: '192.0.2.1', userAgent: null });
    expect(changed).toMatchObject({ ok: false, refusal: { code: 'SESSION_ENDED' } });
    expect((await gateway.login('admin', ADMIN_PASSWORD)).status).toBe(200);
  });
});
