import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import type { TlsOptions } from 'node:tls';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { ListenerKind } from '../errors.js';
import { SmfBrokerError } from '../errors.js';
import type { BrokerTls } from '../options.js';

/** Name of the WebSocket subprotocol, fixed by the wire protocol. */
const SUBPROTOCOL = 'smf.solacesystems.com';

export interface Listener {
  readonly port: number;
  /** Takes no further connections; resolves once the last open one has ended. */
  close(): Promise<void>;
}

export async function listenTcp(
  host: string,
  port: number,
  tls: BrokerTls | null,
  onSocket: (socket: Socket) => void,
): Promise<Listener> {
  const server = tls === null ? createTcpServer({ noDelay: true }, onSocket) : createTlsServer(secure(tls), onSocket);
  await listen(server, host, port, tls === null ? 'tcp' : 'tcps');
  return { port: portOf(server), close: () => closed(server) };
}

export async function listenWs(
  host: string,
  port: number,
  tls: BrokerTls | null,
  maxPayloadBytes: number,
  onSocket: (socket: WebSocket, remote: string) => void,
): Promise<Listener> {
  const upgrader = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    skipUTF8Validation: true,
    maxPayload: maxPayloadBytes,
    handleProtocols: () => SUBPROTOCOL,
  });
  const refuse = (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(426, { 'content-type': 'text/plain', upgrade: 'websocket' }).end('WebSocket only\n');
  };
  const timeouts = { headersTimeout: 5_000, requestTimeout: 5_000 };
  const server =
    tls === null ? createHttpServer(timeouts, refuse) : createHttpsServer({ ...timeouts, ...secure(tls) }, refuse);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Peers that reset during the handshake would otherwise raise an unhandled error event and end the process.
    socket.on('error', () => socket.destroy());
    const refusal = refuseUpgrade(request);
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const remote = `${request.socket.remoteAddress ?? '?'}:${request.socket.remotePort ?? 0}`;
    request.socket.setNoDelay(true);
    upgrader.handleUpgrade(request, socket, head, (webSocket) => onSocket(webSocket, remote));
  });
  await listen(server, host, port, tls === null ? 'ws' : 'wss');
  return { port: portOf(server), close: () => closeHttp(server) };
}

/** A handshake that takes too long holds a socket that no other limit sees. */
const HANDSHAKE_MS = 5_000;

function secure({ cert, key, ca, clientCertificate }: BrokerTls): TlsOptions {
  return {
    cert,
    key,
    ...(ca === undefined ? {} : { ca }),
    minVersion: 'TLSv1.2',
    requestCert: clientCertificate !== 'none',
    rejectUnauthorized: clientCertificate === 'require',
    handshakeTimeout: HANDSHAKE_MS,
  };
}

function refuseUpgrade(request: IncomingMessage): string | null {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.includes(SUBPROTOCOL) ? null : '400 Bad Request';
}

function listen(server: Server | HttpServer, host: string, port: number, kind: ListenerKind): Promise<void> {
  return new Promise((resolve, reject) => {
    // Kept after the start too: a failed accept (no file handles left) must not end the process; the peer just fails.
    server.on('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const message = taken ? `port ${port} on ${host} is taken` : `cannot listen on ${host}:${port}: ${error.message}`;
      reject(new SmfBrokerError(taken ? 'PORT_TAKEN' : 'LISTEN_FAILED', message, kind));
    });
    server.listen({ host, port, backlog: 511 }, resolve);
  });
}

function portOf(server: Server | HttpServer): number {
  return (server.address() as AddressInfo).port;
}

function closed(server: Server | HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function closeHttp(server: HttpServer): Promise<void> {
  const done = closed(server);
  // Connections that never asked for the upgrade are not sessions, so nothing else would end them.
  server.closeAllConnections();
  return done;
}
