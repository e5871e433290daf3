import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithProgram } from '@bourseworks/testkit';
import { TestBus, codeOf } from '../../test/bus.js';
import { Certificates } from '../../test/certificates.js';
import { TlsTerminator } from '../../test/tls-terminator.js';
import { SolaceSession } from './solace-session.js';
import type { SolaceSessionOptions } from './session-options.js';

describeWithProgram('a session over TLS', 'openssl', () => {
  let bus: TestBus;
  let certificates: Certificates;
  let server: TlsTerminator;
  let stranger: TlsTerminator;

  beforeAll(async () => {
    bus = await TestBus.start();
    certificates = new Certificates();
    for (const name of ['ours', 'another']) certificates.authority(name);
    certificates.issue('server', 'ours', 'DNS:localhost,IP:127.0.0.1');
    certificates.issue('broker.example', 'ours', 'DNS:broker.example');
    server = await TlsTerminator.start(bus.port, certificates, { certificate: 'server' });
    stranger = await TlsTerminator.start(bus.port, certificates, { certificate: 'broker.example' });
  });
  afterAll(async () => {
    await bus[Symbol.asyncDispose]();
    for (const terminator of [server, stranger]) await terminator[Symbol.asyncDispose]();
    certificates[Symbol.dispose]();
  });

  const attempt = async (port: number, tls: SolaceSessionOptions['tls']): Promise<string> => {
    const session = new SolaceSession(bus.options({ url: `tcps://localhost:${port}`, tls }));
    try {
      await session.connect();
      return session.status;
    } catch (error) {
      return `${(error as { code: string }).code} ${(error as Error).message}`;
    } finally {
      await session.close();
    }
  };

  it('trusts the pinned authority and no other', async () => {
    expect(await attempt(server.port, { trustStore: certificates.file('ours.pem') })).toBe('UP');
    expect(await attempt(server.port, { trustStore: [certificates.file('another.pem')] })).toContain('CONNECT_FAILED');
    expect(await attempt(server.port, {})).toContain('CONNECT_FAILED');
    expect(await attempt(server.port, { verify: false })).toBe('UP');
  });

  it('holds the certificate to the name of the host, or to the names given', async () => {
    const trustStore = certificates.file('ours.pem');
    expect(await attempt(stranger.port, { trustStore })).toMatch(/^CONNECT_FAILED .*localhost/);
    expect(await attempt(stranger.port, { trustStore, serverNames: ['broker.example'] })).toBe('UP');
    expect(await attempt(server.port, { trustStore, serverNames: ['broker.example'] })).toContain('CONNECT_FAILED');
  });

  it('carries messages, and comes back after a loss', async () => {
    const tls = { trustStore: certificates.file('ours.pem') };
    const session = await bus.session({ url: `tcps://localhost:${server.port}`, tls });
    await session.subscribe(bus.topic('echo'), (message) => session.reply(message, message.payload));
    const ask = async (): Promise<number> =>
      (await session.request(bus.topic('echo'), Buffer.alloc(100_000, 7))).payload.byteLength;
    expect(await ask()).toBe(100_000);
    const lost = codeOf(session.request(bus.topic('nobody'), Buffer.alloc(1)));
    server.cut();
    expect(await lost).toBe('REQUEST_ABORTED');
    await session.whenUp(15_000);
    expect(await ask()).toBe(100_000);
  });
});
