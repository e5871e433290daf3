import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestGateway } from './gateway.js';

describe('what somebody may not do', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
  });

  afterAll(() => gateway.stop());

  it('is a warning in the log, with who tried it; a field that is wrong is not', async () => {
    const admin = await gateway.admin();
    const ada = await gateway.user(admin, 'ada', ['trader']);
    await gateway.ask('GET', '/api/v1/users', { token: ada.token });
    await gateway.ask('GET', '/api/v1/users', { token: `${ada.token}x` });
    await gateway.ask('POST', '/api/v1/auth/refresh', { headers: { origin: 'https://evil.example' } });
    await gateway.ask('POST', '/api/v1/auth/login', { body: {} });
    const lines = gateway.logged.map((line) => JSON.parse(line) as Record<string, unknown>);
    const refused = lines.filter(({ event }) => event === 'http.refused');
    expect(refused.map(({ level, code, userId }) => [level, code, userId ?? null])).toEqual([
      ['warn', 'ROLE_REQUIRED', ada.id],
      ['warn', 'TOKEN_INVALID', null],
      ['warn', 'ORIGIN_REFUSED', null],
      ['debug', 'BAD_REQUEST', null],
    ]);
  });
});
