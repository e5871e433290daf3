import { fork, type ChildProcess } from 'node:child_process';
import { DEVELOPMENT_USER, SmfBroker } from '@bourseworks/smf-broker';
import type { BusLogin, ExpectEvents, PeerMessage } from './wire.js';

/** How long a peer may take to start, or to receive the events of one round, ms. */
const PEER_TIMEOUT_MS = 30_000;

export interface Peer {
  /** Port of a TCP peer. */
  readonly port: number | undefined;
  /** Resolves with the CPU time of the peer, us, once it has received that many further events. */
  expect(count: number): { readonly arrived: Promise<number> };
  stop(): Promise<void>;
}

export async function startPeer(name: string, login: BusLogin): Promise<Peer> {
  const env = {
    ...process.env,
    BENCH_URL: login.url,
    BENCH_VPN: login.vpn,
    BENCH_USERNAME: login.username,
    BENCH_PASSWORD: login.password,
  };
  const child = fork(new URL(`./${name}.peer.js`, import.meta.url), {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ready = await nextMessage(child, name, 'ready');
  return {
    port: 'port' in ready ? ready.port : undefined,
    expect(count) {
      const arrived = nextMessage(child, name, 'arrived').then((said) => ('cpuUs' in said ? said.cpuUs : Number.NaN));
      child.send({ expect: count } satisfies ExpectEvents);
      return { arrived };
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.disconnect();
      }),
  };
}

function nextMessage(child: ChildProcess, name: string, key: 'ready' | 'arrived'): Promise<PeerMessage> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => settle(() => reject(new Error(`${name} peer: not ${key} within ${PEER_TIMEOUT_MS} ms`))),
      PEER_TIMEOUT_MS,
    );
    const onMessage = (message: PeerMessage): void => {
      if (key in message) settle(() => resolve(message));
    };
    const onExit = (code: number | null): void => settle(() => reject(new Error(`${name} peer ended with ${code}`)));
    const settle = (outcome: () => void): void => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit);
      outcome();
    };
    child.on('message', onMessage).once('exit', onExit);
  });
}

export interface RunningBus {
  readonly login: BusLogin;
  stop(): Promise<void>;
}

/** The broker that SOLACE_URL names, or the development broker in a process of its own. */
export async function startBus(): Promise<RunningBus> {
  const { SOLACE_URL, SOLACE_VPN, SOLACE_USERNAME, SOLACE_PASSWORD } = process.env;
  if (SOLACE_URL !== undefined) {
    const login = {
      url: SOLACE_URL,
      vpn: SOLACE_VPN ?? 'default',
      username: SOLACE_USERNAME ?? 'default',
      password: SOLACE_PASSWORD ?? '',
    };
    return { login, stop: () => Promise.resolve() };
  }
  const { vpn, username, password } = DEVELOPMENT_USER;
  const broker = await startPeer('broker', { url: '', vpn, username, password });
  return { login: { url: `tcp://127.0.0.1:${broker.port}`, vpn, username, password }, stop: () => broker.stop() };
}

/** Runs in the broker's own process. */
export async function serveBroker(): Promise<void> {
  const broker = new SmfBroker({ tcpPort: 0 });
  const { tcpPort } = await broker.start();
  process.on('disconnect', () => process.exit(0));
  process.send?.({ ready: true, port: tcpPort ?? 0 } satisfies PeerMessage);
}
