import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BusLogin } from '../bus/wire.js';
import type { ClientOrder, ClientReport, Usage } from './wire.js';

const LIMIT_MS = 60_000;

/** The next message of a process that `pick` takes. @throws when it ends, says that it failed, or takes too long */
export function told<T>(child: ChildProcess, name: string, pick: (message: object) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (outcome: () => void): void => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit);
      outcome();
    };
    const timer = setTimeout(() => end(() => reject(new Error(`${name} said nothing in ${LIMIT_MS} ms`))), LIMIT_MS);
    const onMessage = (message: object): void => {
      if ('failed' in message) return end(() => reject(new Error(String(message.failed))));
      const picked = pick(message);
      if (picked !== undefined) end(() => resolve(picked));
    };
    const onExit = (code: number | null): void => end(() => reject(new Error(`${name} ended with code ${code}`)));
    child.on('message', onMessage).once('exit', onExit);
  });
}

/** A server under measurement. */
export interface MeasuredServer {
  readonly url: string;
  /** With `collect`, after a garbage collection. */
  usage(collect?: boolean): Promise<Usage>;
  stop(): Promise<void>;
}

const PROBE = ['--expose-gc', '--import', new URL('./probe.js', import.meta.url).href];

function measured(child: ChildProcess, name: string, url: string, cleanUp = (): void => undefined): MeasuredServer {
  return {
    url,
    usage: (collect = false) => {
      const answer = told(child, name, (message) => ('usage' in message ? (message.usage as Usage) : undefined));
      child.send({ probe: true, collect });
      return answer;
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => {
          cleanUp();
          resolve();
        });
        child.disconnect();
      }),
  };
}

function busEnv({ url, vpn, username, password }: BusLogin, prefix: string): Record<string, string> {
  return {
    [`${prefix}_URL`]: url,
    [`${prefix}_VPN`]: vpn,
    [`${prefix}_USERNAME`]: username,
    [`${prefix}_PASSWORD`]: password,
  };
}

export async function startPlain(name: 'socketio' | 'ws', login: BusLogin): Promise<MeasuredServer> {
  const child = fork(new URL(`./${name}.peer.js`, import.meta.url), {
    env: { ...process.env, ...busEnv(login, 'BENCH') },
    execArgv: PROBE,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const port = await told(child, name, (message) => ('port' in message ? Number(message.port) : undefined));
  return measured(child, name, `http://127.0.0.1:${port}`);
}

export interface RunningGateway extends MeasuredServer {
  /** One-time password of the first admin. */
  readonly password: string;
}

/** The gateway as `npm start` runs it, with limits for a crowd of one user. */
export async function startGateway(login: BusLogin, sockets: number): Promise<RunningGateway> {
  const directory = mkdtempSync(join(tmpdir(), 'bourseworks-gateway-'));
  const child = fork(join(import.meta.dirname, '..', '..', 'apps', 'gateway', 'src', 'main.js'), {
    env: {
      ...process.env,
      ...busEnv(login, 'SOLACE'),
      DATA_DIR: directory,
      GATEWAY_PORT: '0',
      GATEWAY_SOCKETS_PER_USER: String(sockets),
      GATEWAY_MAX_SOCKETS: String(sockets + 10),
      LOG_LEVEL: 'info',
    },
    execArgv: PROBE,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const { port, password } = await readyLines(child);
  const cleanUp = (): void => rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  return { ...measured(child, 'gateway', `http://127.0.0.1:${port}`, cleanUp), password };
}

function readyLines({ stdout }: ChildProcess): Promise<{ port: number; password: string }> {
  return new Promise((resolve, reject) => {
    if (stdout === null) return reject(new Error('no output'));
    const timer = setTimeout(() => reject(new Error('the gateway did not become ready')), LIMIT_MS);
    let port = 0;
    createInterface({ input: stdout }).on('line', (line) => {
      if (line.includes('"service.ready"')) port = Number((JSON.parse(line) as { port: number }).port);
      const [, password] = /with the password (\S+) /.exec(line) ?? [];
      if (password === undefined) return;
      clearTimeout(timer);
      resolve({ port, password });
    });
  });
}

/** The clients' process. */
export class Clients {
  private constructor(private readonly child: ChildProcess) {}

  static async start(): Promise<Clients> {
    const child = fork(new URL('./clients.peer.js', import.meta.url), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await told(child, 'clients', (message) => ('ready' in message ? true : undefined));
    return new Clients(child);
  }

  /** Sends an order; `done` resolves with the report that answers it. */
  order<K extends 'connected' | 'arrived'>(
    order: ClientOrder,
    answer: K,
  ): { readonly done: Promise<Extract<ClientReport, Record<K, unknown>>> } {
    const done = told(this.child, 'clients', (message) =>
      answer in message ? (message as Extract<ClientReport, Record<K, unknown>>) : undefined,
    );
    this.child.send(order);
    return { done };
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.disconnect();
    });
  }
}
