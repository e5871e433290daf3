import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { SmfBroker } from '../src/index.js';
import type { SmfBrokerOptions } from '../src/index.js';
import { RawClient } from '../src/testing/raw-client.js';

describe('start', () => {
  it('listens only where it is told to', async () => {
    const broker = new SmfBroker();
    const ports = await broker.start();
    expect(ports).toEqual({ tcpPort: expect.any(Number), wsPort: null });
    await broker.stop();
    const webOnly = new SmfBroker({ tcpPort: null, wsPort: 0 });
    expect(await webOnly.start()).toEqual({ tcpPort: null, wsPort: expect.any(Number) });
    await webOnly.stop();
  });

  it.each(['tcp', 'ws'] as const)(
    'names the listener whose port is taken (%s) and lets go of the other',
    async (listener) => {
      const holder = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => holder.once('listening', resolve));
      const { port } = holder.address() as AddressInfo;
      const broker = new SmfBroker(listener === 'tcp' ? { tcpPort: port, wsPort: 0 } : { tcpPort: 0, wsPort: port });
      await expect(broker.start()).rejects.toMatchObject({
        code: 'PORT_TAKEN',
        listener,
        message: expect.stringContaining(String(port)),
      });
      await new Promise((resolve) => holder.close(resolve));
      const ports = await broker.start();
      expect(listener === 'tcp' ? ports.tcpPort : ports.wsPort).toBe(port);
      await RawClient.login(ports.tcpPort ?? 0);
      await broker.stop();
    },
  );

  it.each<[string, SmfBrokerOptions, string]>([
    ['a port out of range', { tcpPort: 70_000 }, 'OPTION_INVALID'],
    ['no user at all', { users: [] }, 'OPTION_INVALID'],
    ['a user twice', { users: [1, 2].map(() => ({ vpn: 'v', username: 'u', password: '' })) }, 'OPTION_INVALID'],
    ['an empty topic', { users: [{ vpn: 'v', username: 'u', password: '', publish: [''] }] }, 'OPTION_INVALID'],
    [
      'a topic that is none',
      { users: [{ vpn: 'v', username: 'u', password: '', subscribe: ['#share/x'] }] },
      'OPTION_INVALID',
    ],
    ['a limit below 1', { limits: { maxConnections: 0 } }, 'OPTION_INVALID'],
    ['bounds that contradict', { limits: { outputHardBytes: 1_000_000 } }, 'OPTION_INVALID'],
    ['a router name with a slash', { routerName: 'a/b' }, 'OPTION_INVALID'],
    ['the development user on all addresses', { host: '0.0.0.0' }, 'HOST_NEEDS_USERS'],
  ])('refuses %s', (_what, options, code) => {
    expect(() => new SmfBroker(options)).toThrow(expect.objectContaining({ code }));
  });
});
