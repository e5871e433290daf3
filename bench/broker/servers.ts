import { fork } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { told } from '../gateway/processes.js';
import type { BrokerReady } from './wire.js';

export interface RunningServer extends BrokerReady {
  stop(): Promise<void>;
}

/** `directory`: where guaranteed messages are kept; none are served without one. */
export async function startServer(
  name: 'development' | 'nats',
  directory: string | null = null,
): Promise<RunningServer> {
  const child = fork(new URL(`./${name}.peer.js`, import.meta.url), {
    env: { ...process.env, BENCH_DIRECTORY: directory ?? '' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const facts = await told(child, name, (message) => ('ready' in message ? (message.ready as BrokerReady) : undefined));
  return {
    ...facts,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.disconnect();
      }),
  };
}

/** Throws, naming the package, when the peer of this bench is not on the path. */
export function needNats(path = process.env['PATH'] ?? ''): void {
  const found = path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, 'nats-server'), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) {
    throw new Error('nats-server is not on the PATH: install the package nats-server (apt-get install -y nats-server)');
  }
}
