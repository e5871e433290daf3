import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GuaranteedMessaging, SmfBroker } from '@bourseworks/smf-broker';
import { startProcess, tempDir, type LogLine, type StartedProcess } from '@bourseworks/testkit';

let broker: SmfBroker;
let busUrl = '';
beforeAll(async () => {
  broker = new SmfBroker({ tcpPort: 0, wsPort: null, extensions: [new GuaranteedMessaging()] });
  busUrl = `tcp://127.0.0.1:${(await broker.start()).tcpPort}`;
});
afterAll(() => broker.stop());

const start = (dataDir: string, env: Record<string, string> = {}): StartedProcess =>
  startProcess({
    entry: 'apps/gateway/src/main.js',
    env: { SOLACE_URL: busUrl, GATEWAY_PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'trace', ...env },
  });

const tellsPassword = (line: LogLine): boolean =>
  typeof line['text'] === 'string' && line['text'].includes('first start');
const urlOf = async (child: StartedProcess): Promise<string> =>
  `http://127.0.0.1:${String((await child.waitFor('service.ready'))['port'])}`;

interface Granted {
  accessToken: string;
  cookie: string;
}

async function post(url: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/api/v1/${path}`, {
    method: path === 'auth/password' ? 'PUT' : 'POST',
    headers: { 'x-bourseworks-client': 'test', 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function granted(response: Response): Promise<Granted> {
  const { accessToken } = (await response.json()) as { accessToken: string };
  return { accessToken, cookie: response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '' };
}

const bearer = ({ accessToken }: Granted): Record<string, string> => ({ authorization: `Bearer ${accessToken}` });

describe('the gateway service', () => {
  it('tells the first password once, keeps sessions over a restart, and logs no secret', async () => {
    const dataDir = tempDir('gateway');
    const first = start(dataDir);
    const url = await urlOf(first);
    const told = String((await first.waitFor(tellsPassword))['text']);
    expect(first.lines.at(-1)?.['text']).toBe(told);
    const oneTime = /password (\S+)/.exec(told)?.[1] ?? '';
    const newPassword = 'canary-password-mine';
    const login = await granted(await post(url, 'auth/login', { username: 'admin', password: oneTime }));
    await post(url, 'auth/login', { username: 'admin', password: 'canary-password-wrong' });
    await post(url, 'auth/login', { username: 'canary-password-as-name', password: 'x' });
    await post(url, 'auth/login?token=canary-query', '{"password": "canary-password-cut');
    const changed = await post(url, 'auth/password', { currentPassword: oneTime, newPassword }, bearer(login));
    expect(changed.status).toBe(204);
    const made = await post(url, 'users', { username: 'ada', roles: ['viewer'] }, bearer(login));
    const { oneTimePassword } = (await made.json()) as { oneTimePassword: string };
    const refreshed = await granted(await post(url, 'auth/refresh', undefined, { cookie: login.cookie }));
    await post(url, 'auth/refresh', undefined, { cookie: 'bourseworks-refresh=canary-cookie' });
    expect(await first.stop()).toEqual({ code: 0, signal: null });

    const second = start(dataDir);
    const again = await urlOf(second);
    const me = await fetch(`${again}/api/v1/auth/me`, { headers: bearer(refreshed) });
    expect(me.status).toBe(200);
    const next = await granted(await post(again, 'auth/refresh', undefined, { cookie: refreshed.cookie }));
    expect(next.cookie).not.toBe(refreshed.cookie);
    expect(await second.stop()).toEqual({ code: 0, signal: null });
    expect(second.lines.filter(tellsPassword)).toEqual([]);

    const logs = JSON.stringify([...first.lines.filter((line) => !tellsPassword(line)), ...second.lines]);
    const files = readdirSync(join(dataDir, 'gateway'));
    const stored = files.map((file) => readFileSync(join(dataDir, 'gateway', file), 'latin1')).join('');
    const tokens = [login, refreshed, next].flatMap(({ accessToken, cookie }) => [
      accessToken.split('.')[2] ?? '',
      cookie.split('.')[2] ?? '',
    ]);
    const key = readFileSync(join(dataDir, 'gateway', 'key'), 'utf8').trim();
    expect(logs).toContain('login.ok');
    for (const secret of [oneTime, oneTimePassword, 'canary', key, ...tokens]) {
      expect(secret.length).toBeGreaterThan(5);
      expect(logs).not.toContain(secret);
      if (secret !== key) expect(stored).not.toContain(secret);
    }
    if (process.platform === 'win32') return;
    for (const file of ['key', 'gateway.db', 'gateway.db-wal'].filter((name) =>
      existsSync(join(dataDir, 'gateway', name)),
    ))
      expect([file, statSync(join(dataDir, 'gateway', file)).mode & 0o777]).toEqual([file, 0o600]);
  });
});
