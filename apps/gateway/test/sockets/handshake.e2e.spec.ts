import { request, type IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { SessionEnd } from '../../src/sessions/session-end.js';
import { SocketRoster } from '../../src/sockets/access/socket-roster.js';
import { ADMIN_PASSWORD, idOf, TestGateway } from '../gateway.js';
import { closeClients, connect, entered, refusalOf } from './socket-client.js';

/** The answer to an upgrade that was not let in. */
function turnedAway(url: string, path: string, headers: Record<string, string>): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const asked = request(`${url}${path}`, {
      headers: { ...upgrade, 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==', ...headers },
    });
    asked.on('error', reject).on('upgrade', () => reject(new Error('it was let in')));
    asked.on('response', (response: IncomingMessage) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve([response.statusCode ?? 0, (JSON.parse(text) as { code: string }).code]));
    });
    asked.end();
  });
}

const PATH = '/socket.io/?EIO=4&transport=websocket';

describe('the handshake of a socket', () => {
  let gateway: TestGateway;
  let admin: string;

  beforeAll(async () => {
    gateway = await TestGateway.start({ env: { GATEWAY_SOCKETS_PER_USER: '2', GATEWAY_MAX_SOCKETS: '8' } });
    await gateway.admin();
    admin = String((await gateway.login('admin', ADMIN_PASSWORD)).body['accessToken']);
  });

  afterEach(async () => {
    closeClients();
    await eventually(() => gateway.get(SocketRoster).size === 0);
  });

  afterAll(() => gateway.stop());

  it('lets a viewer into both namespaces over one connection', async () => {
    const { token } = await gateway.user(admin, 'vera', ['viewer']);
    for (const namespace of ['/market', '/orders']) {
      const socket = await entered(connect(gateway.url, namespace, token));
      expect(socket.connected).toBe(true);
    }
  });

  it('is refused by code without a good token', async () => {
    const { token } = await gateway.user(admin, 'enid', ['viewer']);
    expect(await refusalOf(connect(gateway.url, '/market', undefined))).toBe('SIGN_IN_REQUIRED');
    expect(await refusalOf(connect(gateway.url, '/market', undefined, { auth: { token: 7 } }))).toBe(
      'SIGN_IN_REQUIRED',
    );
    expect(await refusalOf(connect(gateway.url, '/market', undefined, { auth: { token, more: 1 } }))).toBe(
      'SIGN_IN_REQUIRED',
    );
    expect(await refusalOf(connect(gateway.url, '/orders', 'a.b.c'))).toBe('TOKEN_INVALID');
  });

  it('is refused of a session that has ended', async () => {
    const { token, id } = await gateway.user(admin, 'ezra', ['viewer']);
    const principal = { id: 'x', username: 'admin', roles: ['admin' as const], sid: 'x' };
    await gateway.get(SessionEnd).revokeAllOf({ ...principal, id }, id, { ip: '127.0.0.1', userAgent: null });
    expect(await refusalOf(connect(gateway.url, '/market', token))).toBe('SESSION_ENDED');
  });

  it('is refused while a password that somebody else has set is not changed', async () => {
    const body = { username: 'pete', roles: ['trader'] };
    const made = await gateway.ask('POST', '/api/v1/users', { token: admin, body });
    expect(idOf(made.body['user'])).toBeDefined();
    const token = String((await gateway.login('pete', String(made.body['oneTimePassword']))).body['accessToken']);
    expect(await refusalOf(connect(gateway.url, '/market', token))).toBe('PASSWORD_CHANGE_REQUIRED');
  });

  it('is refused in any other namespace', async () => {
    expect(await refusalOf(connect(gateway.url, '/', admin))).toBe('SOCKET_NAMESPACE');
    expect(await refusalOf(connect(gateway.url, '/admin', admin))).toBe('Invalid namespace');
  });

  it('is refused beyond the sockets of a user, until one is closed', async () => {
    const { token } = await gateway.user(admin, 'lena', ['viewer']);
    const first = await entered(connect(gateway.url, '/market', token));
    await entered(connect(gateway.url, '/market', token));
    expect(await refusalOf(connect(gateway.url, '/market', token))).toBe('SOCKET_LIMIT');
    await entered(connect(gateway.url, '/orders', token));
    first.disconnect();
    await eventually(() => gateway.get(SocketRoster).size === 2);
    await entered(connect(gateway.url, '/market', token));
  });

  it('of a foreign page is not even upgraded', async () => {
    expect(await turnedAway(gateway.url, PATH, { origin: 'https://evil.example' })).toEqual([403, 'ORIGIN_REFUSED']);
    expect(await turnedAway(gateway.url, PATH, { 'sec-fetch-site': 'cross-site' })).toEqual([403, 'ORIGIN_REFUSED']);
    const own = connect(gateway.url, '/market', admin, { extraHeaders: { origin: gateway.url } });
    expect((await entered(own)).connected).toBe(true);
  });

  it('beyond the connections of the process is turned away', async () => {
    const { token } = await gateway.user(admin, 'maxi', ['viewer']);
    for (const one of [admin, token])
      for (const namespace of ['/market', '/orders', '/market', '/orders'])
        await entered(connect(gateway.url, namespace, one));
    expect(await turnedAway(gateway.url, PATH, {})).toEqual([503, 'SOCKET_LIMIT']);
  });

  it('is a WebSocket at its path: no polling, nothing beside it', async () => {
    const polling = await gateway.ask('GET', '/socket.io/?EIO=4&transport=polling');
    expect([polling.status, polling.body['code']]).toEqual([404, 'ROUTE_UNKNOWN']);
    expect(polling.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await turnedAway(gateway.url, '/elsewhere', {})).toEqual([404, 'ROUTE_UNKNOWN']);
  });

  it('of a token that is too old is refused', async () => {
    gateway.clock.advance(700_000_000);
    expect(await refusalOf(connect(gateway.url, '/market', admin))).toBe('TOKEN_EXPIRED');
  });
});
