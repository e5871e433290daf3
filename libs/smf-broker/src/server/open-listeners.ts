import type { ResolvedOptions } from '../options.js';
import type { Link } from '../transport/link.js';
import { TcpLink } from '../transport/tcp-link.js';
import { WsLink } from '../transport/ws-link.js';
import type { Listener } from './listeners.js';
import { listenTcp, listenWs } from './listeners.js';

export interface SmfBrokerPorts {
  /** Null when the listener is off. */
  readonly tcpPort: number | null;
  readonly wsPort: number | null;
  /** The same over TLS; left out when there is none. */
  readonly tcpsPort?: number | null;
  readonly wssPort?: number | null;
}

export interface OpenListeners {
  readonly listeners: readonly Listener[];
  readonly ports: SmfBrokerPorts;
}

/** Opens what the options ask for. Rejects with `SmfBrokerError`, and then holds no port. */
export async function openListeners(options: ResolvedOptions, open: (link: Link) => void): Promise<OpenListeners> {
  const { host, tcpPort, wsPort, tls, limits } = options;
  const listeners: Listener[] = [];
  const keep = (listener: Listener): number => {
    listeners.push(listener);
    return listener.port;
  };
  const byTcp = async (port: number | null, secure: boolean): Promise<number | null> =>
    port === null
      ? null
      : keep(await listenTcp(host, port, secure ? tls : null, (socket) => open(new TcpLink(socket, limits.lingerMs))));
  const byWs = async (port: number | null, secure: boolean): Promise<number | null> =>
    port === null
      ? null
      : keep(
          await listenWs(host, port, secure ? tls : null, 2 * limits.maxMessageBytes, (socket, remote) =>
            open(new WsLink(socket, remote, limits.lingerMs)),
          ),
        );
  try {
    const plain = { tcpPort: await byTcp(tcpPort, false), wsPort: await byWs(wsPort, false) };
    if (tls === null) return { listeners, ports: plain };
    const secure = { tcpsPort: await byTcp(tls.tcpsPort, true), wssPort: await byWs(tls.wssPort, true) };
    return { listeners, ports: { ...plain, ...secure } };
  } catch (error) {
    await Promise.all(listeners.map((listener) => listener.close()));
    throw error;
  }
}
