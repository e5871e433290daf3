import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { repoRoot } from '@bourseworks/testkit';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown> | undefined;
  readonly user: string;
}

interface Answer {
  readonly http: number;
  readonly error?: { readonly code: number; readonly status: string; readonly description: string };
}

const EXISTS: Answer = { http: 400, error: { code: 10, status: 'ALREADY_EXISTS', description: 'it exists' } };

/** The management API of a broker as far as the script uses it: what it is asked, and answers that a test chooses. */
class Management {
  readonly calls: Call[] = [];
  private constructor(private readonly server: Server) {}

  static async start(answer: (call: Call, calls: readonly Call[]) => Answer): Promise<Management> {
    const server = createServer();
    const management = new Management(server);
    server.on('request', (request: IncomingMessage, response) => {
      void text(request).then((body) => {
        const { method = '', url = '', headers } = request;
        const login = Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
        const call = {
          method,
          path: url.replace('/SEMP/v2/config', ''),
          body: body === '' ? undefined : (JSON.parse(body) as Record<string, unknown>),
          user: login,
        };
        management.calls.push(call);
        const { http, error } = answer(call, management.calls);
        response.writeHead(http, { 'content-type': 'application/json' }).end(JSON.stringify({ meta: { error } }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return management;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  body(method: string, path: string): Record<string, unknown> | undefined {
    return this.calls.find((call) => call.method === method && call.path === path)?.body;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

const brokers: Management[] = [];
afterEach(() => brokers.splice(0).forEach((one) => one.close()));

async function broker(answer: (call: Call, calls: readonly Call[]) => Answer): Promise<Management> {
  const made = await Management.start(answer);
  brokers.push(made);
  return made;
}

async function setUp(url: string, env: Record<string, string> = {}): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(repoRoot(), 'deploy', 'broker-setup.mjs')], {
    env: { SEMP_URL: url, SEMP_PASSWORD: 'admin-pw', SOLACE_PASSWORD: 'service-pw', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, error, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output: out + error };
}

describe('broker-setup', () => {
  it('makes a fresh broker ask for a login and gives the services theirs', async () => {
    // The VPN `default` is there from the start.
    const fresh = await broker(({ method, path }) =>
      method === 'POST' && path === '/msgVpns' ? EXISTS : { http: 200 },
    );
    expect(await setUp(fresh.url)).toEqual({
      code: 0,
      output: 'broker-setup: message VPN default asks for a login; user bourseworks is ready\n',
    });
    expect(fresh.body('PATCH', '/msgVpns/default')).toMatchObject({
      enabled: true,
      authenticationBasicType: 'internal',
      serviceMqttPlainTextEnabled: false,
    });
    expect(fresh.body('POST', '/msgVpns/default/clientUsernames')).toEqual({
      clientUsername: 'bourseworks',
      password: 'service-pw',
      enabled: true,
      clientProfileName: 'bourseworks',
      aclProfileName: 'bourseworks',
    });
    expect(fresh.body('PATCH', '/msgVpns/default/clientUsernames/default')).toEqual({ enabled: false });
    expect(new Set(fresh.calls.map(({ user }) => user))).toEqual(new Set(['admin:admin-pw']));
    // Profiles before the user that names them.
    const made = fresh.calls.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/').at(-1));
    expect(made).toEqual(['msgVpns', 'clientProfiles', 'aclProfiles', 'clientUsernames']);
  });

  it('sets the password again when all is there, and disconnects nobody', async () => {
    const used = await broker(({ method }) => (method === 'POST' ? EXISTS : { http: 200 }));
    expect((await setUp(used.url)).code).toBe(0);
    expect(used.body('PATCH', '/msgVpns/default/clientUsernames/bourseworks')).toEqual({
      password: 'service-pw',
      enabled: true,
    });
    const switchedOff = used.calls.filter(({ body }) => body?.['enabled'] === false).map(({ path }) => path);
    expect(switchedOff).toEqual(['/msgVpns/default/clientUsernames/default']);
  });

  it('shuts the VPN default when another is used', async () => {
    const fresh = await broker(() => ({ http: 200 }));
    expect((await setUp(fresh.url, { SOLACE_VPN: 'a/b' })).code).toBe(0);
    expect(fresh.body('POST', '/msgVpns')).toMatchObject({ msgVpnName: 'a/b', authenticationBasicType: 'internal' });
    expect(fresh.body('POST', '/msgVpns/a%2Fb/clientUsernames')).toBeDefined();
    expect(fresh.body('PATCH', '/msgVpns/default')).toEqual({ enabled: false });
  });

  it('waits for a broker that is still starting', async () => {
    const starting = await broker((_, calls) => ({ http: calls.length === 1 ? 503 : 200 }));
    expect((await setUp(starting.url)).code).toBe(0);
  });

  it('gives up at once on a wrong password of the administrator, without showing it', async () => {
    const strict = await broker(() => ({ http: 401 }));
    const { code, output } = await setUp(strict.url);
    expect({ code, calls: strict.calls.length }).toEqual({ code: 1, calls: 1 });
    expect(output).toMatch(/^broker-setup: .*refuses the user admin: is SEMP_PASSWORD right\?\n$/);
    expect(output).not.toContain('admin-pw');
  });

  it('ends with the reason of the broker when it refuses', async () => {
    const error = { code: 11, status: 'INVALID_PARAMETER', description: 'no such attribute' };
    const refusing = await broker(({ path }) => (path.endsWith('/aclProfiles') ? { http: 400, error } : { http: 200 }));
    expect(await setUp(refusing.url)).toEqual({ code: 1, output: 'broker-setup: ACL profile: no such attribute\n' });
  });

  it.each([
    [{ SOLACE_PASSWORD: '' }, 'SOLACE_PASSWORD is not set'],
    [{ SOLACE_USERNAME: 'default' }, 'SOLACE_USERNAME must not be `default`'],
  ])('refuses %j', async (env, message) => {
    const { code, output } = await setUp('http://127.0.0.1:1', env);
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining(message) });
  });
});
