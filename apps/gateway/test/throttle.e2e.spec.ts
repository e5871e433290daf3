import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestGateway, type Answer } from './gateway.js';

describe('what one person may ask', () => {
  let gateway: TestGateway;
  let ada: string;
  let bob: string;

  beforeAll(async () => {
    const env = { GATEWAY_READS_PER_MINUTE: '10', GATEWAY_COMMANDS_PER_MINUTE: '10' };
    gateway = await TestGateway.start({ env });
    const admin = await gateway.admin();
    ada = (await gateway.user(admin, 'ada', ['trader'])).token;
    bob = (await gateway.user(admin, 'bob', ['trader'])).token;
    gateway.clock.advance(120_000_000);
  });
  afterAll(() => gateway.stop());

  const read = (token: string): Promise<Answer> => gateway.ask('GET', '/api/v1/orders', { token });
  const order = (path: string): Promise<Answer> => gateway.ask('POST', `/api/v1/${path}`, { token: ada, body: {} });

  it('is limited by the minute, apart from others and from commands, with the time to wait', async () => {
    const statuses = [];
    for (let n = 0; n < 12; n++) statuses.push((await read(ada)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429]);
    const { body, headers } = await read(ada);
    expect(body).toMatchObject({ status: 429, code: 'REQUEST_THROTTLED', details: { limit: 10 } });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await read(bob)).status).toBe(200);
    expect((await order('orders')).status).toBe(400);
    gateway.clock.advance(Number(headers.get('retry-after')) * 1_000_000);
    expect((await read(ada)).status).toBe(200);
  });

  it('never holds up what makes less risk', async () => {
    const codes = [];
    for (let n = 0; n < 12; n++) codes.push((await order('orders')).body['code']);
    expect(codes.slice(-2)).toEqual(['REQUEST_THROTTLED', 'REQUEST_THROTTLED']);
    const safe = ['orders/x/cancel', 'orders/cancel-all', 'positions/flatten', 'kill-switch'];
    for (const path of [...safe, ...safe, ...safe]) expect([path, (await order(path)).status]).toEqual([path, 400]);
  });
});
