import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InfluxServer } from '@bourseworks/storage';
import { eventually, freePort, tempDir } from '@bourseworks/testkit';

const DATABASE = 'bourseworks';

/** What a server of 1.x is told; `login`: whether it asks for one. */
const configuration = (folder: string, port: number, rpcPort: number, login: boolean, more: string): string => `
reporting-disabled = true
bind-address = "127.0.0.1:${rpcPort}"
[meta]
  dir = "${join(folder, 'meta')}"
  logging-enabled = false
[data]
  dir = "${join(folder, 'data')}"
  wal-dir = "${join(folder, 'wal')}"
  query-log-enabled = false
[monitor]
  store-enabled = false
[subscriber]
  enabled = false
[continuous_queries]
  enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
  auth-enabled = ${login}
${more}
`;

/** A real server of 1.x on a port of loopback, with all that it is told on its disk. */
export class TestInflux {
  readonly folder = tempDir('influx');
  private child: ChildProcess | undefined;

  private constructor(readonly server: InfluxServer) {}

  /** With a password the server asks for it. `more`: further lines of the configuration's part of HTTP. */
  static async start({ password = '', more = '' } = {}): Promise<TestInflux> {
    const [port, rpcPort] = [await freePort(), await freePort()];
    const login = { username: password === '' ? '' : 'admin', password, token: '' };
    const url = `http://127.0.0.1:${port}`;
    const influx = new TestInflux({ url, version: 1, org: '', database: DATABASE, ...login });
    writeFileSync(influx.file('influxdb.conf'), configuration(influx.folder, port, rpcPort, password !== '', more));
    await influx.run();
    if (password !== '') await influx.ask(`CREATE USER admin WITH PASSWORD '${password}' WITH ALL PRIVILEGES`);
    await influx.ask(`CREATE DATABASE ${DATABASE}`);
    return influx;
  }

  /** Starts it, again after `kill`, on the same port and with what it had on its disk. */
  async run(): Promise<void> {
    this.child = spawn('influxd', ['-config', this.file('influxdb.conf')], { stdio: 'ignore' });
    const ping = async (): Promise<boolean> => (await fetch(`${this.server.url}/ping`)).status === 204;
    await eventually(ping, { what: 'the InfluxDB of the test', timeoutMs: 30_000 });
  }

  /** InfluxQL of an administrator; the text of the answer. */
  async ask(question: string): Promise<string> {
    const { url, username, password, database } = this.server;
    const login = new URLSearchParams({ db: database, ...(username === '' ? {} : { u: username, p: password }) });
    const body = new URLSearchParams({ q: question });
    const response = await fetch(`${url}/query?${login.toString()}`, { method: 'POST', body });
    return response.text();
  }

  /** Resolves when it stands still: until one of its threads has taken the signal the others go on. */
  async stop(): Promise<void> {
    this.child?.kill('SIGSTOP');
    const folder = `/proc/${this.child?.pid}/task`;
    if (!existsSync(folder)) return;
    const stands = (thread: string): boolean => /\) T/.test(readFileSync(join(folder, thread, 'stat'), 'utf8'));
    await eventually(() => readdirSync(folder).every(stands), { what: 'all threads of influxd at a stop' });
  }

  goOn(): void {
    this.child?.kill('SIGCONT');
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
