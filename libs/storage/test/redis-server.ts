import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { RedisServer } from '@bourseworks/storage';
import { eventually, freePort, tempDir } from '@bourseworks/testkit';
import { Redis } from 'ioredis';

/** A real server on a port of loopback, with all that it is told on its disk. */
export class TestRedis {
  readonly folder = tempDir('redis');
  private child: ChildProcess | undefined;

  private constructor(
    readonly server: RedisServer,
    private readonly options: readonly string[],
  ) {}

  /** `options`: further ones of the command line. */
  static async start(server: Partial<RedisServer> = {}, options: readonly string[] = []): Promise<TestRedis> {
    const port = await freePort();
    const full = { host: '127.0.0.1', port, database: 0, username: '', password: '', ...server };
    const redis = new TestRedis(full, options);
    await redis.run();
    return redis;
  }

  /** Starts it, again after `kill`, on the same port and with what it had on its disk. */
  async run(): Promise<void> {
    const { port, password, tls } = this.server;
    const listen = tls === undefined ? ['--port', `${port}`] : ['--port', '0', '--tls-port', `${port}`];
    const kept = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always', '--dir', this.folder];
    const secret = password === '' ? [] : ['--requirepass', password];
    this.child = spawn('redis-server', [...listen, '--bind', '127.0.0.1', ...kept, ...secret, ...this.options], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await eventually(() => this.ask((client) => client.ping()), { what: 'the Redis of the test', timeoutMs: 30_000 });
  }

  /** One question of a client of its own. */
  async ask<T>(question: (client: Redis) => Promise<T>): Promise<T> {
    const { host, port, password, tls } = this.server;
    const client = new Redis({ host, port, password, tls, lazyConnect: true, retryStrategy: null, protocol: 2 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await question(client);
    } finally {
      client.disconnect();
    }
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child?.kill(signal);
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    this.child = undefined;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  file(name: string): string {
    return join(this.folder, name);
  }
}
