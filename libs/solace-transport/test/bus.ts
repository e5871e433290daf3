import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { DEVELOPMENT_USER, GuaranteedMessaging, SmfBroker } from '@bourseworks/smf-broker';
import { SolaceSession } from '../src/session/solace-session.js';
import type { SolaceSessionOptions } from '../src/session/session-options.js';
import { TcpProxy } from './tcp-proxy.js';

/** Of this spec file: several at once, and several runs, may share a broker. */
const RUN = randomBytes(4).toString('hex');
const queues = new Set<string>();

/** A topic that is this run's own; also for decorators, which are there before the bus. */
export function topic(path: string): string {
  return `test/${RUN}/${path}`;
}

/** A name of a queue that is this run's own; the queue, and the one for its dead letters, are removed with the bus. */
export function queue(name: string): string {
  const full = `q/test/${RUN}/${name}`;
  queues.add(full).add(`${full}/dead`);
  return full;
}

/** The broker that SOLACE_URL names, with the variables and the defaults of the services. */
function foreignBroker(): Pick<SolaceSessionOptions, 'url' | 'vpn' | 'username' | 'password'> | undefined {
  const { SOLACE_URL, SOLACE_VPN, SOLACE_USERNAME, SOLACE_PASSWORD } = process.env;
  if (SOLACE_URL === undefined || SOLACE_URL === '') return undefined;
  const [url] = SOLACE_URL.split(',');
  const { protocol, port } = new URL(url);
  // Connections are cut by a proxy on this machine, whose name is in no certificate; and over ws:// a full connection is
  // only tried again from time to time.
  if (protocol !== 'tcp:' || port === '')
    throw new Error(`these tests need a SOLACE_URL of tcp:// with a port; it is ${url}`);
  const { username, password } =
    SOLACE_USERNAME === undefined || SOLACE_USERNAME === ''
      ? DEVELOPMENT_USER
      : { username: SOLACE_USERNAME, password: SOLACE_PASSWORD ?? '' };
  return { url, vpn: SOLACE_VPN ?? 'default', username, password };
}

/** A broker for one spec file: an embedded one, or the one that SOLACE_URL names. Topics are unique to the run. */
export class TestBus implements AsyncDisposable {
  private readonly sessions: SolaceSession[] = [];
  private readonly proxies: TcpProxy[] = [];

  private constructor(
    private readonly base: SolaceSessionOptions,
    readonly wsUrl: string | undefined,
    readonly broker: SmfBroker | undefined,
    private readonly guaranteed: GuaranteedMessaging | undefined,
  ) {}

  static async start(): Promise<TestBus> {
    Logger.overrideLogger(false);
    const foreign = foreignBroker();
    if (foreign !== undefined) return new TestBus(foreign, undefined, undefined, undefined);
    const guaranteed = new GuaranteedMessaging();
    const broker = new SmfBroker({ tcpPort: 0, wsPort: 0, extensions: [guaranteed] });
    const { tcpPort, wsPort } = await broker.start();
    const { vpn, username, password } = DEVELOPMENT_USER;
    const base = { url: `tcp://127.0.0.1:${tcpPort}`, vpn, username, password };
    return new TestBus(base, `ws://127.0.0.1:${wsPort}`, broker, guaranteed);
  }

  /** Port of the broker's plain TCP. */
  get port(): number {
    return Number(new URL(String(this.base.url)).port);
  }

  /** Quick retries; time-outs that a loaded machine does not reach. */
  options(overrides: Partial<SolaceSessionOptions> = {}): SolaceSessionOptions {
    const quick = {
      connectRetries: 0,
      connectTimeoutMs: 10_000,
      reconnectRetryWaitMs: 50,
      requestTimeoutMs: 10_000,
      subscribeTimeoutMs: 10_000,
    };
    return { ...this.base, ...quick, ...overrides };
  }

  /** A connected session, closed with the bus. */
  async session(overrides: Partial<SolaceSessionOptions> = {}): Promise<SolaceSession> {
    const session = new SolaceSession(this.options(overrides));
    this.sessions.push(session);
    await session.connect();
    return session;
  }

  /** A way to the broker that can be cut, blocked and stalled. */
  async proxy(): Promise<TcpProxy> {
    const target = new URL(String(this.base.url));
    const proxy = await TcpProxy.start(target.hostname, Number(target.port));
    this.proxies.push(proxy);
    return proxy;
  }

  topic(path: string): string {
    return topic(path);
  }

  /** A name of a queue that is unique to the run. */
  queue(name: string): string {
    return queue(name);
  }

  /** Messages in a queue of the embedded broker. */
  depth(queue: string): number {
    return this.guaranteed?.queues().find(({ definition }) => definition.name === queue)?.depth ?? -1;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.close()));
    for (const proxy of this.proxies) await proxy.stop();
    await this.removeQueues();
    await this.broker?.stop();
  }

  /** From a broker that is not ours; the embedded one forgets them by itself. */
  private async removeQueues(): Promise<void> {
    if (this.broker !== undefined || queues.size === 0) return;
    const session = new SolaceSession(this.options());
    try {
      await session.connect();
      await Promise.all([...queues].map((name) => session.queues.remove(name)));
    } finally {
      await session.close();
    }
  }
}

/** Resolves when the condition holds; rejects after the time-out, naming it. */
export async function until(what: string, condition: () => boolean, timeoutMs = 15_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The code that a promise is rejected with; fails when it resolves. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error);
  }
  throw new Error('resolved, a rejection was expected');
}

/** The code that a call throws; fails when it returns. */
export function thrownCode(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error);
  }
  throw new Error('returned, an error was expected');
}

export const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
