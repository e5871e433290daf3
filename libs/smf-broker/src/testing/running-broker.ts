import { SmfBroker } from '../broker.js';
import type { DisconnectReason } from '../errors.js';
import type { SmfBrokerEvents } from '../events.js';
import type { SmfBrokerOptions } from '../options.js';

/** A broker on free ports, for one test. */
export interface RunningBroker extends AsyncDisposable {
  readonly broker: SmfBroker;
  readonly tcpPort: number;
  readonly wsPort: number;
  /** Reasons of all connections that ended, in order. */
  readonly ends: DisconnectReason[];
  /** The next connection to end. */
  nextEnd(): Promise<DisconnectReason>;
}

export async function runBroker(options: SmfBrokerOptions = {}): Promise<RunningBroker> {
  const broker = new SmfBroker({ tcpPort: 0, wsPort: 0, ...options });
  const ends: DisconnectReason[] = [];
  const waiting: ((reason: DisconnectReason) => void)[] = [];
  const ended = (reason: DisconnectReason): void => {
    ends.push(reason);
    waiting.shift()?.(reason);
  };
  broker.on('clientDown', (_client, reason) => ended(reason));
  broker.on('connectionEnded', (_remote, reason) => ended(reason));
  const { tcpPort, wsPort } = await broker.start();
  return {
    broker,
    tcpPort: tcpPort ?? 0,
    wsPort: wsPort ?? 0,
    ends,
    nextEnd: () => new Promise((resolve) => waiting.push(resolve)),
    [Symbol.asyncDispose]: () => broker.stop(),
  };
}

/** Arguments of the next event of a kind. */
export function nextEvent<K extends keyof SmfBrokerEvents>(broker: SmfBroker, event: K): Promise<SmfBrokerEvents[K]> {
  return new Promise((resolve) => {
    const listener = (...args: SmfBrokerEvents[K]): void => {
      broker.off(event, listener);
      resolve(args);
    };
    broker.on(event, listener);
  });
}
