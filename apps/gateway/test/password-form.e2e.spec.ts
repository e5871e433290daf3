import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FirstAdmin } from '../src/users/first-admin.js';
import { TestGateway } from './gateway.js';

/** The same characters in their wide forms, which are stored as the plain ones. */
const wide = (text: string): string =>
  text.replaceAll(/[a-z0-9]/g, (plain) => String.fromCodePoint((plain.codePointAt(0) ?? 0) + 0xfee0));

describe('a password in another form of its characters', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
  });

  afterAll(() => gateway.stop());

  it('is the same password: a one-time password is not kept by typing it differently', async () => {
    const oneTime = (await gateway.get(FirstAdmin).ensure()) ?? '';
    const token = String((await gateway.login('admin', oneTime)).body['accessToken']);
    const change = (newPassword: string) =>
      gateway.ask('PUT', '/api/v1/auth/password', { token, body: { currentPassword: oneTime, newPassword } });
    expect(await change(wide(oneTime))).toMatchObject({ status: 422, body: { code: 'PASSWORD_WEAK' } });
    expect(await change(wide('qwertyuiop12'))).toMatchObject({ status: 422, body: { code: 'PASSWORD_WEAK' } });
    expect(await gateway.ask('GET', '/api/v1/users', { token })).toMatchObject({ status: 403 });
  });
});
