import { describe, expect, it } from '@jest/globals';
import { RawClient, replyText } from '../src/testing/raw-client.js';
import { clientCtrlParam } from '../src/testing/raw-frames.js';
import { nextEvent, runBroker } from '../src/testing/running-broker.js';

const users = [
  { vpn: 'default', username: 'trader', password: 'right' },
  { vpn: 'other', username: 'trader', password: 'different' },
];

describe('login', () => {
  it('answers with name, VPN, inbox and capabilities', async () => {
    await using running = await runBroker();
    const client = await RawClient.tcp(running.tcpPort);
    const reply = await client.login({ clientName: 'desk/1' });
    expect(reply).toMatchObject({ code: 200, text: 'OK' });
    expect(replyText(reply, 0x05)).toBe('desk/1');
    expect(replyText(reply, 0x06)).toBe('default');
    expect(replyText(reply, 0x08)).toMatch(/^#P2P\/v:devbroker\/[0-9a-f]{12}\/desk\/1$/);
    expect(clientCtrlParam(reply.body, 0x09)?.subarray(0, 5).toString('hex')).toBe('2000020120');
    expect(running.broker.clients()).toMatchObject([{ clientName: 'desk/1', username: 'development', carrier: 'tcp' }]);
  });

  it.each([
    ['wrong password', { username: 'trader', password: 'wrong' }, 401, 'Unauthorized'],
    ['empty password', { username: 'trader', password: '' }, 401, 'Unauthorized'],
    ['unknown user', { username: 'nobody', password: 'right' }, 401, 'Unauthorized'],
    ["another VPN's password", { username: 'trader', password: 'different' }, 401, 'Unauthorized'],
    ['unknown VPN', { username: 'trader', password: 'right', vpn: 'none' }, 403, 'Message VPN Not Allowed'],
  ])('refuses %s and closes', async (_what, login, code, text) => {
    await using running = await runBroker({ users });
    const refused = nextEvent(running.broker, 'loginRefused');
    const client = await RawClient.tcp(running.tcpPort);
    expect(await client.login(login)).toMatchObject({ code, text });
    await client.closed;
    expect((await refused)[2]).toEqual({ code, text });
    expect(running.ends).toMatchObject([{ code: 'LOGIN_REFUSED' }]);
    expect(running.broker.stats()).toMatchObject({ clients: 0, loginsRefused: 1 });
  });

  it('invents a name for a client that has none', async () => {
    await using running = await runBroker();
    const names = await Promise.all(
      [1, 2].map(async () => replyText(await (await RawClient.tcp(running.tcpPort)).login(), 0x05)),
    );
    expect(new Set(names).size).toBe(2);
    expect(names).not.toContain('');
  });

  it('refuses a name that is in use', async () => {
    await using running = await runBroker();
    await RawClient.login(running.tcpPort, { clientName: 'one' });
    const second = await RawClient.tcp(running.tcpPort);
    expect(await second.login({ clientName: 'one' })).toMatchObject({ code: 403, text: 'Client Name Already In Use' });
  });

  it('replaces the holder of a name when told to', async () => {
    await using running = await runBroker({ duplicateName: 'replace' });
    const first = await RawClient.login(running.tcpPort, { clientName: 'one' });
    await first.subscribe('a');
    const second = await RawClient.login(running.tcpPort, { clientName: 'one' });
    await first.closed;
    expect(running.broker.stats()).toMatchObject({ clients: 1, subscriptions: 0 });
    expect(await second.subscribe('a')).toMatchObject({ code: 200 });
  });

  it('ends a connection that does not log in in time', async () => {
    await using running = await runBroker({ limits: { loginTimeoutMs: 50, sweepMs: 20 } });
    const client = await RawClient.tcp(running.tcpPort);
    await client.closed;
    expect(running.ends).toMatchObject([{ code: 'LOGIN_TIMEOUT' }]);
  });

  it('ends connections above the limit', async () => {
    await using running = await runBroker({ limits: { maxConnections: 2 } });
    await RawClient.login(running.tcpPort);
    await RawClient.login(running.tcpPort);
    const third = await RawClient.tcp(running.tcpPort);
    await third.closed;
    expect(running.ends).toMatchObject([{ code: 'TOO_MANY_CONNECTIONS' }]);
    expect(running.broker.stats().clients).toBe(2);
  });
});
