import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { TestGateway, cookieOf, ADMIN_PASSWORD } from './gateway.js';

const problemType = 'application/problem+json; charset=utf-8';

describe('the HTTP edge', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    await gateway.admin();
  });

  afterAll(() => gateway.stop());

  const login = (body: string, headers: Record<string, string> = {}) =>
    gateway.ask('POST', '/api/v1/auth/login', { body, headers });

  it('answers every kind of failure with problem details', async () => {
    const big = JSON.stringify({ username: 'a', password: 'x'.repeat(1_100_000) });
    const cases = [
      [await gateway.ask('GET', '/nowhere'), 404, 'ROUTE_UNKNOWN'],
      [await gateway.ask('POST', '/'), 404, 'ROUTE_UNKNOWN'],
      [await gateway.ask('GET', '/api/v1/nowhere'), 404, 'ROUTE_UNKNOWN'],
      [await gateway.ask('PATCH', '/api/v1/auth/login'), 404, 'ROUTE_UNKNOWN'],
      [await gateway.ask('GET', '/api/docs/nowhere'), 404, 'ROUTE_UNKNOWN'],
      [await gateway.ask('GET', '/api/v1/users/%FF'), 400, 'BAD_REQUEST'],
      [await login('{"username": "tulip-secret'), 400, 'BAD_MESSAGE'],
      [await login(big), 413, 'PAYLOAD_TOO_LARGE'],
      [
        await login('username=a', { 'content-type': 'application/x-www-form-urlencoded' }),
        415,
        'UNSUPPORTED_CONTENT_TYPE',
      ],
      [await login('{}', { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_CONTENT_TYPE'],
      [await login('{}', { 'content-type': 'application/json; charset=ebcdic' }), 415, 'UNSUPPORTED_CONTENT_TYPE'],
      [await login('{}', { 'content-encoding': 'zip' }), 415, 'UNSUPPORTED_CONTENT_TYPE'],
      [await login('{}'), 400, 'BAD_REQUEST'],
    ] as const;
    for (const [answer, status, code] of cases) {
      expect(answer).toMatchObject({ status, body: { status, code, type: `urn:bourseworks:error:${code}` } });
      expect(answer.headers.get('content-type')).toBe(problemType);
      expect(answer.headers.get('x-correlation-id')).toBe(answer.body['correlationId']);
      expect(JSON.stringify(answer.body)).not.toContain('tulip');
    }
  });

  it('names the fields that are wrong, not their values', async () => {
    const { body } = await login(JSON.stringify({ username: 7, password: '', 'canary-field': 'canary-value' }));
    const fields = (body['errors'] as { field: string }[]).map(({ field }) => field);
    expect(fields.toSorted()).toEqual(['canary-field', 'password', 'username']);
    expect(JSON.stringify(body)).not.toContain('canary-value');
  });

  it('keeps the id that a caller gives, if it is one', async () => {
    const given = await gateway.ask('GET', '/api/v1/nowhere', { headers: { 'x-correlation-id': 'order-17' } });
    expect(given.body['correlationId']).toBe('order-17');
    const odd = await gateway.ask('GET', '/api/v1/nowhere', { headers: { 'x-correlation-id': 'a b "c"' } });
    expect(odd.body['correlationId']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('leaves the probes as watchers know them', async () => {
    await eventually(async () => (await gateway.ask('GET', '/health/ready')).status === 200);
    expect(await gateway.ask('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect((await gateway.ask('GET', '/metrics')).status).toBe(200);
  });

  it('sends strict headers, and none that need TLS', async () => {
    const { headers } = await gateway.ask('GET', '/api/v1/auth/me');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|upgrade-insecure/);
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('www-authenticate')).toBe('Bearer');
    const [cookie] = (await gateway.login('admin', ADMIN_PASSWORD)).cookies;
    expect(cookie).toMatch(
      /^bourseworks-refresh=[^;]+; Path=\/api\/v1\/auth\/refresh; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
  });

  it('throttles an address that asks too much, with the time to wait', async () => {
    const small = await TestGateway.start({ env: { GATEWAY_REQUESTS_PER_MINUTE: '60' } });
    const statuses = [];
    for (let count = 0; count < 12; count++) statuses.push((await small.ask('GET', '/api/v1/auth/me')).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    const { headers, body } = await small.ask('GET', '/api/v1/auth/me');
    expect(body).toMatchObject({ code: 'REQUEST_THROTTLED', status: 429 });
    expect(headers.get('retry-after')).toBe('1');
    expect((await small.ask('GET', '/health/live')).status).toBe(200);
    small.clock.advance(1_000_000);
    expect((await small.ask('GET', '/api/v1/auth/me')).status).toBe(401);
    await small.stop();
  });

  it('survives a caller that goes away in the middle of its body', async () => {
    const { hostname, port } = new URL(gateway.url);
    await new Promise<void>((resolve) => {
      const headers = { 'content-type': 'application/json', 'content-length': '100' };
      const half = request({ hostname, port, method: 'POST', path: '/api/v1/auth/login', headers });
      half.on('error', () => resolve());
      half.write('{"user');
      setTimeout(() => half.destroy(new Error('gone')), 50);
    });
    expect((await gateway.ask('GET', '/health/live')).status).toBe(200);
  });
});

describe('the HTTP edge behind TLS', () => {
  let gateway: TestGateway;
  const origin = 'https://trade.example.com';

  beforeAll(async () => {
    gateway = await TestGateway.start({ env: { GATEWAY_TLS: 'true', GATEWAY_ORIGINS: origin, GATEWAY_PROXIES: '1' } });
    await gateway.admin();
  });

  afterAll(() => gateway.stop());

  it('sends the full set of headers, and cookies for TLS alone', async () => {
    const login = await gateway.login('admin', ADMIN_PASSWORD);
    expect(login.headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
    expect(login.headers.get('content-security-policy')).toContain('upgrade-insecure-requests');
    expect(login.cookies[0]).toMatch(/^__Secure-bourseworks-refresh=.*; HttpOnly; Secure; SameSite=Strict$/);
    const cookie = cookieOf(login);
    const ask = (from: string) =>
      gateway.ask('POST', '/api/v1/auth/refresh', { cookie, headers: { 'x-bourseworks-client': 'web', origin: from } });
    expect((await ask(gateway.url)).status).toBe(403);
    expect((await ask(origin)).status).toBe(200);
  });

  it('shows no API reference', async () => {
    expect(await gateway.ask('GET', '/api/docs')).toMatchObject({ status: 404, body: { code: 'ROUTE_UNKNOWN' } });
    expect((await gateway.ask('GET', '/api/docs/openapi.json')).status).toBe(404);
  });

  it('believes the proxy in front of it for the address', async () => {
    const body = { username: 'admin', password: ADMIN_PASSWORD };
    const headers = { 'x-forwarded-for': '192.0.2.66, 198.51.100.7' };
    const { body: granted } = await gateway.ask('POST', '/api/v1/auth/login', { body, headers });
    const sessions = await gateway.ask('GET', '/api/v1/sessions', { token: String(granted['accessToken']) });
    const list = sessions.body as unknown as { current: boolean; ipAddress: string }[];
    expect(list.find(({ current }) => current)?.ipAddress).toBe('198.51.100.7');
  });
});
