import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DEVELOPMENT_USER, SmfBroker } from '@bourseworks/smf-broker';
import { describeWithProgram } from '@bourseworks/testkit';
import { TestBus, codeOf, until } from '../../test/bus.js';
import { Certificates } from '../../test/certificates.js';
import { TlsTerminator } from '../../test/tls-terminator.js';
import { SolaceSession } from './solace-session.js';
import type { SolaceSessionOptions } from './session-options.js';

describeWithProgram('authentication', 'openssl', () => {
  let bus: TestBus;
  let broker: SmfBroker;
  let certificates: Certificates;
  let mutual: TlsTerminator;
  let open: TlsTerminator;

  beforeAll(async () => {
    bus = await TestBus.start();
    certificates = new Certificates();
    certificates.authority('ours');
    certificates.issue('server', 'ours', 'DNS:localhost');
    certificates.issue('desk-1', 'ours');
    // The user of a certificate has no password here: the terminator in front stands in for the broker's own check.
    broker = new SmfBroker({
      tcpPort: 0,
      users: [DEVELOPMENT_USER, { vpn: 'default', username: 'desk-1', password: '' }],
    });
    const { tcpPort } = await broker.start();
    mutual = await TlsTerminator.start(Number(tcpPort), certificates, {
      certificate: 'server',
      clientAuthority: 'ours',
    });
    open = await TlsTerminator.start(Number(tcpPort), certificates, { certificate: 'server' });
  });
  afterAll(async () => {
    await bus[Symbol.asyncDispose]();
    for (const terminator of [mutual, open]) await terminator[Symbol.asyncDispose]();
    await broker.stop();
    certificates[Symbol.dispose]();
  });

  const over = (terminator: TlsTerminator, more: Partial<SolaceSessionOptions>): Partial<SolaceSessionOptions> => ({
    url: `tcps://localhost:${terminator.port}`,
    ...DEVELOPMENT_USER,
    tls: { trustStore: certificates.file('ours.pem') },
    ...more,
  });
  const desk = { username: 'desk-1', password: '' };

  it('by certificate shows it to the broker', async () => {
    const certificate = certificates.file('desk-1.pem');
    const authentication = {
      scheme: 'client-certificate',
      certificate,
      privateKey: certificates.file('desk-1.key'),
    } as const;
    const session = await bus.session(over(mutual, { ...desk, authentication }));
    expect([session.status, mutual.clients]).toEqual(['UP', ['desk-1']]);
  });

  it('by a PKCS #12 file needs its passphrase', async () => {
    const pfx = certificates.pack('desk-1', 'secret');
    const by = (passphrase: string) =>
      over(mutual, { ...desk, authentication: { scheme: 'client-certificate', pfx, passphrase } });
    expect((await bus.session(by('secret'))).status).toBe('UP');
    const session = new SolaceSession(bus.options(by('wrong')));
    expect(await codeOf(session.connect())).toBe('CONNECT_FAILED');
    await session.close();
  });

  it('without a certificate is refused by a broker that wants one', async () => {
    const session = new SolaceSession(bus.options(over(mutual, {})));
    expect(await codeOf(session.connect())).toBe('CONNECT_FAILED');
    await session.close();
  });

  it('by OAuth sends a fresh token with every login', async () => {
    let made = 0;
    const token = () =>
      Promise.resolve({ accessToken: `access-${++made}`, ...(made === 1 ? { idToken: 'identity-1' } : {}) });
    const session = await bus.session(over(open, { authentication: { scheme: 'oauth', token, issuer: 'issuer-1' } }));
    await session.subscribe('oauth/echo', (request) => session.reply(request, request.payload));
    const ask = async (): Promise<string> => (await session.request('oauth/echo', Buffer.from('x'))).payload.toString();
    expect(await ask()).toBe('x');
    open.cut();
    await until('the loss', () => session.status === 'RECONNECTING');
    await session.whenUp(15_000);
    expect(await ask()).toBe('x');
    const [first, second] = open.logins;
    for (const part of ['access-1', 'identity-1', 'issuer-1']) expect(first).toContain(part);
    expect(second).toContain('access-2');
    expect(second).not.toContain('identity-1');
  });

  it('by OAuth fails coded without a token, and is tried again as any attempt', async () => {
    let asked = 0;
    const token = (): never => {
      asked++;
      throw new Error('provider down');
    };
    const options = over(open, { connectRetries: 2, authentication: { scheme: 'oauth', token } });
    const session = new SolaceSession(bus.options(options));
    expect(await codeOf(session.connect())).toBe('TOKEN_UNAVAILABLE');
    expect(asked).toBe(3);
    await session.close();
    const silent = { scheme: 'oauth', token: () => new Promise<never>(() => undefined) } as const;
    const waiting = new SolaceSession(bus.options(over(open, { connectTimeoutMs: 50, authentication: silent })));
    expect(await codeOf(waiting.connect())).toBe('TOKEN_UNAVAILABLE');
    await waiting.close();
  });
});
