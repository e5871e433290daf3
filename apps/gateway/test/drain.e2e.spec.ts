import { afterEach, describe, expect, it } from '@jest/globals';
import { PasswordHasher } from '../src/auth/password-hasher.js';
import { eventually } from '@bourseworks/testkit';
import { ADMIN_PASSWORD, TestGateway } from './gateway.js';

let gateway: TestGateway;
let stopped: Promise<void> | undefined;
afterEach(() => stopped ?? gateway.stop());

describe('a gateway that stops', () => {
  it('answers what it was asked before, and refuses the rest', async () => {
    gateway = await TestGateway.start();
    await gateway.admin();
    const hasher = gateway.get(PasswordHasher);
    const verify = hasher.verify.bind(hasher);
    let asked = false;
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    hasher.verify = async (...args) => {
      asked = true;
      await held;
      return verify(...args);
    };
    const login = gateway.login('admin', ADMIN_PASSWORD);
    await eventually(() => asked);
    stopped = gateway.stop();
    const late = await eventually(async () => {
      const { status, body } = await gateway.ask('GET', '/api/v1/auth/me');
      return body['code'] === 'BUSY' ? { status, code: body['code'] } : undefined;
    });
    expect(late).toEqual({ status: 503, code: 'BUSY' });
    goOn();
    expect((await login).status).toBe(200);
    await stopped;
  });
});
