import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT, UnsecuredJWT } from 'jose';
import { AUDIENCE, ISSUER } from '../src/auth/access-tokens.js';
import { KeyRing } from '../src/auth/key-ring.js';
import { ADMIN_PASSWORD, TestGateway } from './gateway.js';

const me = '/api/v1/auth/me';
const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('access tokens', () => {
  let gateway: TestGateway;
  let keys: KeyRing;
  let token: string;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    await gateway.admin();
    keys = gateway.get(KeyRing);
    token = String((await gateway.login('admin', ADMIN_PASSWORD)).body['accessToken']);
  });

  afterAll(() => gateway.stop());

  /** A token with the claims of a good one, but for what the case changes. */
  function forged(
    change: { header?: object; claims?: Record<string, unknown>; key?: Uint8Array } = {},
  ): Promise<string> {
    const header = { alg: 'HS256', kid: keys.keyId, typ: 'at+jwt', ...change.header };
    return new SignJWT({ ...claimsOf(token), ...change.claims })
      .setProtectedHeader(header)
      .sign(change.key ?? keys.accessKey);
  }

  it('open what they should, a remade one too', async () => {
    expect((await gateway.ask('GET', me, { token })).status).toBe(200);
    expect((await gateway.ask('GET', me, { token: await forged() })).status).toBe(200);
    const roles = expect.arrayContaining(['admin']) as unknown;
    expect(claimsOf(token)).toMatchObject({ iss: ISSUER, aud: AUDIENCE, sid: expect.any(String), roles });
    const { exp, iat } = claimsOf(token) as { exp: number; iat: number };
    expect(exp - iat).toBeLessThanOrEqual(900);
  });

  it('are refused when anything about them is not ours', async () => {
    const [head = '', claims = '', mac = ''] = token.split('.');
    const raised = Buffer.from(JSON.stringify({ ...claimsOf(token), roles: ['risk'] })).toString('base64url');
    const cases = {
      tampered: `${head}.${raised}.${mac}`,
      'without a signature': `${head}.${claims}.`,
      'alg none': new UnsecuredJWT(claimsOf(token)).encode(),
      'of another key': await forged({ key: new Uint8Array(32) }),
      'of another key id': await forged({ header: { kid: 'other' } }),
      'signed as another kind': await forged({ header: { typ: 'JWT' } }),
      'of another algorithm': await forged({ header: { alg: 'HS512' }, key: new Uint8Array(64) }),
      'from another issuer': await forged({ claims: { iss: 'other' } }),
      'for another audience': await forged({ claims: { aud: 'other' } }),
      'without a session': await forged({ claims: { sid: undefined } }),
      'without an end': await forged({ claims: { exp: undefined } }),
      'signed with the refresh key': await forged({ key: keys.refreshKey }),
      garbage: 'a.b.c',
    };
    for (const [name, bad] of Object.entries(cases)) {
      const { status, body } = await gateway.ask('GET', me, { token: bad });
      expect({ name, status, code: body['code'] }).toEqual({ name, status: 401, code: 'TOKEN_INVALID' });
    }
  });

  it('are refused with somebody else in them, or of a session that there is not', async () => {
    const other = await forged({ claims: { sub: '00000000-0000-4000-8000-000000000000' } });
    const nowhere = await forged({ claims: { sid: '00000000-0000-4000-8000-000000000000' } });
    for (const bad of [other, nowhere])
      expect(await gateway.ask('GET', me, { token: bad })).toMatchObject({
        status: 401,
        body: { code: 'SESSION_ENDED' },
      });
  });

  it('are too old after their life, with a tolerance of seconds', async () => {
    gateway.clock.advance(601_000_000);
    expect((await gateway.ask('GET', me, { token })).status).toBe(200);
    gateway.clock.advance(2_000_000);
    expect(await gateway.ask('GET', me, { token })).toMatchObject({ status: 401, body: { code: 'TOKEN_EXPIRED' } });
  });

  it('do not keep a role that was taken away', async () => {
    const admin = String((await gateway.login('admin', ADMIN_PASSWORD)).body['accessToken']);
    const risk = await gateway.user(admin, 'rosa', ['admin']);
    expect((await gateway.ask('GET', '/api/v1/users', { token: risk.token })).status).toBe(200);
    await gateway.ask('PUT', `/api/v1/users/${risk.id}/roles`, { token: admin, body: { roles: ['viewer'] } });
    expect(await gateway.ask('GET', '/api/v1/users', { token: risk.token })).toMatchObject({
      status: 403,
      body: { code: 'ROLE_REQUIRED' },
    });
  });
});
