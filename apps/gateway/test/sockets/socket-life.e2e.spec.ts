import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { Db } from '../../src/database/db.js';
import { SocketRoster } from '../../src/sockets/access/socket-roster.js';
import { ADMIN_PASSWORD, cookieOf, TestGateway } from '../gateway.js';
import { ask, closeClients, closingOf, connect, entered } from './socket-client.js';

const SECOND_US = 1_000_000;

describe('the life of a socket', () => {
  let gateway: TestGateway;
  let admin: string;

  beforeAll(async () => {
    gateway = await TestGateway.start({ env: { GATEWAY_ACCESS_TOKEN_SECONDS: '60' } });
    await gateway.admin();
  });

  afterEach(async () => {
    closeClients();
    await eventually(() => gateway.get(SocketRoster).size === 0);
  });

  afterAll(() => gateway.stop());

  async function signedIn(username: string) {
    admin = String((await gateway.login('admin', ADMIN_PASSWORD)).body['accessToken']);
    return gateway.user(admin, username, ['viewer']);
  }

  const sockets = (token: string) =>
    Promise.all(['/market', '/orders'].map((namespace) => entered(connect(gateway.url, namespace, token))));

  it('ends with its session, at once where that was ended here', async () => {
    const { token } = await signedIn('rose');
    const other = await signedIn('ruth');
    const closings = (await sockets(token)).map(closingOf);
    const [bystander] = await sockets(other.token);
    await gateway.ask('POST', '/api/v1/auth/logout', { token, headers: { 'x-bourseworks-client': 'test' } });
    expect(await Promise.all(closings)).toEqual([
      expect.objectContaining({ code: 'SESSION_ENDED' }),
      expect.objectContaining({ code: 'SESSION_ENDED' }),
    ]);
    expect(bystander.connected).toBe(true);
  });

  it('ends within five seconds of a session that another process ended', async () => {
    const { token, id } = await signedIn('ross');
    const [market] = await sockets(token);
    const closing = closingOf(market);
    await gateway
      .get(Db)
      .kysely.updateTable('sessions')
      .set({ revoked_at: 1, revoke_reason: 'admin' })
      .where('user_id', '=', id)
      .execute();
    gateway.clock.advance(4 * SECOND_US);
    expect(await closing).toMatchObject({ code: 'SESSION_ENDED' });
  });

  it('ends when its user is disabled', async () => {
    const { token, id } = await signedIn('rhys');
    const [market] = await sockets(token);
    const closing = closingOf(market);
    const answer = await gateway.ask('POST', `/api/v1/users/${id}/disable`, { token: admin });
    expect(answer.status).toBeLessThan(300);
    expect(await closing).toMatchObject({ code: 'SESSION_ENDED' });
  });

  it('ends with its token, a few seconds later, unless it is renewed', async () => {
    const { token, password } = await signedIn('tess');
    const login = await gateway.login('tess', password);
    const [market, orders] = await sockets(String(login.body['accessToken']));
    const closing = closingOf(market);
    gateway.clock.advance(40 * SECOND_US);
    const fresh = await gateway.refresh(cookieOf(login));
    const renewed = { token: String(fresh.body['accessToken']) };
    expect(await ask(orders, 'renew', { token })).toMatchObject({ ok: false, code: 'TOKEN_INVALID' });
    expect(await ask(orders, 'renew', { token: 'x' })).toMatchObject({ ok: false, code: 'TOKEN_INVALID' });
    const answer = await ask<{ expiresAt: number }>(orders, 'renew', renewed);
    expect(answer).toEqual({ ok: true, expiresAt: Math.floor(gateway.clock.nowUs() / SECOND_US) * 1_000 + 60_000 });
    gateway.clock.advance(22 * SECOND_US);
    expect(market.connected).toBe(true);
    gateway.clock.advance(2 * SECOND_US);
    expect(await closing).toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect(await ask(orders, 'renew', renewed)).toMatchObject({ ok: true });
  });

  it('leaves nothing behind when the client goes during the handshake', async () => {
    const { token } = await signedIn('hugo');
    for (let n = 0; n < 20; n++) {
      const socket = connect(gateway.url, '/market', token);
      if (n % 2 === 0) await new Promise((resolve) => socket.io.once('open', () => resolve(undefined)));
      socket.disconnect();
    }
    await eventually(() => gateway.get(SocketRoster).size === 0);
    expect((await sockets(token)).every(({ connected }) => connected)).toBe(true);
  });
});

describe('the stop of the gateway', () => {
  it('says goodbye to every socket, in bounded time, one that reads nothing included', async () => {
    const gateway = await TestGateway.start();
    await gateway.admin();
    const token = String((await gateway.login('admin', ADMIN_PASSWORD)).body['accessToken']);
    const polite = await entered(connect(gateway.url, '/market', token));
    const deaf = await entered(connect(gateway.url, '/orders', token));
    const { transport } = deaf.io.engine as unknown as { transport: { ws: { _socket: { pause(): void } } } };
    transport.ws._socket.pause();
    const closing = closingOf(polite);
    await gateway.stop();
    expect(await closing).toMatchObject({ code: 'SERVICE_STOPPING' });
    closeClients();
  });
});
