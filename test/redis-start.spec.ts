import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { describeWithProgram, eventually, freePort, repoRoot, tempDir } from '@bourseworks/testkit';

const script = join(repoRoot(), 'deploy', 'redis', 'start.sh');
const PASSWORD = 'a-password-of-its-own';

describeWithProgram('deploy/redis/start.sh', 'redis-server', () => {
  const folder = tempDir('redis');
  const conf = join(folder, 'redis.conf');
  let pid: number | undefined;
  afterAll(() => {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  });

  const start = (env: Record<string, string>, ...args: string[]): ReturnType<typeof spawn> =>
    spawn('sh', [script, ...args], {
      env: { PATH: process.env['PATH'], REDIS_CONF: conf, REDIS_DIR: folder, ...env },
      stdio: 'ignore',
    });

  it('starts a server that asks for the password, keeps what it is told and ends on SIGTERM', async () => {
    const port = String(await freePort());
    const child = start({ REDIS_PASSWORD: PASSWORD }, '--port', port, '--bind', '127.0.0.1');
    pid = child.pid;
    // As the health check of the composition asks.
    const cli = (password: string, ...command: string[]): string =>
      spawnSync('redis-cli', ['-p', port, ...command], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], ...(password === '' ? {} : { REDISCLI_AUTH: password }) },
      }).stdout.trim();
    await eventually(() => cli(PASSWORD, 'ping') === 'PONG', { timeoutMs: 20_000, what: 'Redis' });
    expect(cli('', 'ping')).toContain('NOAUTH');
    expect(cli(PASSWORD, 'config', 'get', 'appendonly')).toContain('yes');
    expect(cli(PASSWORD, 'config', 'get', 'maxmemory-policy')).toContain('noeviction');
    expect(statSync(conf).mode & 0o777).toBe(0o600);
    // The server itself took the shell's place: the signal of the container's stop must reach it.
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    pid = undefined;
  });

  it('shows the password neither in the arguments nor in the environment of the server', async () => {
    // In the place of the server, which rewrites its own title: what it was started with counts, were it for a moment.
    const bin = tempDir('redis-stub');
    writeFileSync(join(bin, 'redis-server'), `#!/bin/sh\n{ echo "$@"; env; } >${join(bin, 'seen')}\n`, { mode: 0o755 });
    const child = start({ REDIS_PASSWORD: PASSWORD, PATH: `${bin}:${process.env['PATH']}` });
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
    const seen = readFileSync(join(bin, 'seen'), 'utf8');
    expect(seen).toContain(conf);
    expect(seen).not.toContain(PASSWORD);
  });

  it.each(['', 'with "quotes"', 'two\nlines'])(
    'refuses the password %j, which its file could not hold',
    async (text) => {
      const code = await new Promise((resolve) => start({ REDIS_PASSWORD: text }).once('close', resolve));
      expect(code).not.toBe(0);
    },
  );
});
